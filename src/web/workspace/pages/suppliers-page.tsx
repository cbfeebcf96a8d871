import { TextInput } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import type { SupplierSummary } from '../../../http/workspace-shapes.ts'
import { useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { Sheet, SheetTable } from './sheet.tsx'

/** Who sends bills, how many, how much. */
export function SuppliersPage() {
  const { t, amount, date, number } = useTexts()
  const { company } = useHere()
  const [search, setSearch] = useSearchParams()
  const q = (search.get('q') ?? '').toLowerCase()
  return (
    <Sheet<{ suppliers: SupplierSummary[] }> title={t('suppliers.title')} path="suppliers">
      {({ suppliers }) => (
        <>
          <div className="inbox-filters">
            <TextInput
              type="search"
              className="grow"
              aria-label={t('suppliers.search')}
              placeholder={t('suppliers.search')}
              value={search.get('q') ?? ''}
              onChange={({ currentTarget: { value } }) => setSearch(value ? { q: value } : {}, { replace: true })}
            />
          </div>
          <SheetTable
            label={t('suppliers.title')}
            rows={suppliers.filter(({ name }) => name.toLowerCase().includes(q))}
            keyOf={({ name }) => name}
            columns={[
              {
                title: t('field.supplierName'),
                cell: ({ name }) => <Link to={`/${company}/inbox?q=${encodeURIComponent(name)}`}>{name}</Link>,
              },
              { title: t('suppliers.invoices'), cell: ({ invoices }) => number(invoices), isNumber: true },
              { title: t('suppliers.open'), cell: ({ open }) => number(open), isNumber: true },
              { title: t('suppliers.last'), cell: ({ lastIssued }) => date(lastIssued) },
              {
                title: t('suppliers.total'),
                cell: ({ totals }) => totals.map((total) => amount(total.amount, total.currency)).join(', '),
                isNumber: true,
              },
            ]}
          />
        </>
      )}
    </Sheet>
  )
}
