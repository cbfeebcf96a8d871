/**
 * How one predicted field is judged against the truth: the rules of `score.py` of the shared invoices, ported word for word, so that our
 * numbers and a judge's are the same.
 */

/** The truth of one document as a manifest states it, or a prediction in the same terms. */
export type FieldValues = Readonly<Record<string, unknown>>

/** A row of a manifest, as far as judging needs it. */
export type ScoredRow = {
  doc_class?: string | undefined
  match?: Readonly<Record<string, string>> | undefined
  truth: FieldValues
}

export type ScoredLine = { line_total?: unknown; quantity?: unknown; unit_price?: unknown }

export const CORE_FIELDS = ['invoice_number', 'issue_date', 'currency', 'gross_total', 'supplier_name'] as const

const LEGAL_FORMS = new Set(
  'gmbh ag kg co inc llc ltd limited bv sa sas sarl sp zoo sdn bhd pty as a s ş şti şirketi company corp corporation and the m b v'.split(
    ' ',
  ),
)
const AMOUNTS = new Set(['net_total', 'tax_total', 'gross_total', 'amount_due'])
const NUMBERS = new Set(['invoice_number', 'purchase_order', 'payment_reference'])
const CODES = new Set(['iban', 'supplier_vat_id', 'supplier_tax_number'])
const NAMES = new Set(['supplier_name', 'supplier_trading_name', 'customer_name'])
const CENT = 0.005

/** Judges one field: `right`, `wrong`, or `missing` where nothing was predicted. */
export function scoreField(
  field: string,
  { row, predicted }: { row: ScoredRow; predicted: unknown },
): 'right' | 'wrong' | 'missing' {
  if (predicted === undefined || predicted === null || predicted === '') return 'missing'
  return isRight(field, { row, predicted }) ? 'right' : 'wrong'
}

function isRight(field: string, { row, predicted }: { row: ScoredRow; predicted: unknown }): boolean {
  const truth = row.truth[field]
  if (NUMBERS.has(field)) return identifier(truth) === identifier(predicted)
  if (field === 'issue_date' || field === 'due_date') return String(predicted).slice(0, 10) === truth
  if (field === 'currency') return String(predicted).normalize('NFKC').toUpperCase() === truth
  if (AMOUNTS.has(field)) return isRightAmount(field, { row, predicted })
  if (CODES.has(field)) return lettersAndDigits(truth) === lettersAndDigits(predicted)
  if (NAMES.has(field)) return isRightName(String(truth), { predicted: String(predicted), row })
  return String(truth) === String(predicted)
}

function isRightAmount(field: string, { row, predicted }: { row: ScoredRow; predicted: unknown }): boolean {
  const value = toNumber(predicted)
  if (value === null) return false
  const either = row.match?.gross_total && (field === 'gross_total' || field === 'amount_due')
  const accepted = either ? [row.truth.gross_total, row.truth.amount_due] : [row.truth[field]]
  const sizes = (one: number): number => (row.doc_class === 'credit-note' ? Math.abs(one) : one)
  return accepted.some((one) => typeof one === 'number' && Math.abs(sizes(value) - sizes(one)) <= CENT)
}

function isRightName(truth: string, { predicted, row }: { predicted: string; row: ScoredRow }): boolean {
  if (row.match?.supplier_name === 'contains-callsign')
    return predicted
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .includes(truth.toUpperCase().replace(/-?TV$/, ''))
  const a = new Set(nameTokens(truth))
  const b = new Set(nameTokens(predicted))
  if (a.size === 0 || b.size === 0) return false
  const common = [...a].filter((token) => b.has(token)).length
  return common / Math.min(a.size, b.size) >= 0.8
}

function identifier(value: unknown): string {
  return String(value)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/^(#|NO\.?:?|NR\.?:?)/, '')
}

function lettersAndDigits(value: unknown): string {
  return String(value)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

/** Words without legal forms; where nothing else is left, the legal forms after all. */
function nameTokens(name: string): string[] {
  const folded = name.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss')
  const words = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const bare = words(folded.replaceAll('.', '')).filter((word) => !LEGAL_FORMS.has(word))
  return bare.length > 0 ? bare : words(folded)
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return null
  return Number(value)
}

/** How many lines of the truth are among the predicted ones: by line total, and by quantity and unit price where both know them. */
export function countMatchedLines(truth: readonly ScoredLine[], predicted: readonly ScoredLine[]): number {
  const left = [...predicted]
  let matched = 0
  for (const line of truth) {
    const total = toNumber(line.line_total)
    const at = left.findIndex((candidate) => {
      const value = toNumber(candidate.line_total)
      return (
        value !== null &&
        total !== null &&
        Math.abs(value - total) <= CENT &&
        agree(candidate.quantity, line.quantity) &&
        agree(candidate.unit_price, line.unit_price)
      )
    })
    if (at < 0) continue
    left.splice(at, 1)
    matched++
  }
  return matched
}

function agree(predicted: unknown, truth: unknown): boolean {
  const value = toNumber(predicted)
  const expected = toNumber(truth)
  return value === null || expected === null || Math.abs(value - expected) <= 0.0051
}

/** Whether both call the document no invoice, or both one. */
export function agreeOnClass(truth: string, predicted: string): boolean {
  return truth.startsWith('not') === predicted.startsWith('not')
}
