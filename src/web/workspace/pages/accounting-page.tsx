import { useQuery } from '@tanstack/react-query'
import type { CompanySettings } from '../../../http/shapes.ts'
import type { Posting } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { BillLink, Sheet, SheetTable } from './sheet.tsx'

/** Where bills go, what was posted, and of what nobody knows. */
export function AccountingPage() {
  const { t, amount, time, said } = useTexts()
  const { company, membership } = useHere()
  const maySee = membership.role === 'admin' || membership.role === 'auditor'
  const { data: settings } = useQuery({ ...sheetQuery<CompanySettings>(company, 'settings'), enabled: maySee })
  return (
    <Sheet<{ postings: Posting[] }> title={t('accounting.title')} path="postings">
      {({ postings }) => (
        <>
          {settings && (
            <>
              <h2>{t('accounting.targets')}</h2>
              <ul>
                {settings.connectors.map((connector) => (
                  <li key={JSON.stringify(connector)}>
                    <strong>{connector.kind}</strong> {'url' in connector && <code>{connector.url}</code>}
                  </li>
                ))}
              </ul>
            </>
          )}
          <h2>{t('accounting.postings')}</h2>
          <SheetTable
            label={t('accounting.postings')}
            rows={postings}
            keyOf={({ invoiceId, target }) => `${invoiceId} ${target}`}
            columns={[
              {
                title: t('field.supplierName'),
                cell: (row) => <BillLink of={row} />,
              },
              { title: t('field.grossTotal'), cell: (row) => amount(row.grossTotal, row.currency), isNumber: true },
              { title: t('accounting.target'), cell: ({ target }) => target },
              {
                title: t('accounting.state'),
                cell: ({ state }) => (
                  <span className="badge" data-tone={state}>
                    {t(`state.${state}`)}
                  </span>
                ),
              },
              { title: t('accounting.when'), cell: ({ updatedAt }) => time(updatedAt) },
              { title: t('accounting.message'), cell: ({ message }) => message && said(message) },
            ]}
          />
        </>
      )}
    </Sheet>
  )
}
