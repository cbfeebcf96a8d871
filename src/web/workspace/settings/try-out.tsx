import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ApprovalPolicy } from '../../../../schemas/company.ts'
import type { TriedRule } from '../../../http/workspace-shapes.ts'
import { call } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { BillLink, SheetTable } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Whom these rules would have asked about the last bills, whether or not they are saved. */
export function TryOut({ policy }: { policy: ApprovalPolicy }) {
  const { t, amount, said } = useTexts()
  const { company } = useHere()
  /** With the rules that were tried: others have not been. */
  const [tried, setTried] = useState<{ policy: string; bills: TriedRule[] } | null>(null)
  const tryOut = async () => {
    try {
      const { bills } = await call<{ bills: TriedRule[] }>(`${companyPath(company)}/policy/try-out`, {
        method: 'POST',
        body: { policy },
      })
      setTried({ policy: JSON.stringify(policy), bills })
    } catch (error) {
      notifications.show({ title: t('failed'), message: (error as Error).message, color: 'red' })
    }
  }
  return (
    <>
      <Button variant="default" onClick={() => void tryOut()}>
        {t('approvals.try')}
      </Button>
      {tried?.policy === JSON.stringify(policy) && (
        <SheetTable
          label={t('approvals.try')}
          rows={tried.bills}
          keyOf={({ invoiceId }) => invoiceId}
          columns={[
            { title: t('field.supplierName'), cell: (row) => <BillLink of={row} /> },
            { title: t('field.grossTotal'), cell: (row) => amount(row.grossTotal, row.currency), isNumber: true },
            {
              title: t('approvals.approver'),
              cell: (row) => row.approvers?.join(', ') ?? t('approvals.nobody', { reason: said(row.reason ?? '') }),
            },
          ]}
        />
      )}
    </>
  )
}
