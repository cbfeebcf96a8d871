import { describe, expect, test } from 'vitest'
import type { InboxRow } from '../../../http/workspace-shapes.ts'
import { withChange } from '../api/live.ts'
import { arrange, countCauses, daysUntil, readFilters, withHeadings } from './arrange.ts'

const row = (given: Partial<InboxRow>): InboxRow => ({
  id: 'a',
  status: 'in-review',
  version: 1,
  type: 'invoice',
  supplierName: 'Nordlicht Papier GmbH',
  invoiceNumber: 'R-1',
  dueDate: '2026-03-20',
  currency: 'EUR',
  grossTotal: '119.00',
  fileName: 'a.pdf',
  finding: null,
  failure: null,
  unreadable: null,
  createdAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  ...given,
})
const filtered = (rows: InboxRow[], search: string) =>
  arrange(rows, { filters: readFilters(new URLSearchParams(search)), today: '2026-03-18' }).map(({ id }) => id)

describe('the inbox', () => {
  test('puts what a person must look at first, under the cause, and what waits for others last', () => {
    const rows = [
      row({ id: 'waits', status: 'awaiting-approval' }),
      row({ id: 'works', status: 'extracted' }),
      row({ id: 'sums', finding: 'totals-add-up' }),
      row({ id: 'stuck', status: 'approved', failure: 'accounting.unavailable' }),
      row({ id: 'late-sums', finding: 'totals-add-up', dueDate: '2026-03-01' }),
      row({ id: 'new-rule', finding: 'a-rule-of-tomorrow' }),
      row({ id: 'norm', finding: 'BR-CO-10' }),
    ]
    expect(filtered(rows, '')).toEqual(['stuck', 'norm', 'late-sums', 'sums', 'new-rule', 'waits', 'works'])
    expect(countCauses(rows)).toEqual([
      ['failure', 1],
      ['norm', 1],
      ['totals-add-up', 2],
      ['a-rule-of-tomorrow', 1],
      ['awaiting-approval', 1],
      ['in-work', 1],
    ])
    const arranged = arrange(rows, { filters: readFilters(new URLSearchParams()), today: '2026-03-18' })
    expect(withHeadings(arranged, { sort: 'cause' })[1]).toMatchObject({ id: 'stuck' })
    expect(withHeadings(arranged, { sort: 'cause' })[4]).toEqual({ heading: 'totals-add-up', count: 2 })
  })
  test('finds words without case, accents and punctuation, all of them', () => {
    const rows = [row({ id: 'cafe', supplierName: 'Café Müller' }), row({ id: 'other' })]
    expect(filtered(rows, 'q=CAFE r1')).toEqual(['cafe'])
    expect(filtered(rows, 'q=cafe 77')).toEqual([])
    expect(filtered(rows, 'q=119.00')).toEqual(['cafe', 'other'])
  })
  test('shows what was found on pages beside what the rows say, within the other filters', () => {
    const rows = [row({ id: 'named' }), row({ id: 'on-page' }), row({ id: 'late', dueDate: '2026-03-17' })]
    const show = (search: string, found: string[]) =>
      arrange(rows, { filters: readFilters(new URLSearchParams(search)), today: '2026-03-18', found: new Set(found) })
    expect(show('q=segeltuch', ['on-page']).map(({ id }) => id)).toEqual(['on-page'])
    expect(show('q=segeltuch&due=overdue', ['on-page', 'late']).map(({ id }) => id)).toEqual(['late'])
  })
  test('filters by due date; what has none is neither overdue nor due soon', () => {
    const rows = [
      row({ id: 'late', dueDate: '2026-03-17' }),
      row({ id: 'soon', dueDate: '2026-03-25' }),
      row({ id: 'then', dueDate: '2026-03-26' }),
      row({ id: 'none', dueDate: null }),
      row({ id: 'odd', dueDate: '2026-02-31x' }),
    ]
    expect(filtered(rows, 'due=overdue')).toEqual(['late'])
    expect(filtered(rows, 'due=week&sort=due')).toEqual(['late', 'soon'])
    expect(daysUntil('2026-03-18', '2026-03-18')).toBe(0)
  })
  test('takes a change in: a row in its place, a new one at the end, what has left is counted', () => {
    const inbox = { seq: 4, ended: {}, rows: [row({ id: 'a', version: 3 }), row({ id: 'b' })] }
    const rows = [
      row({ id: 'b', version: 2, status: 'posted' }),
      row({ id: 'c', status: 'received' }),
      row({ id: 'a', version: 2 }),
    ]
    const after = withChange(inbox, { seq: 9, rows })
    expect(after.rows.map(({ id, version }) => [id, version])).toEqual([
      ['a', 3],
      ['c', 1],
    ])
    expect(after).toMatchObject({ seq: 9, ended: { posted: 1 } })
  })
})
