import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Coding } from '../../../../schemas/coding.ts'
import type { SupplierEntry } from '../../../../schemas/supplier.ts'
import { KINDS } from '../review/coding.ts'
import { readRows } from '../settings/read-rows.ts'
import { type TextKey, useTexts } from '../texts/texts.tsx'

const LISTS = ['ibans', 'otherNames', 'domains', 'phones'] as const
const WORDS = ['name', 'vatId', 'taxNumber', 'currency'] as const
const LABELS: Record<(typeof LISTS)[number] | (typeof WORDS)[number], TextKey> = {
  name: 'field.supplierName',
  vatId: 'field.supplierVatId',
  taxNumber: 'field.supplierTaxNumber',
  currency: 'field.currency',
  ibans: 'suppliers.ibans',
  otherNames: 'suppliers.other-names',
  domains: 'suppliers.domains',
  phones: 'suppliers.phones',
}

/** Everything that a person can say of a supplier. */
export function SupplierForm({
  supplier,
  onSave,
  children,
}: {
  /** As it is known; of a new one nothing is. */
  supplier: Partial<Omit<SupplierEntry, 'currency'>> & { currency?: string | null }
  onSave: (entry: SupplierEntry) => void
  /** Beside the button. */
  children?: ReactNode
}) {
  const { t } = useTexts()
  const [words, setWords] = useState(() => fromEach(WORDS, (name) => supplier[name] ?? ''))
  const [lists, setLists] = useState(() => fromEach(LISTS, (name) => (supplier[name] ?? []).join('\n')))
  const [coding, setCoding] = useState<Coding>(supplier.coding ?? {})
  const save = (event: FormEvent) => {
    event.preventDefault()
    onSave({
      name: words.name,
      vatId: words.vatId.trim() || null,
      taxNumber: words.taxNumber.trim() || null,
      currency: (words.currency.trim().toUpperCase() || null) as SupplierEntry['currency'],
      ...fromEach(LISTS, (name) => readRows(lists[name])),
      coding: Object.fromEntries(Object.entries(coding).filter(([, code]) => code !== '')),
    })
  }
  return (
    <form className="settings" onSubmit={save}>
      <section>
        {WORDS.map((name) => (
          <TextInput
            key={name}
            label={t(LABELS[name])}
            required={name === 'name'}
            maxLength={name === 'name' ? 200 : 40}
            value={words[name]}
            onChange={({ currentTarget: { value } }) => setWords((now) => ({ ...now, [name]: value }))}
          />
        ))}
        {LISTS.map((name) => (
          <Textarea
            key={name}
            label={`${t(LABELS[name])} (${t('one-a-line')})`}
            autosize
            minRows={1}
            maxRows={8}
            value={lists[name]}
            onChange={({ currentTarget: { value } }) => setLists((now) => ({ ...now, [name]: value }))}
          />
        ))}
        <div className="inline">
          {KINDS.map((kind) => (
            <TextInput
              key={kind}
              label={t(`coding.${kind}`)}
              maxLength={100}
              value={coding[kind] ?? ''}
              onChange={({ currentTarget: { value } }) => setCoding((now) => ({ ...now, [kind]: value }))}
            />
          ))}
        </div>
        <div className="inline">
          <Button type="submit">{t('save')}</Button>
          {children}
        </div>
      </section>
    </form>
  )
}

function fromEach<Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>
}
