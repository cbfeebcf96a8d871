import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { CommentForm } from './comment-form.tsx'
import { describeDetails } from './describe-details.ts'

const COMMENT = 'invoice.comment'

/** What people said about the invoice and who did what with it, newest first, in one line of time. */
export function Timeline({ company, invoice }: { company: string; invoice: string }) {
  const texts = useTexts()
  const { t, time, word } = texts
  const { membership } = useHere()
  const { data } = useQuery(historyQuery(company, invoice))
  const events = data?.events.toReversed() ?? []
  const comments = events.filter(({ kind }) => kind === COMMENT).length
  return (
    <section className="group" aria-labelledby="group-history">
      <h2 id="group-history">
        {t('review.history')} {comments > 0 && <span className="badge">{t('comment.count', { n: comments })}</span>}
      </h2>
      {membership.role !== 'auditor' && <CommentForm company={company} invoice={invoice} />}
      <ol className="history" reversed aria-live="polite">
        {events.map(({ seq, at, actor, kind, data: details }) => (
          <li key={seq} data-kind={kind === COMMENT ? 'comment' : 'event'}>
            <span className="small">
              <strong>{nameOf(actor)}</strong> {word('event', kind)}{' '}
              <time className="quiet" dateTime={at}>
                {time(at)}
              </time>
            </span>
            {kind === COMMENT ? (
              <p className="said">{String(details.text)}</p>
            ) : (
              <span className="small quiet details">{describeDetails(details, texts)}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What no person did, Billhook did. */
function nameOf(actor: string): string {
  return /^(system$|stage:)/.test(actor) ? 'Billhook' : actor
}
