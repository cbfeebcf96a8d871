import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { SheetTable } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'
import { useChange } from './use-change.ts'

type KnownPassword = { id: string; label: string; createdBy: string; createdAt: string; usedAt: string | null }

/** Passwords of protected documents by their labels; they go in and never come out. */
export function DocumentPasswords({ canChange }: { canChange: boolean }) {
  const { t, time } = useTexts()
  const { company } = useHere()
  const change = useChange()
  const { data } = useQuery(sheetQuery<{ passwords: KnownPassword[] }>(company, 'document-passwords'))
  const [label, setLabel] = useState('')
  const [password, setPassword] = useState('')
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await change('document-passwords', { method: 'POST', body: { label, password } }))) return
    setLabel('')
    setPassword('')
  }
  return (
    <section aria-labelledby="settings-passwords">
      <h2 id="settings-passwords">{t('settings.passwords')}</h2>
      <p className="quiet">{t('settings.passwords-lead')}</p>
      <SheetTable
        label={t('settings.passwords')}
        rows={data?.passwords ?? []}
        keyOf={({ id }) => id}
        columns={[
          { title: t('settings.password-label'), cell: (known) => known.label },
          { title: t('activity.who'), cell: (known) => known.createdBy },
          { title: t('activity.when'), cell: (known) => time(known.createdAt) },
          ...(canChange
            ? [
                {
                  title: t('remove'),
                  cell: (known: KnownPassword) => (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={`${t('remove')}: ${known.label}`}
                      onClick={() => void change(`document-passwords/${known.id}`, { method: 'DELETE' })}
                    >
                      ✕
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {canChange && (
        <form className="inline" onSubmit={(event) => void add(event)}>
          <TextInput
            required
            maxLength={100}
            label={t('settings.password-label')}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <PasswordInput
            required
            autoComplete="off"
            label={t('settings.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit">{t('add')}</Button>
        </form>
      )}
    </section>
  )
}
