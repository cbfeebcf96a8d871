import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { InboxRow } from '../../../http/workspace-shapes.ts'
import { inboxQuery } from '../api/queries.ts'
import { FilterBar } from '../frame/filter-bar.tsx'
import { mayReview, useHere } from '../frame/session.tsx'
import { useAddress } from '../frame/use-address.ts'
import { useTitle } from '../frame/use-title.ts'
import { BillLink, Trouble } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'
import { countCauses, withHeadings } from './arrange.ts'
import { BulkActions } from './bulk-actions.tsx'
import { needsMe } from './cause.ts'
import { EmptyInbox } from './empty-inbox.tsx'
import { Rows } from './rows.tsx'
import { useArranged } from './use-arranged.ts'

/** What needs somebody now, grouped by why; its filters live in the address. */
export function InboxPage() {
  const { t, word, number } = useTexts()
  const here = useHere()
  useTitle(t('nav.inbox'))
  const [search, change] = useAddress()
  const [, setSearch] = useSearchParams()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { data: inbox, error, refetch } = useQuery(inboxQuery(here.company))
  const { filters, shown, today, ended } = useArranged(here.company, search)
  const rows = inbox?.rows
  const items = useMemo(() => withHeadings(shown, filters), [shown, filters])
  const causes = useMemo(() => countCauses(rows ?? []), [rows])

  if (error) {
    return (
      <main id="main" className="page">
        <h1>{t('nav.inbox')}</h1>
        <Trouble error={error} onRetry={() => void refetch()} />
      </main>
    )
  }
  if (!inbox) {
    return (
      <main id="main" className="page">
        <h1>{t('nav.inbox')}</h1>
        <p>{t('loading')}</p>
      </main>
    )
  }
  const isFiltered = filters.q !== '' || filters.cause !== null || filters.due !== 'any'
  const picked = shown.filter(({ id }) => selected.has(id))
  const shownRows = t('inbox.shown', { n: number(shown.length), all: number(inbox.rows.length) })
  return (
    <main id="main" className="page inbox">
      <div className="inbox-head">
        <h1>{t('nav.inbox')}</h1>
        <span className="quiet" role="status">
          {isFiltered ? shownRows : t('inbox.count', { n: number(inbox.rows.length) })}
        </span>
        {mayReview(here) && shown.length > 0 && (
          <label className="select-all small">
            <input
              type="checkbox"
              ref={(box) => {
                if (box) box.indeterminate = picked.length > 0 && picked.length < shown.length
              }}
              checked={picked.length === shown.length}
              onChange={(event) => setSelected(new Set(event.currentTarget.checked ? shown.map(({ id }) => id) : []))}
            />
            {t('inbox.select-all')}
          </label>
        )}
      </div>
      {inbox.rows.length === 0 ? (
        <EmptyInbox ended={inbox.ended} />
      ) : (
        <>
          <FilterBar label={t('inbox.search')}>
            <NativeSelect
              aria-label={t('inbox.due')}
              value={filters.due}
              onChange={(event) =>
                change('due', event.currentTarget.value === 'any' ? null : event.currentTarget.value)
              }
              data={(['any', 'overdue', 'week'] as const).map((value) => ({ value, label: t(`inbox.due-${value}`) }))}
            />
            <NativeSelect
              aria-label={t('inbox.sort')}
              value={filters.sort}
              onChange={(event) =>
                change('sort', event.currentTarget.value === 'cause' ? null : event.currentTarget.value)
              }
              data={(['cause', 'due', 'amount', 'arrival'] as const).map((value) => ({
                value,
                label: t(`inbox.sort-${value}`),
              }))}
            />
          </FilterBar>
          <nav className="causes" aria-label={t('inbox.causes')}>
            <ul>
              <li>
                <CauseLink
                  cause={null}
                  current={filters.cause}
                  text={t('inbox.everything')}
                  count={inbox.rows.length}
                />
              </li>
              {causes.map(([cause, count]) => (
                <li key={cause} data-needs={needsMe(cause)}>
                  <CauseLink cause={cause} current={filters.cause} text={word('cause', cause)} count={count} />
                </li>
              ))}
            </ul>
          </nav>
          {picked.length > 0 && (
            <BulkActions company={here.company} rows={picked} onDone={() => setSelected(new Set())} />
          )}
          {items.length === 0 ? (
            <p>
              {t('inbox.nothing-fits')}{' '}
              <Button variant="subtle" size="compact-sm" onClick={() => setSearch({}, { replace: true })}>
                {t('inbox.clear')}
              </Button>
            </p>
          ) : (
            <Rows
              items={items}
              company={here.company}
              search={search.toString()}
              today={today}
              selected={mayReview(here) ? selected : null}
              onSelect={(ids, on) =>
                setSelected((before) =>
                  on ? new Set([...before, ...ids]) : new Set([...before].filter((id) => !ids.includes(id))),
                )
              }
            />
          )}
          {ended.length > 0 && <Ended rows={ended} />}
        </>
      )}
    </main>
  )
}

/** What was searched and has left the inbox: nobody should have to know where it went. */
function Ended({ rows }: { rows: readonly InboxRow[] }) {
  const { t, amount } = useTexts()
  return (
    <section className="ended" aria-labelledby="inbox-ended">
      <h2 id="inbox-ended">{t('inbox.also-ended')}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <BillLink of={{ ...row, invoiceId: row.id, supplierName: row.supplierName ?? row.fileName }} />{' '}
            <span className="quiet">
              {t(`status.${row.status}`)} · {amount(row.grossTotal, row.currency)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function CauseLink({
  cause,
  current,
  text,
  count,
}: {
  cause: string | null
  current: string | null
  text: string
  count: number
}) {
  const { number } = useTexts()
  const [search] = useSearchParams()
  const next = new URLSearchParams(search)
  if (cause === null) next.delete('cause')
  else next.set('cause', cause)
  return (
    <Link to={{ search: next.toString() }} replace aria-current={cause === current ? 'true' : undefined}>
      {text} <span className="count">{number(count)}</span>
    </Link>
  )
}
