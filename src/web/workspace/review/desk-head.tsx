import { Alert } from '@mantine/core'
import { Link } from 'react-router'
import type { Invoice } from '../../../http/shapes.ts'
import { STATUSES_IN_WORK } from '../../../pipeline/lifecycle.ts'
import { useTexts } from '../texts/texts.tsx'
import { PasswordForm } from './other-actions.tsx'
import type { Queue } from './use-queue.ts'

/** Which invoice this is, where it stands, and what keeps it there. */
export function DeskHead({
  invoice,
  queue,
  inbox,
  canEdit,
  goneOn,
  onPassword,
}: {
  invoice: Invoice
  queue: Queue
  /** Address of the inbox as it was left. */
  inbox: string
  canEdit: boolean
  /** Who sent it on while it was edited here. */
  goneOn: string | null
  onPassword: (password: string, keep: boolean) => void
}) {
  const { t, word, amount, problem } = useTexts()
  const status = t(`status.${invoice.status}`)
  const { unreadable, failure } = invoice
  return (
    <>
      <header className="desk-head">
        <Link className="small" to={inbox}>
          {t('review.back')}
        </Link>
        <span className="small quiet">
          {queue.place >= 0 && t('review.place', { n: queue.place + 1, all: queue.count })}
        </span>
        <h1>{invoice.supplierName ?? invoice.fileName}</h1>
        <p className="quiet small">
          {[status, amount(invoice.grossTotal, invoice.currency), invoice.fileName].filter(Boolean).join(' · ')}
        </p>
      </header>
      {goneOn && (
        <Alert color="red" variant="outline" role="alert">
          {t('review.gone-on', { who: goneOn, status })}
        </Alert>
      )}
      {!canEdit && !goneOn && (
        <Alert variant="outline">
          {t(STATUSES_IN_WORK.includes(invoice.status) ? 'review.in-work' : 'review.read-only', { status })}
        </Alert>
      )}
      {failure && (
        <Alert color="red" variant="outline" title={t('cause.failure')}>
          {problem(failure)}
        </Alert>
      )}
      {unreadable && (
        <Alert
          color="red"
          variant="outline"
          title={word('cause', unreadable.code === 'encrypted' ? 'encrypted' : 'unreadable')}
        >
          {problem(unreadable)}
          {canEdit && unreadable.code === 'encrypted' && <PasswordForm onOpen={onPassword} />}
        </Alert>
      )}
    </>
  )
}
