import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../../schemas/company.ts'
import type { Member } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { SheetTable } from '../pages/sheet.tsx'
import { LANGUAGES, type Language, useTexts } from '../texts/texts.tsx'
import { useChange } from './use-change.ts'

export const ROLES = ['clerk', 'approver', 'admin', 'auditor'] as const satisfies readonly Role[]

/** Who belongs to the company, and letting somebody in. */
export function People({ canChange }: { canChange: boolean }) {
  const { t } = useTexts()
  const { company } = useHere()
  const change = useChange()
  const { data } = useQuery(sheetQuery<{ members: Member[] }>(company, 'members'))
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('clerk')
  const put = ({ email, name, role, language }: Omit<Member, 'id' | 'language'> & Partial<Member>) =>
    change('members', { method: 'PUT', body: { email, name, role, language } })
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (await put({ email, name: email, role })) setEmail('')
  }
  return (
    <section aria-labelledby="settings-people">
      <h2 id="settings-people">{t('settings.people')}</h2>
      <SheetTable
        label={t('settings.people')}
        rows={data?.members ?? []}
        keyOf={({ id }) => id}
        columns={[
          { title: t('settings.email'), cell: (member) => member.email },
          { title: t('settings.name'), cell: (member) => member.name },
          { title: t('settings.role'), cell: (member) => t(`role.${member.role}`) },
          {
            title: t('settings.member-language'),
            cell: (member) =>
              canChange ? (
                <MailLanguage member={member} onChoose={(language) => void put({ ...member, language })} />
              ) : member.language ? (
                LANGUAGES[member.language]
              ) : (
                t('settings.company-language')
              ),
          },
          ...(canChange
            ? [
                {
                  title: t('remove'),
                  cell: (member: Member) => (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t('settings.remove-person', { name: member.email })}
                      onClick={() => void change(`members/${member.id}`, { method: 'DELETE' })}
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
            type="email"
            required
            label={t('settings.email')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <RoleChoice role={role} onChoose={setRole} />
          <Button type="submit">{t('add')}</Button>
        </form>
      )}
    </section>
  )
}

function MailLanguage({ member, onChoose }: { member: Member; onChoose: (language: Language | null) => void }) {
  const { t } = useTexts()
  const choices = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))
  return (
    <NativeSelect
      size="xs"
      aria-label={`${t('settings.member-language')}, ${member.email}`}
      value={member.language ?? ''}
      data={[{ value: '', label: t('settings.company-language') }, ...choices]}
      onChange={(event) => onChoose((event.currentTarget.value || null) as Language | null)}
    />
  )
}

export function RoleChoice({ role, onChoose }: { role: Role; onChoose: (role: Role) => void }) {
  const { t } = useTexts()
  return (
    <NativeSelect
      label={t('settings.role')}
      value={role}
      data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
      onChange={(event) => onChoose(event.currentTarget.value as Role)}
    />
  )
}
