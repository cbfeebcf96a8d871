import { describe, expect, test } from 'vitest'
import type { CodeLists } from '../../../../schemas/coding.ts'
import type { Draft, DraftLine } from '../../../../schemas/draft.ts'
import { applySuggestion } from './coding.ts'
import { rebase } from './edit.ts'
import { wholeGroup } from './equations.ts'
import { proposedCuts, rangesOf } from './stack.ts'

const PAPER: DraftLine = { description: 'Paper', quantity: '2', netAmount: '60.00' }
const TONER: DraftLine = { description: 'Toner', netAmount: '40.00' }
const field = (value: string) => ({ value, confidence: 1, source: 'person', satisfies: [], alternatives: [] })

function draftWith(change: Partial<Draft> = {}): Draft {
  return { type: 'invoice', typeConfidence: 1, fields: {}, lines: [PAPER, TONER], vatBreakdown: [], ...change }
}

describe('an edit on top of what somebody else saved meanwhile', () => {
  test('is sent whole where nobody changed the same', () => {
    const draft = draftWith({
      fields: { iban: field('DE1') },
      details: { contract: { value: 'C', confidence: 1, because: '' } },
    })
    const edit = {
      iban: { from: 'DE1', to: 'DE2' },
      contract: { from: 'C', to: '' },
      coding: { from: {}, to: { account: '4930' } },
    }
    expect(rebase(edit, draft)).toEqual({
      correction: { fields: { iban: 'DE2' }, details: { contract: '' }, coding: { account: '4930' } },
      clashes: {},
    })
  })

  test('is a clash where both entered something else, and nothing of that is sent', () => {
    const draft = draftWith({ fields: { iban: field('DE3') } })
    const edit = { iban: { from: 'DE1', to: 'DE2' }, purchaseOrder: { from: '', to: 'PO' } }
    expect(rebase(edit, draft)).toEqual({
      correction: { fields: { purchaseOrder: 'PO' } },
      clashes: { iban: { mine: 'DE2', theirs: 'DE3' } },
    })
  })

  test('is nothing where both entered the same', () => {
    const edit = { iban: { from: 'DE1', to: 'DE2' }, lines: { from: [PAPER], to: [PAPER, TONER] } }
    expect(rebase(edit, draftWith({ fields: { iban: field('DE2') } }))).toEqual({ correction: {}, clashes: {} })
  })

  test('keeps the cells of both in one table, down to the codes of one line', () => {
    const theirs = [{ ...PAPER, quantity: '3', coding: { costCentre: 'Berlin' } }, TONER]
    const mine = [
      { ...PAPER, coding: { account: '4930' } },
      { ...TONER, netAmount: '41.00' },
    ]
    const { correction, clashes } = rebase({ lines: { from: [PAPER, TONER], to: mine } }, draftWith({ lines: theirs }))
    expect(clashes).toEqual({})
    expect(correction.lines).toEqual([
      { ...PAPER, quantity: '3', coding: { account: '4930', costCentre: 'Berlin' } },
      { ...TONER, netAmount: '41.00' },
    ])
  })

  test.each<[string, DraftLine[], DraftLine[]]>([
    ['one cell', [{ ...PAPER, quantity: '3' }, TONER], [{ ...PAPER, quantity: '4' }, TONER]],
    ['a row that the other took out', [PAPER], [PAPER, { ...TONER, netAmount: '41.00' }]],
    ['rows at once', [PAPER, TONER, PAPER], [PAPER, TONER, TONER]],
  ])('is a clash when both changed %s', (_, theirs, mine) => {
    const { correction, clashes } = rebase({ lines: { from: [PAPER, TONER], to: mine } }, draftWith({ lines: theirs }))
    expect(correction).toEqual({})
    expect(clashes.lines).toEqual({ mine, theirs })
  })

  test('takes out a cell that somebody emptied', () => {
    const { quantity: _, ...emptied } = PAPER
    const theirs = [PAPER, { ...TONER, unit: 'box' }]
    const { correction } = rebase(
      { lines: { from: [PAPER, TONER], to: [emptied, TONER] } },
      draftWith({ lines: theirs }),
    )
    expect(correction.lines).toEqual([emptied, theirs[1]])
  })
})

describe('the coding of the last bill', () => {
  const entry = (code: string) => ({ code, name: '' })
  const lists: CodeLists = {
    account: [entry('4930'), entry('4910')],
    costCentre: [entry('Berlin')],
    taxCode: [],
    defaults: {},
  }
  const phone = { description: 'Phone, June 2026, meter 8812' }
  const suggestion = {
    from: null,
    coding: { account: '4930', costCentre: 'Bonn' },
    lines: [{ description: 'Phone, June 2025, meter 7001', coding: { account: '4910' } }],
  }

  test('is taken line by line, numbers aside, without codes that are gone', () => {
    expect(applySuggestion({ coding: {}, lines: [phone, PAPER] }, { suggestion, lists })).toEqual({
      coding: { account: '4930' },
      lines: [{ ...phone, coding: { account: '4910' } }, PAPER],
    })
  })

  test('leaves what somebody has coded already', () => {
    const coded = { ...phone, coding: { account: '4930' } }
    const given = { coding: { account: '4910', costCentre: 'Berlin' }, lines: [coded] }
    expect(applySuggestion(given, { suggestion, lists })).toEqual(given)
  })
})

test('the only VAT group of a bill follows from its totals, its rate where that is a round one', () => {
  expect(wholeGroup({ netTotal: '100.00', taxTotal: '19.00' })).toEqual({ rate: '19', base: '100.00', tax: '19.00' })
  expect(wholeGroup({ netTotal: '33.33', taxTotal: '1.83' })).toEqual({ rate: '5.5', base: '33.33', tax: '1.83' })
  expect(wholeGroup({ netTotal: '1000.00', taxTotal: '123.00' })).toEqual({ rate: '', base: '1000.00', tax: '123.00' })
  expect(wholeGroup({ netTotal: '0', taxTotal: '0' })).toEqual({ rate: '' })
})

test('a stack is proposed with its reasons until a person has decided', () => {
  const piece = (firstPage: number, lastPage: number) => ({
    firstPage,
    lastPage,
    roles: [],
    because: `page ${firstPage} of 1`,
  })
  const reading = { sure: false, pieces: [piece(1, 2), piece(3, 3)] }
  expect(proposedCuts({ state: 'proposed', by: 'stage:extract', reading })).toEqual([{ at: 3, because: 'page 3 of 1' }])
  expect(proposedCuts({ state: 'joined', by: 'ann@acme.example', reading })).toEqual([])
  expect(rangesOf([3, 4], 6)).toEqual([
    { first: 1, last: 2 },
    { first: 3, last: 3 },
    { first: 4, last: 6 },
  ])
})
