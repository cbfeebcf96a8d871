import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Supplier, SupplierSummary } from '../../../http/supplier-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useChange } from '../settings/use-change.ts'
import { useTexts } from '../texts/texts.tsx'

const LOOK_AFTER_MS = 250
const MOST = 6

/** One company that stands twice in the books: all of this one's bills, accounts and lessons go over to the other. */
export function MergeSupplier({ supplier: { id, name } }: { supplier: Pick<Supplier, 'id' | 'name'> }) {
  const { t } = useTexts()
  const { company } = useHere()
  const navigate = useNavigate()
  const change = useChange()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), LOOK_AFTER_MS)
  const { data } = useQuery({
    ...sheetQuery<{ suppliers: SupplierSummary[] }>(company, `suppliers?limit=${MOST + 1}&q=${encodeURIComponent(q)}`),
    enabled: q !== '',
  })
  const others = q === '' ? [] : (data?.suppliers ?? []).filter((other) => other.id !== id).slice(0, MOST)
  const merge = async (into: SupplierSummary) => {
    const left = await change<Supplier>(`suppliers/${id}/merge`, {
      method: 'POST',
      body: { into: into.id },
      isLeaving: true,
    })
    if (left) await navigate(`/${company}/suppliers/${left.answer.id}`)
  }
  return (
    <section className="merge" aria-labelledby="supplier-merge">
      <h2 id="supplier-merge">{t('suppliers.merge')}</h2>
      <p className="quiet">{t('suppliers.merge-lead', { name })}</p>
      <TextInput
        type="search"
        label={t('suppliers.merge-into')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className="choices" aria-live="polite">
        {others.map((other) => (
          <li key={other.id}>
            <Button variant="default" onClick={() => void merge(other)}>
              {t('suppliers.merge-with', { name: other.name })}
            </Button>{' '}
            <span className="quiet">{other.vatId}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
