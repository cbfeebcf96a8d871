import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Invoice } from '../../../http/shapes.ts'
import { picturePath } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { proposedCuts, rangesOf } from './stack.ts'

/** The pages in small, to go to; and where new invoices begin, for a file that holds several. */
export function PageStrip({
  company,
  invoice,
  pages,
  page,
  onPage,
  onSplit,
}: {
  company: string
  invoice: Invoice
  pages: number
  page: number
  onPage: (page: number) => void
  /** Absent: this invoice can't be split now. */
  onSplit: ((at: number[]) => Promise<void>) | null
}) {
  const { t, said } = useTexts()
  const proposal = proposedCuts(invoice.stack)
  const [chosen, setChosen] = useState<readonly number[] | null>(null)
  const [isSplitting, setSplitting] = useState(false)
  const cuts = onSplit ? (chosen ?? proposal.map(({ at }) => at)) : []
  const toggle = (at: number) =>
    setChosen(cuts.includes(at) ? cuts.filter((cut) => cut !== at) : [...cuts, at].toSorted((a, b) => a - b))
  const split = async () => {
    setSplitting(true)
    await onSplit?.([...cuts]).finally(() => setSplitting(false))
  }
  const ranges = rangesOf(cuts, pages)
  return (
    <>
      <ol className="thumbnails" aria-label={t('page.thumbnails')}>
        {Array.from({ length: pages }, (_, index) => index + 1).map((number) => (
          <li key={number} data-begins={cuts.includes(number)}>
            {number > 1 && onSplit && (
              <button
                type="button"
                className="cut"
                aria-pressed={cuts.includes(number)}
                aria-label={t('stack.begins', { n: number })}
                title={
                  said(proposal.find(({ at }) => at === number)?.because ?? '') || t('stack.begins', { n: number })
                }
                onClick={() => toggle(number)}
              >
                <span aria-hidden="true">✂</span>
              </button>
            )}
            <button type="button" aria-current={number === page ? 'true' : undefined} onClick={() => onPage(number)}>
              <img
                loading="lazy"
                alt={[t('page.of', { n: number, all: pages }), sayRole(invoice.pageRoles?.[number - 1], t)].join(' ')}
                src={`${picturePath(company, { invoice: invoice.id, page: number })}/thumbnail`}
              />
              <span className="role" aria-hidden="true">
                {sayRole(invoice.pageRoles?.[number - 1], t)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {cuts.length > 0 && (
        <div className="cuts small">
          {chosen === null && <strong>{t('stack.proposal', { n: ranges.length })}</strong>}
          <ul>
            {ranges.map(({ first, last }) => (
              <li key={first}>
                {t(first === last ? 'stack.page' : 'stack.pages', { first, last })}
                <span className="quiet"> {said(proposal.find(({ at }) => at === first)?.because ?? '')}</span>
              </li>
            ))}
          </ul>
          <Button size="compact-sm" loading={isSplitting} onClick={() => void split()}>
            {t('stack.split', { n: ranges.length })}
          </Button>{' '}
          <Button size="compact-sm" variant="default" onClick={() => setChosen([])}>
            {t('stack.one')}
          </Button>
        </div>
      )}
    </>
  )
}

/** A page that is no part of the bill says so. */
function sayRole(
  role: NonNullable<Invoice['pageRoles']>[number] | undefined,
  t: ReturnType<typeof useTexts>['t'],
): string {
  return role === undefined || role === 'invoice' ? '' : t(`stack.role-${role}`)
}
