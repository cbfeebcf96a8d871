import { Button, Checkbox, Group, Menu, Modal, PasswordInput, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Invoice } from '../../../http/shapes.ts'
import { Later } from '../frame/later.tsx'
import { type TextKey, useTexts } from '../texts/texts.tsx'

export type ActionName = 'reject' | 'file' | 'mark-duplicate' | 'retry' | 'recall' | 'reopen'

const ACTIONS: Partial<Record<Invoice['status'], ActionName[]>> = {
  'in-review': ['file', 'mark-duplicate', 'reject', 'retry'],
  'awaiting-approval': ['recall'],
  rejected: ['reopen'],
  duplicate: ['reopen'],
  filed: ['reopen'],
}

/** What else can be done with an invoice, by its status; a rejection asks for its reason first. */
export function OtherActions({
  invoice,
  onAct,
}: {
  invoice: Invoice
  onAct: (name: ActionName, body?: Record<string, unknown>) => void
}) {
  const { t } = useTexts()
  const more = useRef<HTMLButtonElement>(null)
  const [isRejecting, setRejecting] = useState(false)
  const [reason, setReason] = useState('')
  const actions =
    invoice.failure && invoice.status !== 'in-review' ? (['retry'] as const) : (ACTIONS[invoice.status] ?? [])
  if (actions.length === 0) return null
  return (
    <>
      {/* Where its button stands, for whoever goes through the page by landmarks; its first item takes the focus. */}
      <Menu position="top-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button ref={more} variant="default">
            {t('more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((name) => (
            <Menu.Item key={name} onClick={() => (name === 'reject' ? setRejecting(true) : onAct(name))}>
              {t(`review.${name}` satisfies TextKey)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Later>
        <Modal
          opened={isRejecting}
          onClose={() => setRejecting(false)}
          // A head of the library's would be a second banner of the page.
          withCloseButton={false}
          attributes={{ content: { 'aria-label': t('review.reject') } }}
          // The item of the menu that it was opened with is gone by then.
          returnFocus={false}
          onExitTransitionEnd={() => more.current?.focus()}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault()
              setRejecting(false)
              onAct('reject', { reason })
            }}
          >
            <h2>{t('review.reject')}</h2>
            <Textarea
              data-autofocus
              required
              label={t('review.reason')}
              description={t('review.reason-needed')}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Group mt="md" justify="flex-end">
              <Button variant="default" onClick={() => setRejecting(false)}>
                {t('cancel')}
              </Button>
              <Button type="submit" color="red.9">
                {t('review.reject')}
              </Button>
            </Group>
          </form>
        </Modal>
      </Later>
    </>
  )
}

/** For a document that only a password opens. */
export function PasswordForm({ onOpen }: { onOpen: (password: string, keep: boolean) => void }) {
  const { t } = useTexts()
  const [password, setPassword] = useState('')
  const [keep, setKeep] = useState(true)
  return (
    <form
      className="password"
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '') onOpen(password, keep)
      }}
    >
      <PasswordInput
        label={t('review.password')}
        value={password}
        autoComplete="off"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Checkbox
        label={t('review.password-keep')}
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
      <Button type="submit">{t('review.password-open')}</Button>
    </form>
  )
}
