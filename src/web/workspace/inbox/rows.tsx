import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, memo, useCallback, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useTexts } from '../texts/texts.tsx'
import { type Caused, daysUntil, type Item } from './arrange.ts'
import { needsMe } from './cause.ts'

const NARROW = '(max-width: 640px)'

type Select = (ids: string[], on: boolean) => void

/** The list; only what can be seen of it stands in the page, however long it is. */
export function Rows({
  items,
  company,
  search,
  today,
  selected,
  onSelect,
}: {
  items: readonly Item[]
  company: string
  /** Of the address, carried on to the review, which goes through the same list. */
  search: string
  today: string
  /** Null: nothing can be selected. */
  selected: ReadonlySet<string> | null
  onSelect: Select
}) {
  const { t, word, number } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const isNarrow = useNarrow()
  const navigate = useNavigate()
  /** The same for all rows: a router's link in each would cost more than the row. */
  const follow = useCallback(
    (event: MouseEvent<HTMLAnchorElement>) => {
      const { pathname, search: query } = event.currentTarget
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      void navigate(pathname.slice('/workspace'.length) + query)
    },
    [navigate],
  )
  // The same functions from frame to frame: with new ones all ten thousand rows would be measured again at each.
  // Pixels, as inbox.css says.
  const estimateSize = useCallback(
    (index: number) => (isHeading(items[index]) ? 38 : isNarrow ? 72 : 46),
    [items, isNarrow],
  )
  const getItemKey = useCallback((index: number) => keyOf(items[index]), [items])
  const getScrollElement = useCallback(() => box.current, [])
  const virtual = useVirtualizer({ count: items.length, getScrollElement, estimateSize, getItemKey, overscan: 12 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights change with the width and with the list
  useEffect(() => virtual.measure(), [isNarrow, items])
  return (
    <div className="rows" ref={box}>
      <ul aria-label={t('inbox.list')} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const item = items[index]
          if (!item) return null
          const style = { transform: `translateY(${start}px)`, height: size }
          if ('heading' in item) {
            return (
              <li key={key} className="heading" style={style} data-needs={needsMe(item.heading)}>
                <h2>
                  {word('cause', item.heading)} <span className="count">{number(item.count)}</span>
                </h2>
              </li>
            )
          }
          return (
            <li key={key} style={style} aria-setsize={items.length} aria-posinset={index + 1}>
              <Row
                row={item}
                to={`/${company}/invoices/${item.id}${search ? `?${search}` : ''}`}
                today={today}
                isSelected={selected?.has(item.id) ?? null}
                onSelect={onSelect}
                onFollow={follow}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const Row = memo(function Row({
  row,
  to,
  today,
  isSelected,
  onSelect,
  onFollow,
}: {
  row: Caused
  to: string
  today: string
  isSelected: boolean | null
  onSelect: Select
  onFollow: (event: MouseEvent<HTMLAnchorElement>) => void
}) {
  const { t, word, amount } = useTexts()
  const name = row.supplierName ?? row.fileName
  const days = daysUntil(row.dueDate, today)
  const waiting = row.cause === 'awaiting-approval' ? -(daysUntil(row.updatedAt.slice(0, 10), today) ?? 0) : null
  return (
    <div className="row">
      {isSelected !== null && (
        <input
          type="checkbox"
          aria-label={t('inbox.select', { name })}
          checked={isSelected}
          onChange={(event) => onSelect([row.id], event.currentTarget.checked)}
        />
      )}
      <a href={`/workspace${to}`} onClick={onFollow}>
        <span className="who">
          <strong>{name}</strong>{' '}
          <span className="quiet">{row.invoiceNumber ?? (row.supplierName ? row.fileName : '')}</span>
        </span>
        <span className="why" data-needs={needsMe(row.cause)}>
          {row.cause === 'in-work' ? t(`status.${row.status}`) : word('cause', row.cause)}
          {waiting !== null && ` · ${t('inbox.waits', { n: waiting })}`}
        </span>
        <span className={days !== null && days < 0 ? 'due bad' : 'due'}>{describeDue(days, t)}</span>
        <span className="amount">{amount(row.grossTotal, row.currency)}</span>
      </a>
    </div>
  )
})

function describeDue(days: number | null, t: ReturnType<typeof useTexts>['t']): string {
  if (days === null) return t('inbox.no-due')
  if (days === 0) return t('inbox.due-today')
  return days < 0 ? t('inbox.overdue', { n: -days }) : t('inbox.due-in', { n: days })
}

function isHeading(item: Item | undefined): boolean {
  return item !== undefined && 'heading' in item
}

function keyOf(item: Item | undefined): string {
  if (!item) return ''
  return 'heading' in item ? `cause ${item.heading}` : item.id
}

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches)
  useEffect(() => {
    const media = matchMedia(NARROW)
    const follow = () => setNarrow(media.matches)
    media.addEventListener('change', follow)
    return () => media.removeEventListener('change', follow)
  }, [])
  return isNarrow
}
