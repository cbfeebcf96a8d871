import { useQuery } from '@tanstack/react-query'
import type { ApprovalRule } from '../../../../schemas/company.ts'
import type { CompanySettings } from '../../../http/shapes.ts'
import type { OpenDecision } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { TryOut } from '../settings/try-out.tsx'
import { type Texts, useTexts } from '../texts/texts.tsx'
import { BillLink, Sheet, SheetTable } from './sheet.tsx'

/** Who must decide what and since when; the rules in words, and whom they would have asked. */
export function ApprovalsPage() {
  const texts = useTexts()
  const { t, amount, date, time } = texts
  const { membership } = useHere()
  return (
    <Sheet<{ decisions: OpenDecision[] }> title={t('approvals.title')} path="decisions">
      {({ decisions }) => (
        <>
          <h2>{t('approvals.waiting')}</h2>
          {decisions.length === 0 ? (
            <p className="quiet">{t('approvals.none')}</p>
          ) : (
            <SheetTable
              label={t('approvals.waiting')}
              rows={decisions}
              keyOf={({ invoiceId, approver }) => `${invoiceId} ${approver}`}
              columns={[
                {
                  title: t('field.supplierName'),
                  cell: (row) => <BillLink of={row} />,
                },
                { title: t('field.grossTotal'), cell: (row) => amount(row.grossTotal, row.currency), isNumber: true },
                { title: t('field.dueDate'), cell: (row) => date(row.dueDate) },
                { title: t('approvals.approver'), cell: (row) => row.approver },
                { title: t('approvals.since'), cell: (row) => time(row.since) },
              ]}
            />
          )}
          {(membership.role === 'admin' || membership.role === 'auditor') && <Policy />}
        </>
      )}
    </Sheet>
  )
}

function Policy() {
  const texts = useTexts()
  const { t } = texts
  const { company } = useHere()
  const { data: settings } = useQuery(sheetQuery<CompanySettings>(company, 'settings'))
  if (!settings) return null
  const { policy } = settings
  return (
    <>
      <h2>{t('approvals.policy')}</h2>
      {policy.rules.length === 0 && <p>{t('approvals.no-rules')}</p>}
      <ul className="rules">
        {policy.rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of rules is what they mean
          <li key={index}>
            {t('approvals.rule', { n: index + 1, who: rule.approvers.join(', '), what: describeRule(rule, texts) })}
          </li>
        ))}
      </ul>
      <TryOut policy={policy} />
    </>
  )
}

function describeRule({ minimum, below, currency, supplier }: ApprovalRule, { t, amount }: Texts): string {
  const of = currency ?? '?'
  const what =
    minimum && below
      ? t('approvals.between', { amount: amount(minimum), below: amount(below), currency: of })
      : minimum
        ? t('approvals.from', { amount: amount(minimum), currency: of })
        : below
          ? t('approvals.below', { amount: amount(below), currency: of })
          : currency
            ? t('approvals.in-currency', { currency })
            : t('approvals.any')
  return supplier ? t('approvals.of-supplier', { what, supplier }) : what
}
