import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { invoicePath } from '../api/queries.ts'
import { type TextKey, useTexts } from '../texts/texts.tsx'
import type { Caused } from './arrange.ts'

type Action = 'accept' | 'file' | 'retry'
const ACTIONS: { name: Action; text: TextKey }[] = [
  { name: 'accept', text: 'inbox.accept' },
  { name: 'file', text: 'review.file' },
  { name: 'retry', text: 'review.retry' },
]

/** The same action for every selected invoice, each for itself: what is refused holds no other, and is told. */
export function BulkActions({
  company,
  rows,
  onDone,
}: {
  company: string
  rows: readonly Caused[]
  onDone: () => void
}) {
  const { t } = useTexts()
  const [running, setRunning] = useState<Action | null>(null)

  async function run(action: Action): Promise<void> {
    setRunning(action)
    let done = 0
    const refused: string[] = []
    for (const { id, version } of rows) {
      try {
        await call(`${invoicePath(company, id)}/${action}`, { method: 'POST', body: { version } })
        done += 1
      } catch (error) {
        refused.push((error as Error).message)
      }
    }
    setRunning(null)
    if (done > 0) notifications.show({ message: t('inbox.bulk-done', { n: done }), color: 'teal' })
    if (refused[0] !== undefined) {
      const message = t('inbox.bulk-refused', { n: refused.length, message: refused[0] })
      notifications.show({ message, color: 'red', autoClose: 15_000 })
    }
    onDone()
  }

  return (
    <div className="bulk" role="toolbar" aria-label={t('inbox.selected', { n: rows.length })}>
      <span>{t('inbox.selected', { n: rows.length })}</span>
      {ACTIONS.map(({ name, text }) => (
        <Button
          key={name}
          size="compact-sm"
          variant={name === 'accept' ? 'filled' : 'default'}
          loading={running === name}
          disabled={running !== null}
          onClick={() => void run(name)}
        >
          {t(text)}
        </Button>
      ))}
    </div>
  )
}
