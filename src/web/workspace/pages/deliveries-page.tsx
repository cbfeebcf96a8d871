import { Button, Checkbox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Delivery } from '../../../http/shapes.ts'
import { call } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'
import { FilterBar } from '../frame/filter-bar.tsx'
import { mayReview, useHere } from '../frame/session.tsx'
import { useAddress } from '../frame/use-address.ts'
import { useTitle } from '../frame/use-title.ts'
import { useTexts } from '../texts/texts.tsx'
import { Trouble } from './sheet.tsx'

type Page = { deliveries: Delivery[]; nextCursor: string | null }
const LOOK_AFTER_MS = 250

/** Everything that arrived and what became of it: the answer to "why is my invoice not here". */
export function DeliveriesPage() {
  const { t } = useTexts()
  const { company } = useHere()
  const [search, change] = useAddress()
  const [q] = useDebouncedValue(search.get('q') ?? '', LOOK_AFTER_MS)
  const isOpenOnly = search.get('open') === 'true'
  useTitle(t('deliveries.title'))
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['sheet', company, 'deliveries', q, isOpenOnly],
    queryFn: ({ pageParam }) => {
      const asked = { limit: '50', q, open: isOpenOnly ? 'true' : '', cursor: pageParam }
      const given = Object.entries(asked).filter(([, value]) => value !== '')
      return call<Page>(`${companyPath(company)}/deliveries?${new URLSearchParams(given)}`)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
  const shown = data?.pages.flatMap(({ deliveries }) => deliveries) ?? []
  return (
    <main id="main" className="page">
      <h1>{t('deliveries.title')}</h1>
      <p className="quiet">{t('deliveries.lead')}</p>
      <FilterBar label={t('deliveries.search')}>
        <Checkbox
          label={t('deliveries.open')}
          checked={isOpenOnly}
          onChange={(event) => change('open', event.currentTarget.checked ? 'true' : null)}
        />
      </FilterBar>
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <p>{t('loading')}</p>
      ) : (
        <>
          <p className="quiet" role="status">
            {shown.length === 0 && (q === '' ? t('nothing-here') : t('deliveries.none', { q }))}
          </p>
          <ol className="cards">
            {shown.map((delivery) => (
              <li key={delivery.id}>
                <DeliveryCard delivery={delivery} />
              </li>
            ))}
          </ol>
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

function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const { t, time, number, problem, said } = useTexts()
  const here = useHere()
  const { company } = here
  const client = useQueryClient()
  const retry = async () => {
    try {
      await call(`${companyPath(company)}/deliveries/${delivery.id}/retry`, { method: 'POST' })
      await client.invalidateQueries({ queryKey: ['sheet', company] })
    } catch (error) {
      notifications.show({ title: t('failed'), message: (error as Error).message, color: 'red' })
    }
  }
  return (
    <article>
      <header>
        {delivery.subject && <strong>{delivery.subject}</strong>}{' '}
        <span className="quiet">
          {t(`channel.${delivery.channel}`)} · {t('deliveries.from')} {delivery.from ?? t('unknown')} ·{' '}
          {time(delivery.receivedAt)}
        </span>{' '}
        {delivery.links.raw && (
          <a href={delivery.links.raw} download>
            {t('deliveries.raw')}
          </a>
        )}
      </header>
      {delivery.failure && (
        <p className="bad">
          {problem(delivery.failure)}{' '}
          {mayReview(here) && (
            <Button size="compact-sm" variant="default" onClick={() => void retry()}>
              {t('deliveries.retry')}
            </Button>
          )}
        </p>
      )}
      <ul className="parts">
        {delivery.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in the order in which they arrived, and stay there
          <li key={index}>
            <span className="name">{part.fileName || t('unknown')}</span>{' '}
            <span className="quiet small">
              {part.mediaType} · {number(Math.max(1, Math.round(part.bytes / 1000)))} kB
            </span>
            <br />
            <span className="badge" data-tone={part.disposition}>
              {t(`disposition.${part.disposition}`)}
            </span>{' '}
            <span className="small">{said(part.reason)}</span>{' '}
            {part.invoiceId && <Link to={`/${company}/invoices/${part.invoiceId}`}>{t('deliveries.look')}</Link>}
          </li>
        ))}
      </ul>
    </article>
  )
}
