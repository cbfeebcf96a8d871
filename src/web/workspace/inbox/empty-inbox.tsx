import { useQuery } from '@tanstack/react-query'
import type { Health, Inbox } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { UploadButton } from '../frame/drop-files.tsx'
import { mayReview, useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Nothing waits: on the first day that teaches how something gets here. */
export function EmptyInbox({ ended }: { ended: Inbox['ended'] }) {
  const { t, number } = useTexts()
  const here = useHere()
  const { data: health } = useQuery(sheetQuery<Health>(here.company, 'health'))
  const isFirst = Object.keys(ended).length === 0
  return (
    <section className="empty">
      <h2>{isFirst ? t('first.welcome') : t('first.title')}</h2>
      <ul>
        <li>
          {t('first.drop')} {mayReview(here) && <UploadButton />}
        </li>
        {health && (
          <li>
            {t('first.mail')} <code>{health.ingestAddress}</code>
          </li>
        )}
        {isFirst && (
          <li>
            {t('first.sample')} <code>npm run billhook -- send fixtures/invoices/*/invoice.pdf</code>
          </li>
        )}
      </ul>
      <p className="quiet">{t('first.then')}</p>
      {!isFirst && (
        <p className="quiet">
          {t('inbox.ended')}:{' '}
          {Object.entries(ended)
            .map(([status, count]) => `${t(`status.${status as keyof typeof ended}`)} ${number(count)}`)
            .join(' · ')}
        </p>
      )}
    </section>
  )
}
