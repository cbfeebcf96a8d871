import { type DraftLine, FieldName } from '../../schemas/draft.ts'
import { BillhookError } from '../errors.ts'
import type { Correction } from '../review/correct.ts'
import { readTypedAmount } from '../review/typed-values.ts'
import { LINE_COLUMNS } from './pages/invoice-lines.ts'

type Form = Partial<Record<string, string>>

/** More rows than this are no form of ours. */
const MOST_ROWS = 2000

/** What the invoice page's form says. @throws BillhookError `http.invalid-request` for a line that can't be read */
export function readCorrection(form: Form): Correction {
  const fields = Object.fromEntries(FieldName.options.map((name) => [name, form[name]]))
  return form.lines === undefined ? { fields } : { fields, lines: readLines(form) }
}

function readLines(form: Form): DraftLine[] {
  const count = Math.min(Number(form.lines) || 0, MOST_ROWS)
  const lines: DraftLine[] = []
  for (let index = 0; index < count; index += 1) {
    const line: DraftLine = { description: '' }
    for (const { name, word, amount } of LINE_COLUMNS) {
      const typed = (form[`line.${index}.${name}`] ?? '').trim()
      if (typed === '') continue
      const read = amount ? readTypedAmount(typed) : { value: typed }
      if ('problem' in read) {
        throw new BillhookError(
          'http.invalid-request',
          `Nothing was saved: ${word} of line ${index + 1} ${read.problem}.`,
        )
      }
      if (read.value !== null) line[name] = read.value
    }
    if (Object.values(line).some((value) => value !== '')) lines.push(line)
  }
  return lines
}
