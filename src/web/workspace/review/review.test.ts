import { describe, expect, test } from 'vitest'
import { changedBetween } from './changed-between.ts'
import { completeTotals, findEquations } from './equations.ts'
import { turnBack, wordsIn } from './page-geometry.ts'
import { readTyped } from './read-typed.ts'
import { remediesFor } from './remedies.ts'

describe('what somebody types or picks from the page', () => {
  test.each([
    ['1.234,56 €', '1234.56'],
    ['EUR 1,234.56', '1234.56'],
    ["CHF 1'234.50", '1234.50'],
    ['-12,5', '-12.5'],
    ['12.50-', '-12.50'],
    ['100', '100'],
  ])('the amount %s is %s', (typed, value) => expect(readTyped('grossTotal', typed)).toEqual({ value }))
  test.each([
    ['3.2.2026', '2026-02-03'],
    ['13/02/26', '2026-02-13'],
    ['02/13/2026', '2026-02-13'],
    ['2026-02-03', '2026-02-03'],
    ['3. März 2026', '2026-03-03'],
    ['March 3, 2026', '2026-03-03'],
    ['3 janv. 2026', '2026-01-03'],
  ])('the date %s is %s', (typed, value) => expect(readTyped('dueDate', typed)).toEqual({ value }))
  test('what could be two values is not guessed', () => {
    expect(readTyped('grossTotal', '1.234')).toEqual({ problem: 'ambiguous' })
    expect(readTyped('dueDate', '03/04/2026')).toEqual({ problem: 'ambiguous' })
    expect(readTyped('dueDate', '31.2.2026')).toEqual({ problem: 'date' })
    expect(readTyped('grossTotal', 'twelve')).toEqual({ problem: 'amount' })
  })
})

describe('what must add up', () => {
  const values = {
    netTotal: '100.00',
    taxTotal: '19.00',
    grossTotal: '120.00',
    issueDate: '2026-03-01',
    dueDate: '2026-02-01',
  }
  test('each equation says whether it holds and with which numbers', () => {
    const lines = [
      { description: 'a', quantity: '3', unitPrice: '30.00' },
      { description: 'b', netAmount: '10.00' },
    ]
    const vatBreakdown = [{ rate: '19', base: '100.00', tax: '19.00' }]
    expect(findEquations({ values, lines, vatBreakdown })).toEqual([
      { name: 'lines', holds: true, left: '100.00', right: '100.00' },
      { name: 'total', holds: false, left: '119.00', right: '120.00' },
      { name: 'bases', holds: true, left: '100.00', right: '100.00' },
      { name: 'tax', holds: true, left: '19.00', right: '19.00' },
      { name: 'dates', holds: false, left: '2026-03-01', right: '2026-02-01' },
    ])
  })
  test('what is missing or half typed is in no equation', () => {
    expect(findEquations({ values: { netTotal: '100', grossTotal: '1a' }, lines: [], vatBreakdown: [] })).toEqual([])
  })
  test('each total that would make them add up is offered, without the errors of floats', () => {
    expect(completeTotals({ netTotal: '0.10', taxTotal: '0.20', grossTotal: '0.31' })).toEqual([
      { field: 'grossTotal', value: '0.30' },
      { field: 'netTotal', value: '0.11' },
      { field: 'taxTotal', value: '0.21' },
    ])
  })
})

describe('remedies', () => {
  test('a date of two readings is offered the other way round', () => {
    const fields = { dueDate: { value: '2026-03-04', confidence: 0.5, source: 'x', satisfies: [], alternatives: [] } }
    const draft = { type: 'invoice' as const, typeConfidence: 1, fields, lines: [], vatBreakdown: [] }
    const finding = {
      code: 'date-order-is-certain',
      severity: 'error' as const,
      field: 'dueDate' as const,
      message: '',
    }
    expect(remediesFor(finding, { draft, values: { dueDate: '2026-03-04' } })).toEqual([
      { kind: 'set', field: 'dueDate', value: '2026-04-03' },
    ])
  })
  test('an unknown supplier is made or chosen, and then no more', () => {
    const finding = {
      code: 'supplier-is-known',
      severity: 'warning',
      field: 'supplierName',
      message: 'First.',
    } as const
    const values = { supplierName: 'Paper Ltd' }
    const kindsOf = (hasSupplier: boolean) =>
      remediesFor(finding, { draft: null, values, hasSupplier }).map(({ kind }) => kind)
    expect(kindsOf(false)).toEqual(['create-supplier', 'pick-supplier'])
    expect(kindsOf(true)).toEqual([])
  })
  test('a possible duplicate names the other one', () => {
    const id = '019a0000-0000-7000-8000-000000000001'
    const finding = { code: 'bill-is-not-a-duplicate', severity: 'error' as const, message: `(invoice ${id}). If` }
    expect(remediesFor(finding, { draft: null, values: {} })).toEqual([
      { kind: 'mark-duplicate', of: id },
      { kind: 'look', invoice: id },
    ])
  })
})

describe('the page', () => {
  test('a place on a turned page is the same word', () => {
    const page = { width: 600, height: 800 }
    const rect = { left: 0, top: 0, width: 800, height: 600 }
    // A quarter turn clockwise: what stood top left is top right.
    expect(turnBack({ x: 790, y: 10 }, { rect, rotation: 90, page })).toEqual({ x: 10, y: 10 })
    const upright = { left: 0, top: 0, width: 300, height: 400 }
    expect(turnBack({ x: 150, y: 100 }, { rect: upright, rotation: 0, page })).toEqual({ x: 300, y: 200 })
    expect(turnBack({ x: 150, y: 100 }, { rect: upright, rotation: 180, page })).toEqual({ x: 300, y: 600 })
  })
  test('a region gives its words in the order in which people read', () => {
    const word = (text: string, left: number, top: number) => ({
      text,
      box: [left, top, left + 20, top + 10] as [number, number, number, number],
    })
    const words = [word('GmbH', 60, 11), word('Papier', 30, 10), word('below', 10, 30), word('far', 300, 10)]
    expect(wordsIn(words, [0, 0, 100, 50])).toBe('Papier GmbH below')
  })
})

test('what somebody else changed is told field by field', () => {
  const field = (value: string) => ({ value, confidence: 1, source: 'person', satisfies: [], alternatives: [] })
  const draft = { type: 'invoice' as const, typeConfidence: 1, lines: [], vatBreakdown: [] }
  const before = { ...draft, fields: { grossTotal: field('1'), iban: field('DE') } }
  const after = { ...draft, fields: { grossTotal: field('2') }, lines: [{ description: 'x' }] }
  expect(changedBetween(before, after)).toEqual(['grossTotal', 'iban', 'lines'])
})
