import { compareDraft } from '../../../fixtures/compare-draft.ts'
import { makeOddBill } from '../../../fixtures/generate/odd-suppliers.ts'
import type { InvoiceTruth } from '../../../fixtures/truth.ts'
import type { FieldName } from '../../../schemas/draft.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import { SURE } from '../../validation/rules/values-are-sure.ts'
import type { LearningDesk } from './open-learning-desk.ts'

/** Fields and type of bills, how many were right, and what was wrong. */
export type Score = { fields: number; right: number; sure: number; wrongAndSure: string[]; wrong: string[] }

/** How well the first bill of each supplier is read, and the next ones once the first was corrected. */
export async function measureLearning(
  desk: LearningDesk,
  { seed, suppliers, next }: { seed: string; suppliers: number; next: number },
): Promise<{ first: Score; later: Score; untouched: number }> {
  const first = emptyScore()
  const later = emptyScore()
  let untouched = 0
  for (let supplier = 0; supplier < suppliers; supplier += 1) {
    for (let bill = 0; bill <= next; bill += 1) {
      const { pdf, truth } = await makeOddBill({ seed, supplier, bill })
      const invoice = await desk.bringIn(pdf)
      addBill(bill === 0 ? first : later, { invoice, truth, name: `${supplier}/${bill}` })
      if (bill === 0) await desk.confirm(invoice, truth)
      else if (invoice.status !== 'in-review') untouched += 1
    }
  }
  return { first, later, untouched }
}

function emptyScore(): Score {
  return { fields: 0, right: 0, sure: 0, wrongAndSure: [], wrong: [] }
}

function addBill(
  score: Score,
  { invoice, truth, name }: { invoice: InvoiceRow; truth: InvoiceTruth; name: string },
): void {
  const { draft } = invoice
  if (!draft) throw new Error(`bill ${name} has no draft`)
  const differences = compareDraft(draft, truth).filter(({ aspect }) => aspect !== 'lines')
  // The type counts as a field.
  score.fields += Object.keys(truth.fields).length + 1
  score.right += Object.keys(truth.fields).length + 1 - differences.length
  score.sure += Object.values(draft.fields).filter(({ confidence }) => confidence >= SURE).length
  for (const { aspect, message } of differences) {
    score.wrong.push(`${name} ${message}`)
    const read = draft.fields[aspect as FieldName]
    if (read && read.confidence >= SURE) score.wrongAndSure.push(`${name} ${message}`)
  }
}
