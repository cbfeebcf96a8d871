import { Decimal } from 'decimal.js'
import type { Draft, DraftField, DraftLine, DraftVatGroup, Evidence, FieldName } from '../../schemas/draft.ts'
import type { EInvoice, Stated } from '../../schemas/e-invoice.ts'
import { Amount } from '../../schemas/money.ts'
import type { CarriedInvoice } from '../../schemas/transcript.ts'

/** What an invoice says of itself in its own data is read exactly; it can still be wrong. */
const CONFIDENCE = 0.99
/** In characters, as for what people enter. What is longer is no number, name or code: it is left blank, which a rule tells. */
const LONGEST = 1000
const MAX_DECIMALS = 6

/**
 * What the document claims of each field of the bill; `because` is the XPath, `reader` the syntax. Values that the bill can't hold (a date
 * that is none, an amount with a comma) are not claimed: a blank is better than a wrong number, and the rules tell of them.
 */
export function evidenceOf(invoice: EInvoice): Evidence[] {
  const { seller, totals } = invoice
  const account = invoice.payments.flatMap(({ transfers }) => transfers.map((one) => one.account)).find((one) => one)
  const remittance = invoice.payments.map((one) => one.remittance).find((one) => one)
  const claims: [FieldName, Stated | undefined, (stated: Stated) => string | undefined][] = [
    ['invoiceNumber', invoice.number, asText],
    ['issueDate', invoice.issueDate, asDate],
    ['dueDate', invoice.dueDate, asDate],
    ['supplierName', seller?.name ?? seller?.tradingName, asText],
    ['supplierVatId', seller?.vatId, asCode],
    ['supplierTaxNumber', seller?.taxNumber, asText],
    ['customerName', invoice.buyer?.name ?? invoice.buyer?.tradingName, asText],
    ['currency', invoice.currency, asCurrency],
    ['netTotal', totals.net, asAmount],
    ['taxTotal', totals.vat, asAmount],
    ['grossTotal', totals.gross, asAmount],
    ['amountDue', totals.due, asAmount],
    ['iban', account, asIban],
    ['paymentReference', remittance, asText],
    ['purchaseOrder', invoice.purchaseOrder, asText],
  ]
  return claims.flatMap(([field, stated, normalise]) => {
    const value = stated && normalise(stated)
    return stated && value && value.length <= LONGEST
      ? [{ field, value, score: CONFIDENCE, reader: invoice.syntax, raw: stated.text, because: stated.path }]
      : []
  })
}

/**
 * The draft of a bill, straight from the document: nothing to reconcile, for the document has one value for each field. `places`: where on
 * its drawn pages the value of an XPath stands.
 */
export function makeDraft(invoice: EInvoice, places: CarriedInvoice['places'] = {}): Draft {
  const fields: Partial<Record<FieldName, DraftField>> = {}
  const evidence = evidenceOf(invoice)
  const equations = equationsOf(evidence)
  for (const { field, value, score, reader, because: path } of evidence) {
    const place = path === undefined ? undefined : places[path]
    const satisfies = equations.flatMap(([equation, members]) => (members.includes(field) ? [equation] : []))
    const at = { ...(place && { place }), ...(path !== undefined && { path }) }
    fields[field] = { value, confidence: score, ...at, source: reader, satisfies, alternatives: [] }
  }
  return {
    type: invoice.kind,
    typeConfidence: CONFIDENCE,
    fields,
    lines: invoice.lines.filter(({ counts }) => counts).map((line) => draftLine(line, places)),
    vatBreakdown: invoice.vatBreakdown.flatMap(draftVatGroup),
  }
}

/** The equations of a bill that its totals satisfy, with their members. */
function equationsOf(evidence: readonly Evidence[]): readonly (readonly [string, readonly FieldName[]])[] {
  const value = (name: FieldName): Decimal | undefined => {
    const found = evidence.find(({ field }) => field === name)
    return found && new Decimal(found.value)
  }
  const [net, tax, gross, due] = [value('netTotal'), value('taxTotal'), value('grossTotal'), value('amountDue')]
  return [
    ...(net && tax && gross?.equals(net.plus(tax))
      ? [['net + tax = gross', ['netTotal', 'taxTotal', 'grossTotal']] as const]
      : []),
    ...(due && gross?.equals(due) ? [['gross = due', ['grossTotal', 'amountDue']] as const] : []),
  ]
}

function draftLine(line: EInvoice['lines'][number], places: CarriedInvoice['places']): DraftLine {
  const quantity = line.quantity && asAmount(line.quantity)
  const unitPrice = line.netPrice && asAmount(line.netPrice)
  const grossPrice = line.grossPrice && asAmount(line.grossPrice)
  const isDiscounted = unitPrice !== undefined && grossPrice !== undefined && !new Decimal(grossPrice).eq(unitPrice)
  const netAmount = line.netAmount && asAmount(line.netAmount)
  const vatRate = line.rate && asAmount(line.rate)
  const place = places[line.name?.path ?? ''] ?? places[line.netAmount?.path ?? '']
  return {
    description: (line.name?.text || line.description?.text || '').replace(/\s+/g, ' ').trim(),
    ...(quantity === undefined ? {} : { quantity }),
    ...(line.quantity?.unit === undefined ? {} : { unit: line.quantity.unit }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    ...(isDiscounted ? { grossPrice } : {}),
    ...(netAmount === undefined ? {} : { netAmount }),
    ...(vatRate === undefined ? {} : { vatRate }),
    ...(place && { place }),
  }
}

function draftVatGroup(group: EInvoice['vatBreakdown'][number]): DraftVatGroup[] {
  // What is not subject to VAT has no rate, which for a bill is zero.
  const rate = group.rate ? asAmount(group.rate) : '0'
  const base = group.base && asAmount(group.base)
  const tax = group.tax && asAmount(group.tax)
  if (rate === undefined) return []
  return [{ rate, ...(base === undefined ? {} : { base }), ...(tax === undefined ? {} : { tax }) }]
}

function asText({ text }: Stated): string | undefined {
  return text.replace(/\s+/g, ' ').trim() || undefined
}

function asDate({ date }: Stated): string | undefined {
  return date
}

function asCode({ text }: Stated): string | undefined {
  return text.replace(/\s/g, '').toUpperCase() || undefined
}

function asCurrency({ text }: Stated): string | undefined {
  return /^[A-Z]{3}$/.test(text) ? text : undefined
}

/** A national account number is none: the bill has a field for IBANs only. */
function asIban(stated: Stated): string | undefined {
  const code = asCode(stated)
  return code && /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(code) ? code : undefined
}

/** "+5.0000000" becomes "5"; what is no decimal number becomes nothing. */
function asAmount({ text }: Stated): string | undefined {
  if (!/^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/.test(text)) return undefined
  const kept = text.replace(/^\+/, '')
  const amount = Amount.safeParse(kept).success ? kept : new Decimal(kept).toDecimalPlaces(MAX_DECIMALS).toFixed()
  return Amount.safeParse(amount).success ? amount : undefined
}
