import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Supplier } from '../../../http/supplier-shapes.ts'
import { mayReview, useHere } from '../frame/session.tsx'
import { BillLink, Sheet, SheetTable } from '../pages/sheet.tsx'
import { useChange } from '../settings/use-change.ts'
import { useTexts } from '../texts/texts.tsx'
import { Lessons } from './lessons.tsx'
import { MergeSupplier } from './merge-supplier.tsx'
import { Precision } from './precision.tsx'
import { RemoveSupplier } from './remove-supplier.tsx'
import { SupplierForm } from './supplier-form.tsx'

/** One supplier: by what it is recognized, where it is paid, what was learned from its bills and how well they are read. */
export function SupplierPage() {
  const { t } = useTexts()
  const { supplier: id = '' } = useParams()
  const here = useHere()
  return (
    <Sheet<Supplier> title={t('suppliers.one')} titleOf={({ name }) => name} path={`suppliers/${id}`}>
      {(supplier) => (
        <>
          <p>
            <Link to={`/${here.company}/suppliers`}>{t('suppliers.all')}</Link>
          </p>
          <Known supplier={supplier} canChange={mayReview(here)} />
          <BankDetails ibans={supplier.ibans} />
          <Lessons supplier={supplier} canChange={mayReview(here)} />
          <Precision rows={supplier.precision} />
          <Newest supplier={supplier} />
        </>
      )}
    </Sheet>
  )
}

/** A supplier that sends its first bill tomorrow. */
export function NewSupplierPage() {
  const { t } = useTexts()
  const { company } = useHere()
  const navigate = useNavigate()
  const change = useChange()
  return (
    <main id="main" className="page">
      <h1>{t('suppliers.new')}</h1>
      <SupplierForm
        supplier={{}}
        onSave={async (entry) => {
          const made = await change<Supplier>('suppliers', { method: 'POST', body: entry })
          if (made) await navigate(`/${company}/suppliers/${made.answer.id}`)
        }}
      >
        <Link to={`/${company}/suppliers`}>{t('cancel')}</Link>
      </SupplierForm>
    </main>
  )
}

function Known({ supplier, canChange }: { supplier: Supplier; canChange: boolean }) {
  const { t } = useTexts()
  const change = useChange()
  const [isOpen, setOpen] = useState(false)
  const facts: [string, string][] = [
    [t('field.supplierVatId'), supplier.vatId ?? ''],
    [t('field.supplierTaxNumber'), supplier.taxNumber ?? ''],
    [t('suppliers.other-names'), supplier.otherNames.join(', ')],
    [t('suppliers.domains'), supplier.domains.join(', ')],
    [t('suppliers.phones'), supplier.phones.join(', ')],
    [t('field.currency'), supplier.currency ?? ''],
    ...Object.entries(supplier.coding).map(([kind, code]): [string, string] => [t(`coding.${kind}` as never), code]),
  ]
  const shown = facts.filter(([, value]) => value !== '')
  return (
    <section aria-label={t('suppliers.known')}>
      {shown.length > 0 && (
        <dl className="facts">
          {shown.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {canChange && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('suppliers.edit')}</summary>
          {isOpen && (
            <SupplierForm
              key={JSON.stringify(facts)}
              supplier={{ ...supplier, ibans: supplier.ibans.flatMap(({ iban, trusted }) => (trusted ? [iban] : [])) }}
              onSave={async (entry) => {
                if (await change(`suppliers/${supplier.id}`, { method: 'PUT', body: entry })) setOpen(false)
              }}
            />
          )}
          <MergeSupplier supplier={supplier} />
          <RemoveSupplier supplier={supplier} />
        </details>
      )}
    </section>
  )
}

function BankDetails({ ibans }: Pick<Supplier, 'ibans'>) {
  const { t } = useTexts()
  const { company } = useHere()
  return (
    <section aria-labelledby="supplier-bank">
      <h2 id="supplier-bank">{t('suppliers.bank')}</h2>
      <p className="quiet">{t('suppliers.bank-lead')}</p>
      <SheetTable
        label={t('suppliers.bank')}
        rows={ibans}
        keyOf={({ iban }) => iban}
        columns={[
          { title: t('field.iban'), cell: ({ iban }) => iban },
          {
            title: t('suppliers.trust'),
            cell: ({ trusted }) => (
              <span className="badge" data-tone={trusted ? 'done' : 'uncertain'}>
                {trusted ? t('suppliers.trusted') : t('suppliers.untrusted')}
              </span>
            ),
          },
          {
            title: t('suppliers.first-seen'),
            cell: ({ invoiceId }) =>
              invoiceId && <Link to={`/${company}/invoices/${invoiceId}`}>{t('deliveries.look')}</Link>,
          },
        ]}
      />
    </section>
  )
}

function Newest({ supplier }: { supplier: Supplier }) {
  const { t, amount, date } = useTexts()
  const { company } = useHere()
  return (
    <section aria-labelledby="supplier-invoices">
      <h2 id="supplier-invoices">{t('suppliers.invoices')}</h2>
      <SheetTable
        label={t('suppliers.invoices')}
        rows={supplier.newest}
        keyOf={({ id }) => id}
        columns={[
          { title: t('field.invoiceNumber'), cell: (row) => <BillLink of={{ ...row, invoiceId: row.id }} /> },
          { title: t('overview.status'), cell: ({ status }) => t(`status.${status}`) },
          { title: t('field.issueDate'), cell: ({ issueDate }) => date(issueDate) },
          { title: t('field.dueDate'), cell: ({ dueDate }) => date(dueDate) },
          {
            title: t('field.grossTotal'),
            cell: ({ grossTotal, currency }) => amount(grossTotal, currency),
            isNumber: true,
          },
        ]}
      />
      <p>
        <Link to={`/${company}/inbox?q=${encodeURIComponent(supplier.name)}`}>{t('suppliers.in-inbox')}</Link>
      </p>
    </section>
  )
}
