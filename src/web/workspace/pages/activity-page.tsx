import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { TrailEvent } from '../../../http/workspace-shapes.ts'
import { call } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTitle } from '../frame/use-title.ts'
import { describeDetails } from '../review/describe-details.ts'
import { useTexts } from '../texts/texts.tsx'
import { SheetTable, Trouble } from './sheet.tsx'

type Page = { events: TrailEvent[]; nextBefore: number | null }

/** The company's audit trail, back to its beginning. */
export function ActivityPage() {
  const texts = useTexts()
  const { t, time, word } = texts
  const { company } = useHere()
  useTitle(t('activity.title'))
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['sheet', company, 'events'],
    queryFn: ({ pageParam }) => call<Page>(`${companyPath(company)}/events${pageParam ? `?before=${pageParam}` : ''}`),
    initialPageParam: 0,
    getNextPageParam: ({ nextBefore }) => nextBefore,
    placeholderData: keepPreviousData,
  })
  return (
    <main id="main" className="page">
      <h1>{t('activity.title')}</h1>
      <p className="quiet">{t('activity.lead')}</p>
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <p>{t('loading')}</p>
      ) : (
        <>
          <SheetTable
            label={t('activity.title')}
            rows={data.pages.flatMap(({ events }) => events)}
            keyOf={({ seq }) => String(seq)}
            columns={[
              { title: t('activity.when'), cell: ({ at }) => time(at) },
              { title: t('activity.who'), cell: ({ actor }) => actor },
              {
                title: t('activity.what'),
                cell: ({ kind, data: details }) => (
                  <>
                    {word('event', kind)} <code className="small">{kind}</code>{' '}
                    <span className="quiet">{describeDetails(details, texts)}</span>
                  </>
                ),
              },
              {
                title: t('activity.invoice'),
                cell: ({ invoiceId }) =>
                  invoiceId && <Link to={`/${company}/invoices/${invoiceId}`}>{invoiceId.slice(-6)}</Link>,
              },
            ]}
          />
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('show-more')}
            </Button>
          )}
        </>
      )}
    </main>
  )
}
