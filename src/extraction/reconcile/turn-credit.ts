import { AMOUNT_FIELDS, type Draft, type DraftLine } from '../../../schemas/draft.ts'

/** A credit note is a type, not a negative invoice: where the paper prints its amounts with a minus, the draft has them without. */
export function turnCredit(draft: Draft): Draft {
  if (draft.type !== 'credit-note' || !draft.fields.grossTotal?.value.startsWith('-')) return draft
  const fields = { ...draft.fields }
  for (const name of AMOUNT_FIELDS) {
    const field = fields[name]
    if (field) fields[name] = { ...field, value: turn(field.value) }
  }
  return {
    ...draft,
    fields,
    lines: draft.lines.map(turnLine),
    vatBreakdown: draft.vatBreakdown.map(({ rate, base, tax }) => ({
      rate,
      ...(base === undefined ? {} : { base: turn(base) }),
      ...(tax === undefined ? {} : { tax: turn(tax) }),
    })),
  }
}

/** A line's amount turns, and with it whichever of count and price carried the minus. */
function turnLine(line: DraftLine): DraftLine {
  if (line.netAmount === undefined) return line
  const { quantity, unitPrice } = line
  return {
    ...line,
    netAmount: turn(line.netAmount),
    ...(quantity?.startsWith('-') ? { quantity: turn(quantity) } : {}),
    ...(unitPrice?.startsWith('-') ? { unitPrice: turn(unitPrice) } : {}),
  }
}

function turn(amount: string): string {
  if (amount.startsWith('-')) return amount.slice(1)
  return /^[0.]+$/.test(amount) ? amount : `-${amount}`
}
