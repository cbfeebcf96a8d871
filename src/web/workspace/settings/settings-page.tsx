import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CompanySettings } from '../../../http/shapes.ts'
import { useHere } from '../frame/session.tsx'
import { Sheet } from '../pages/sheet.tsx'
import { LANGUAGES, type Language, useTexts } from '../texts/texts.tsx'
import { ApiKeys } from './api-keys.tsx'
import { CodeLists } from './code-lists.tsx'
import { DocumentPasswords } from './document-passwords.tsx'
import { MailSection } from './mail-section.tsx'
import { People } from './people.tsx'
import { PolicyForm } from './policy-form.tsx'
import { readRows } from './read-rows.ts'
import { ReviewPolicyForm } from './review-policy-form.tsx'
import { useChange } from './use-change.ts'

/** Who we are, who approves, who may do what. */
export function SettingsPage() {
  const { t } = useTexts()
  const { membership } = useHere()
  const canChange = membership.role === 'admin'
  return (
    <Sheet<CompanySettings> title={t('settings.title')} path="settings">
      {(settings) => (
        <div className="settings">
          {!canChange && <p>{t('settings.only-look')}</p>}
          <CompanyForm settings={settings} canChange={canChange} />
          <MailSection ingestAddress={settings.ingestAddress} />
          <ReviewPolicyForm
            key={JSON.stringify(settings.policy.review)}
            policy={settings.policy}
            canChange={canChange}
          />
          <PolicyForm key={JSON.stringify(settings.policy)} policy={settings.policy} canChange={canChange} />
          <People canChange={canChange} />
          {canChange && <ApiKeys />}
          <CodeLists canChange={canChange} />
          <DocumentPasswords canChange={canChange} />
        </div>
      )}
    </Sheet>
  )
}

function CompanyForm({ settings, canChange }: { settings: CompanySettings; canChange: boolean }) {
  const { t } = useTexts()
  const change = useChange()
  const [name, setName] = useState(settings.name)
  const [language, setLanguage] = useState(settings.language)
  const [rows, setRows] = useState({
    names: settings.own.names.join('\n'),
    vatIds: settings.own.vatIds.join('\n'),
    ibans: settings.own.ibans.join('\n'),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    const own = { names: readRows(rows.names), vatIds: readRows(rows.vatIds), ibans: readRows(rows.ibans) }
    void change('settings', { method: 'PUT', body: { name, language, own } })
  }
  return (
    <form onSubmit={save} aria-labelledby="settings-company">
      <h2 id="settings-company">{t('settings.company')}</h2>
      <TextInput
        label={t('settings.name')}
        required
        readOnly={!canChange}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {(
        [
          ['names', t('settings.names')],
          ['vatIds', t('settings.vat-ids')],
          ['ibans', t('settings.ibans')],
        ] as const
      ).map(([key, label]) => (
        <Textarea
          key={key}
          label={label}
          rows={3}
          readOnly={!canChange}
          value={rows[key]}
          onChange={({ currentTarget: { value } }) => setRows((now) => ({ ...now, [key]: value }))}
        />
      ))}
      <NativeSelect
        label={t('settings.language')}
        disabled={!canChange}
        value={language}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
      />
      {canChange && <Button type="submit">{t('save')}</Button>}
    </form>
  )
}
