import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { SupplierEntry } from '../../../../schemas/supplier.ts'
import type { Invoice } from '../../../http/shapes.ts'
import type { Supplier, SupplierSummary } from '../../../http/supplier-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { type Texts, useTexts } from '../texts/texts.tsx'
import type { Review } from './use-review.ts'

const LOOK_AFTER_MS = 200
const MOST_FOUND = 8
const CREATE = 'create'

/** Which supplier of the master data the bill is from: found as somebody types, or made of what the bill says. */
export function SupplierPicker({ review, invoice, canEdit }: { review: Review; invoice: Invoice; canEdit: boolean }) {
  const texts = useTexts()
  const { t } = texts
  const { company } = useHere()
  const [isChanging, setChanging] = useState(false)
  const { supplierId } = invoice
  const { data: known } = useQuery({
    ...sheetQuery<Supplier>(company, `suppliers/${supplierId}`),
    enabled: supplierId !== null,
  })
  if (supplierId !== null && !isChanging)
    return (
      <p className="linked small">
        {t('supplier.linked')}: {known && <Link to={`/${company}/suppliers/${supplierId}`}>{known.name}</Link>}{' '}
        <span className="quiet">{because(invoice, texts)}</span>{' '}
        {canEdit && (
          <Button size="compact-xs" variant="default" onClick={() => setChanging(true)}>
            {t('supplier.change')}
          </Button>
        )}
      </p>
    )
  return canEdit ? <Search review={review} invoice={invoice} onDone={() => setChanging(false)} /> : null
}

function Search({ review, invoice, onDone }: { review: Review; invoice: Invoice; onDone: () => void }) {
  const { t } = useTexts()
  const { company } = useHere()
  const [typed, setTyped] = useState('')
  const [looked] = useDebouncedValue(typed, LOOK_AFTER_MS)
  const name = review.valueOf('supplierName')
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery({
    ...sheetQuery<{ suppliers: SupplierSummary[] }>(
      company,
      `suppliers?limit=${MOST_FOUND}&q=${encodeURIComponent(looked || name)}`,
    ),
    enabled: isOpen,
    // What was found for the letters before stays until there is more.
    placeholderData: (before) => before,
  })
  const found = (data?.suppliers ?? []).map(({ id, name: called, vatId }) => ({
    value: id,
    label: [called, vatId].filter(Boolean).join(' · '),
  }))
  const pick = async (choice: string | null) => {
    if (choice === null) return
    const isPicked = await pickSupplier(review, { invoice, choice: choice === CREATE ? entryOf(review) : choice })
    if (isPicked) onDone()
  }
  return (
    <Select
      id="supplier-picker"
      className="field wide"
      label={t('supplier.linked')}
      placeholder={t('supplier.search')}
      searchable
      // Only what the master data found is offered; making a new one always is, where the bill names somebody.
      filter={({ options }) => options}
      data={[...found, ...(name === '' ? [] : [{ value: CREATE, label: t('supplier.create', { name }) }])]}
      value={null}
      nothingFoundMessage={t('supplier.none')}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(choice) => void pick(choice)}
      onDropdownOpen={() => setOpen(true)}
      // Laid out when it is opened, not with every invoice.
      // So few stand there at once that nothing scrolls.
      withScrollArea={false}
      comboboxProps={{ keepMounted: false }}
    />
  )
}

/** Says whose bill it is, so that one undo takes it back. @returns whether that was done */
export async function pickSupplier(
  review: Review,
  { invoice, choice }: { invoice: Invoice; choice: string | z.infer<typeof SupplierEntry> },
): Promise<boolean> {
  const { supplierId: before } = invoice
  try {
    await review.act('supplier', typeof choice === 'string' ? { supplierId: choice } : { create: choice })
    review.remember(() => void review.act('supplier', { supplierId: before }).catch(() => {}))
    return true
  } catch {
    // Whoever saves has told it.
    return false
  }
}

/** A new supplier as the bill names it. */
export function entryOf(review: Review): z.infer<typeof SupplierEntry> {
  const [name, vatId, taxNumber, iban, currency] = (
    ['supplierName', 'supplierVatId', 'supplierTaxNumber', 'iban', 'currency'] as const
  ).map((field) => review.valueOf(field))
  return {
    name: name ?? '',
    ...(vatId && { vatId }),
    ...(taxNumber && { taxNumber }),
    ...(iban && { ibans: [iban] }),
    ...(currency && { currency }),
  }
}

function because({ supplierMatch }: Invoice, { t, said }: Texts): string {
  const reasons = supplierMatch?.because.map(said).join(', ') ?? ''
  return reasons === '' ? '' : t('supplier.because', { because: reasons })
}
