import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApprovalPolicy } from '../../../../schemas/company.ts'
import { useTexts } from '../texts/texts.tsx'
import { useChange } from './use-change.ts'

/** Which bills a person looks at although they are sure. */
export function ReviewPolicyForm({ policy, canChange }: { policy: ApprovalPolicy; canChange: boolean }) {
  const { t } = useTexts()
  const change = useChange()
  const [everything, setEverything] = useState(policy.review?.everything ?? false)
  const [newSuppliers, setNewSuppliers] = useState(policy.review?.newSuppliers ?? false)
  const [minimum, setMinimum] = useState(policy.review?.minimum ?? '')
  const [currency, setCurrency] = useState(policy.review?.currency ?? '')
  const [percent, setPercent] = useState<number | string>((policy.review?.leastPrecision ?? 0) * 100 || '')
  const save = (event: FormEvent) => {
    event.preventDefault()
    const review = {
      everything,
      newSuppliers,
      ...(minimum.trim() ? { minimum: minimum.trim() } : {}),
      ...(currency.trim() ? { currency: currency.trim().toUpperCase() } : {}),
      ...(percent === '' ? {} : { leastPrecision: Number(percent) / 100 }),
    }
    void change('settings', { method: 'PUT', body: { policy: { ...policy, review } } })
  }
  return (
    <form onSubmit={save} aria-labelledby="settings-review">
      <h2 id="settings-review">{t('settings.review')}</h2>
      <p className="quiet">{t('settings.review-lead')}</p>
      <Checkbox
        label={t('settings.review-all')}
        disabled={!canChange}
        checked={everything}
        onChange={({ currentTarget: { checked } }) => setEverything(checked)}
      />
      <Checkbox
        label={t('settings.review-new-suppliers')}
        disabled={!canChange || everything}
        checked={newSuppliers}
        onChange={({ currentTarget: { checked } }) => setNewSuppliers(checked)}
      />
      <TextInput
        label={t('settings.review-minimum')}
        inputMode="decimal"
        readOnly={!canChange}
        disabled={everything}
        value={minimum}
        onChange={({ currentTarget: { value } }) => setMinimum(value)}
      />
      <TextInput
        label={t('settings.review-currency')}
        readOnly={!canChange}
        disabled={everything}
        value={currency}
        onChange={({ currentTarget: { value } }) => setCurrency(value)}
      />
      <NumberInput
        label={t('settings.review-precision')}
        min={0}
        max={100}
        decimalScale={2}
        hideControls
        readOnly={!canChange}
        disabled={everything}
        value={percent}
        onChange={setPercent}
      />
      {canChange && <Button type="submit">{t('save')}</Button>}
    </form>
  )
}
