import { Alert, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { Role } from '../../../../schemas/company.ts'
import type { ApiKey as ApiKeyShape } from '../../../http/shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { SheetTable } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'
import { RoleChoice } from './people.tsx'
import { useChange } from './use-change.ts'

type ApiKey = z.infer<typeof ApiKeyShape>

/** The keys of programs; a new one is shown once. */
export function ApiKeys() {
  const { t, time } = useTexts()
  const { company } = useHere()
  const change = useChange()
  const { data } = useQuery(sheetQuery<{ apiKeys: ApiKey[] }>(company, 'api-keys'))
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('clerk')
  const [made, setMade] = useState<string | null>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    const done = await change<{ key: string }>('api-keys', { method: 'POST', body: { name, role } })
    if (!done) return
    setMade(done.answer.key)
    setName('')
  }
  return (
    <section aria-labelledby="settings-keys">
      <h2 id="settings-keys">{t('settings.keys')}</h2>
      {made && (
        <Alert color="green" variant="outline" role="status">
          {t('settings.key-made')} <code>{made}</code>
        </Alert>
      )}
      <SheetTable
        label={t('settings.keys')}
        rows={data?.apiKeys ?? []}
        keyOf={({ id }) => id}
        columns={[
          { title: t('settings.key-name'), cell: (key) => key.name },
          { title: t('settings.role'), cell: (key) => t(`role.${key.role}`) },
          { title: t('activity.when'), cell: (key) => time(key.createdAt) },
          {
            title: t('remove'),
            cell: (key) =>
              key.revokedAt ? (
                t('settings.revoked')
              ) : (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('settings.revoke', { name: key.name })}
                  onClick={() => void change(`api-keys/${key.id}`, { method: 'DELETE' })}
                >
                  ✕
                </Button>
              ),
          },
        ]}
      />
      <form className="inline" onSubmit={(event) => void make(event)}>
        <TextInput
          required
          maxLength={100}
          label={t('settings.key-name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleChoice role={role} onChoose={setRole} />
        <Button type="submit">{t('add')}</Button>
      </form>
    </section>
  )
}
