import { useDebouncedValue } from '@mantine/hooks'
import { Link, useSearchParams } from 'react-router'
import type { SupplierSummary } from '../../../http/supplier-shapes.ts'
import { FilterBar } from '../frame/filter-bar.tsx'
import { mayReview, useHere } from '../frame/session.tsx'
import { Sheet, SheetTable } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'

const MOST = 200
const LOOK_AFTER_MS = 250

/** Who sends bills, how many, how much, and how much was learned from them. */
export function SuppliersPage() {
  const { t, amount, date, number } = useTexts()
  const here = useHere()
  const [search] = useSearchParams()
  const [q] = useDebouncedValue(search.get('q') ?? '', LOOK_AFTER_MS)
  return (
    <Sheet<{ suppliers: SupplierSummary[] }>
      title={t('suppliers.title')}
      lead={t('suppliers.lead')}
      path={`suppliers?limit=${MOST}${q === '' ? '' : `&q=${encodeURIComponent(q)}`}`}
    >
      {({ suppliers }) => (
        <>
          <FilterBar label={t('suppliers.search')}>
            {mayReview(here) && <Link to={`/${here.company}/suppliers/new`}>{t('suppliers.new')}</Link>}
          </FilterBar>
          <SheetTable
            label={t('suppliers.title')}
            rows={suppliers}
            keyOf={({ id }) => id}
            columns={[
              {
                title: t('field.supplierName'),
                cell: ({ id, name }) => <Link to={`/${here.company}/suppliers/${id}`}>{name}</Link>,
              },
              { title: t('field.supplierVatId'), cell: ({ vatId }) => vatId },
              { title: t('suppliers.invoices'), cell: ({ invoices }) => number(invoices), isNumber: true },
              { title: t('suppliers.open'), cell: ({ open }) => number(open), isNumber: true },
              { title: t('suppliers.last'), cell: ({ lastIssued }) => date(lastIssued) },
              {
                title: t('suppliers.total'),
                cell: ({ totals }) => totals.map((total) => amount(total.amount, total.currency)).join(' · '),
                isNumber: true,
              },
              { title: t('suppliers.lessons'), cell: ({ lessons }) => number(lessons), isNumber: true },
            ]}
          />
          {suppliers.length === MOST && <p className="quiet">{t('suppliers.more', { n: number(MOST) })}</p>}
        </>
      )}
    </Sheet>
  )
}
