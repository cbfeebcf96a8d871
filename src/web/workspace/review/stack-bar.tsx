import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { z } from 'zod'
import type { Invoice, InvoiceStack } from '../../../http/shapes.ts'
import { call } from '../api/call.ts'
import { invoicePath } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'

/** Of a file that was split: its other invoices, and the one action that makes one of them again. */
export function StackBar({ company, invoice, canJoin }: { company: string; invoice: Invoice; canJoin: boolean }) {
  const { t, word } = useTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isJoining, setJoining] = useState(false)
  const isSplit = invoice.splitFrom !== null || invoice.status === 'replaced'
  const { data: stack } = useQuery({
    queryKey: ['stack', company, invoice.id, invoice.version],
    queryFn: () => call<z.infer<typeof InvoiceStack>>(`${invoicePath(company, invoice.id)}/stack`),
    enabled: isSplit,
    // While one of them is read its version grows; what was known stays until more is.
    placeholderData: (before) => before,
  })
  if (!isSplit || !stack || stack.pieces.length === 0) return null
  const { whole, pieces } = stack
  const join = async () => {
    setJoining(true)
    try {
      const seen = pieces.map(({ invoiceId, version }) => ({ invoiceId, version }))
      await call(`${invoicePath(company, whole.invoiceId)}/join`, {
        method: 'POST',
        body: { version: whole.version, with: seen },
      })
      await client.invalidateQueries({ queryKey: ['invoice', company] })
      void navigate(`/${company}/invoices/${whole.invoiceId}`)
    } catch (error) {
      notifications.show({ title: t('failed'), message: (error as Error).message, color: 'red', autoClose: 15_000 })
      await client.invalidateQueries({ queryKey: ['stack', company] })
    } finally {
      setJoining(false)
    }
  }
  return (
    <section className="stack small" aria-label={t('stack.title')}>
      <p>{t('stack.of-file', { file: whole.fileName, n: pieces.length })}</p>
      <ul>
        {pieces.map(({ invoiceId, firstPage: first, lastPage: last, status, supplierName, invoiceNumber }) => (
          <li key={invoiceId}>
            <Link to={`/${company}/invoices/${invoiceId}`} aria-current={invoiceId === invoice.id ? 'page' : undefined}>
              {t(first === last ? 'stack.page' : 'stack.pages', { first, last })}
            </Link>{' '}
            {[supplierName, invoiceNumber, word('status', status)].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
      {canJoin && stack.canJoin && (
        <Button size="compact-sm" variant="default" loading={isJoining} onClick={() => void join()}>
          {t('stack.join')}
        </Button>
      )}
    </section>
  )
}
