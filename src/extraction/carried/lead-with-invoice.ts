import type { Draft, DraftEInvoice, DraftField, FieldName } from '../../../schemas/draft.ts'
import type { CarriedInvoice } from '../../../schemas/transcript.ts'
import { makeDraft } from '../../e-invoices/make-draft.ts'
import { checkHybrid } from '../../e-invoices/rules/hybrid.ts'
import { checkEInvoice } from '../../e-invoices/rules/index.ts'
import { turnCredit } from '../reconcile/turn-credit.ts'
import type { Sight } from '../sight.ts'
import { type Comparison, comparePage } from './compare-page.ts'

/** Where page and data disagree a value is what the data says, and a person has to look. */
const DISPUTED = 0.5

/** The draft of an invoice that is data alone, with what its rules find. */
export function draftInvoice({ invoice, origin, name, marks, places }: CarriedInvoice): Draft {
  const findings = [...checkEInvoice(invoice), ...(marks ? checkHybrid(invoice, marks) : [])]
  const { specification, syntax } = invoice
  const eInvoice: DraftEInvoice = {
    syntax,
    origin,
    name,
    ...(specification && { specification: specification.text }),
    findings,
    disagreements: [],
  }
  return { ...turnCredit(makeDraft(invoice, places)), eInvoice }
}

/**
 * The draft of a page that carries its invoice as data: the data leads, the page is compared with it, and shows where each value stands. What
 * the data leaves out (extracts of an invoice do) is what the page says.
 */
export function leadWithInvoice(page: Draft, { carried, sight }: { carried: CarriedInvoice; sight: Sight }): Draft {
  const data = draftInvoice(carried)
  const comparisons = comparePage({ page, data }, sight)
  const fields: Partial<Record<FieldName, DraftField>> = { ...page.fields }
  for (const [name, field] of Object.entries(data.fields) as [FieldName, DraftField][]) {
    fields[name] = settle(field, { comparison: comparisons.get(name), printed: page.fields[name] })
  }
  return {
    ...data,
    fields,
    lines: data.lines.length > 0 ? data.lines : page.lines,
    vatBreakdown: data.vatBreakdown.length > 0 ? data.vatBreakdown : page.vatBreakdown,
    eInvoice: {
      ...(data.eInvoice as DraftEInvoice),
      disagreements: [...comparisons].flatMap(([field, { disagreement }]) =>
        disagreement ? [{ ...disagreement, field }] : [],
      ),
    },
  }
}

function settle(
  field: DraftField,
  { comparison, printed }: { comparison: Comparison | undefined; printed: DraftField | undefined },
): DraftField {
  const place = comparison?.place
  if (!comparison?.disagreement) return place ? { ...field, place } : field
  const { value, confidence, source, place: at } = printed ?? {}
  const alternatives =
    value === undefined || source === undefined
      ? []
      : [
          {
            field: comparison.disagreement.field,
            value,
            score: confidence ?? 0,
            reader: source,
            raw: value,
            ...(at && { place: at }),
          },
        ]
  return { ...field, confidence: DISPUTED, alternatives }
}
