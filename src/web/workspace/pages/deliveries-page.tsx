import { Button, Checkbox, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Delivery } from '../../../http/shapes.ts'
import { call } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'
import { mayReview, useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { Sheet } from './sheet.tsx'

const STEP = 50
const MOST = 200

/** Everything that arrived and what became of it: the answer to "why is my invoice not here". */
export function DeliveriesPage() {
  const { t } = useTexts()
  const [search, setSearch] = useSearchParams()
  const [limit, setLimit] = useState(STEP)
  const q = search.get('q') ?? ''
  const isOpenOnly = search.get('open') === 'true'
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(search)
    if (value) next.set(name, value)
    else next.delete(name)
    setSearch(next, { replace: true })
  }
  // What is searched may be far back, so as much as one answer gives is looked through.
  const path = `deliveries?limit=${q ? MOST : limit}${isOpenOnly ? '&open=true' : ''}`
  return (
    <Sheet<{ deliveries: Delivery[]; nextCursor: string | null }>
      title={t('deliveries.title')}
      lead={t('deliveries.lead')}
      path={path}
    >
      {({ deliveries, nextCursor }) => {
        const shown = deliveries.filter((delivery) => holds(delivery, q))
        return (
          <>
            <div className="inbox-filters">
              <TextInput
                type="search"
                className="grow"
                aria-label={t('deliveries.search')}
                placeholder={t('deliveries.search')}
                value={q}
                onChange={(event) => change('q', event.currentTarget.value)}
              />
              <Checkbox
                label={t('deliveries.open')}
                checked={isOpenOnly}
                onChange={(event) => change('open', event.currentTarget.checked ? 'true' : null)}
              />
            </div>
            {shown.length === 0 && <p className="quiet">{t('nothing-here')}</p>}
            <ol className="cards">
              {shown.map((delivery) => (
                <li key={delivery.id}>
                  <DeliveryCard delivery={delivery} />
                </li>
              ))}
            </ol>
            {nextCursor !== null && limit < MOST && q === '' && (
              <Button variant="default" onClick={() => setLimit(limit + STEP)}>
                {t('show-more')}
              </Button>
            )}
          </>
        )
      }}
    </Sheet>
  )
}

function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const { t, time, number } = useTexts()
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
          <span lang="en">{delivery.failure.message}</span>{' '}
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
            <span className="small" lang="en">
              {part.reason}
            </span>{' '}
            {part.invoiceId && <Link to={`/${company}/invoices/${part.invoiceId}`}>{t('deliveries.look')}</Link>}
          </li>
        ))}
      </ul>
    </article>
  )
}

function holds({ from, subject, parts }: Delivery, q: string): boolean {
  const text = [from, subject, ...parts.map(({ fileName }) => fileName)].join(' ').toLowerCase()
  return q
    .toLowerCase()
    .split(' ')
    .every((word) => text.includes(word))
}
