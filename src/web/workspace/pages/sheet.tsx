import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTitle } from '../frame/use-title.ts'
import { WideTable } from '../frame/wide-table.tsx'
import { useTexts } from '../texts/texts.tsx'

/** A page with its heading, that shows what the company's API answers at `path` or why it can not; `titleOf` what it is then called. */
export function Sheet<Answer>({
  title: general,
  titleOf,
  lead,
  path,
  children,
}: {
  title: string
  titleOf?: (answer: Answer) => string
  lead?: string
  path: string
  children: (answer: Answer) => ReactNode
}) {
  const { t } = useTexts()
  const { company } = useHere()
  const { data, error, refetch } = useQuery({
    ...sheetQuery<Answer>(company, path),
    placeholderData: (before) => before,
  })
  const title = data !== undefined && titleOf ? titleOf(data) : general
  useTitle(title)
  return (
    <main id="main" className="page">
      <h1>{title}</h1>
      {lead && <p className="quiet">{lead}</p>}
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <p>{t('loading')}</p>
      ) : (
        children(data)
      )}
    </main>
  )
}

/** What was asked for could not be had. */
export function Trouble({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTexts()
  return (
    <div className="trouble" role="alert">
      <p>{error.message}</p>
      <Button onClick={onRetry}>{t('retry')}</Button>
    </div>
  )
}

export type Column<Row> = { title: string; cell: (row: Row) => ReactNode; isNumber?: boolean }

/** A table that scrolls sideways by itself where the window is narrow. */
export function SheetTable<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string
  columns: Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}) {
  const { t } = useTexts()
  if (rows.length === 0) return <p className="quiet">{t('nothing-here')}</p>
  return (
    <WideTable className="table" title={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" data-number={isNumber}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, isNumber }) => (
                <td key={title} data-number={isNumber}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

/** The way to an invoice, by its supplier and number. */
export function BillLink({
  of: { invoiceId, supplierName, invoiceNumber },
}: {
  of: { invoiceId: string; supplierName: string | null; invoiceNumber: string | null }
}) {
  const { t } = useTexts()
  const { company } = useHere()
  return (
    <Link to={`/${company}/invoices/${invoiceId}`}>
      {supplierName ?? t('unknown')} {invoiceNumber}
    </Link>
  )
}
