import { Decimal } from 'decimal.js'
import type { DraftField, FieldName } from '../../../schemas/draft.ts'
import type { Claim, SumPart, VatGroupClaim } from '../reading.ts'
import { type Candidate, fieldOf, gatherCandidates } from './choose-values.ts'

/** What the equations of a bill may draw on besides the labelled amounts. */
export type Surroundings = {
  parts: readonly SumPart[]
  vatGroups: readonly VatGroupClaim[]
  /** Rates printed anywhere, in per cent. */
  rates: readonly string[]
  /** Sums of the lines of the tables, as decimal strings. */
  lineSums: readonly string[]
}

/** The amount that is asked for, by its label: a total is not less. */
type Asked = { value: Decimal; score: number } | null

/** `derived`: what was claimed by no reader but follows, so that it is weighed like the rest. */
export type ChosenTotals = {
  fields: Partial<Record<'netTotal' | 'taxTotal' | 'grossTotal' | 'amountDue', DraftField>>
  derived: Claim[]
}

/** A part with its size as a number, once for all assignments that are tried. */
type Part = SumPart & { size: Decimal }

/** What all assignments are judged by. Long bills repeat themselves: what stands on every page is calculated with once. */
type Ground = {
  parts: readonly Part[]
  rates: readonly Decimal[]
  lineSums: readonly Decimal[]
  /** Sums of the VAT groups that are whole. */
  groups: { base: Decimal; tax: Decimal } | null
  /** Sum of the taxes of several rates, where each has a line of its own. */
  taxes: Decimal | null
  asked: Asked
}

const MOST_PARTS = 12
const MOST_SUMS = 8

type Amount = { candidate: Candidate; value: Decimal }
type Assignment = { net: Amount | null; tax: Amount | null; gross: Amount | null; utility: number; equations: string[] }

const MOST_CANDIDATES = 9
/** Cash totals are rounded to five cents, and sums of rounded lines drift. */
const TOLERANCE = new Decimal('0.021')
const ROUNDED = new Decimal('0.051')
/** Utility of leaving a field empty: about that of a candidate with a score of 0.3. A bill without a total is rarer. */
const EMPTY = { net: -0.1, tax: -0.1, gross: -2.2 }
const LEAST = 0.12
/** Where so much of the total is missing, net and tax are those of one rate among several, or of something else. */
const MOST_OF_TOTAL = 0.35

/** Searches the assignment of net, tax and gross that is likeliest by labels and equations together, then the amount due. */
export function chooseTotals(evidence: readonly Claim[], surroundings: Surroundings): ChosenTotals {
  const gross = amountsOf(evidence, 'grossTotal')
  const dues = amountsOf(evidence, 'amountDue')
  for (const due of dues) {
    // Where no total is labelled, what is due is the total; "total payable" calls it so.
    if (!gross.some((one) => one.candidate.value === due.candidate.value)) {
      const named = due.candidate.evidence.some((one) =>
        /"[^"]*(?:total|summe|suma|celkem|razem|yht)/i.test(one.because ?? ''),
      )
      gross.push({ ...due, candidate: { ...due.candidate, score: due.candidate.score * (named ? 0.8 : 0.55) } })
    } else {
      const same = gross.find((one) => one.candidate.value === due.candidate.value)!
      same.candidate = {
        ...same.candidate,
        score: Math.min(
          0.98,
          Math.max(0.55 * due.candidate.score, 1 - (1 - same.candidate.score) * (1 - 0.4 * due.candidate.score)),
        ),
      }
    }
  }
  const taxes = amountsOf(evidence, 'taxTotal')
  const asked: Asked = dues[0] ? { value: dues[0].value, score: dues[0].candidate.score } : null
  const ground = prepare(surroundings, asked)
  const assignments = assign({ net: amountsOf(evidence, 'netTotal'), tax: taxes, gross }, ground)
  const best = assignments.reduce((a, b) => (b.utility > a.utility ? b : a))
  if (isTaxOfOneRate(best, { ...surroundings, others: taxes })) best.tax = null
  const chosen: ChosenTotals['fields'] = {}
  const roles = { netTotal: 'net', taxTotal: 'tax', grossTotal: 'gross' } as const
  for (const [field, role] of Object.entries(roles) as [
    'netTotal' | 'taxTotal' | 'grossTotal',
    'net' | 'tax' | 'gross',
  ][]) {
    const amount = best[role]
    if (!amount || amount.candidate.score < (best.equations.length > 0 ? 0.05 : LEAST)) continue
    const confidence = shareOf(assignments, (one) => one[role]?.candidate.value === amount.candidate.value)
    const bound = best.equations.length > 0 ? 1 : 0.3 + amount.candidate.score
    chosen[field] = fieldOf(amount.candidate, {
      confidence: Math.min(confidence, bound),
      satisfies: best.equations,
      others: gatherCandidates(evidence, field),
    })
  }
  const labelled = chooseDue(dues, { gross: best.gross, parts: ground.parts })
  const due = labelled ?? deriveDue(evidence, { gross: best.gross, parts: ground.parts, chosen: chosen.grossTotal })
  if (due)
    chosen.amountDue = fieldOf(due.amount.candidate, {
      confidence: due.confidence,
      satisfies: due.equations,
      others: dues.map((one) => one.candidate),
    })
  return { fields: chosen, derived: due && !labelled ? due.amount.candidate.evidence.slice(0, 1) : [] }
}

function prepare({ parts, rates, lineSums, vatGroups }: Surroundings, asked: Asked): Ground {
  const distinct = new Map<string, Part>()
  for (const part of parts) {
    const size = new Decimal(part.value).abs()
    const key = `${part.kind} ${size.toString()}`
    if (!size.isZero() && (distinct.get(key)?.score ?? -1) < part.score) distinct.set(key, { ...part, size })
  }
  const taxes = new Map<string, string>()
  for (const group of vatGroups) if (group.tax !== undefined && group.score >= 0.6) taxes.set(group.rate, group.tax)
  const whole = vatGroups.filter((group) => group.base !== undefined && group.tax !== undefined && group.score >= 0.6)
  return {
    parts: [...distinct.values()].toSorted((a, b) => b.score - a.score).slice(0, MOST_PARTS),
    rates: rates.map((rate) => new Decimal(rate)),
    lineSums: [...new Set(lineSums)].slice(0, MOST_SUMS).map((sum) => new Decimal(sum)),
    groups:
      whole.length === 0
        ? null
        : {
            base: Decimal.sum(...whole.map((group) => group.base!)),
            tax: Decimal.sum(...whole.map((group) => group.tax!)),
          },
    taxes: taxes.size >= 2 ? Decimal.sum(...taxes.values()) : null,
    asked,
  }
}

/** Several rates, and only together do they close the gap between net and gross: the tax of one of them is not the tax of the bill. */
function isTaxOfOneRate(
  { net, tax, gross }: Assignment,
  { vatGroups, rates, others }: Surroundings & { others: readonly Amount[] },
): boolean {
  if (!net || !tax || !gross) return false
  const rest = gross.value.minus(net.value).minus(tax.value)
  const closes = (sum: Decimal): boolean => rest.minus(sum).abs().lte(ROUNDED)
  if (rest.abs().lte(ROUNDED)) return false
  if (rates.length >= 2 && others.some((other) => other !== tax && closes(other.value))) return true
  const taxes = vatGroups.map((group) => group.tax).filter((value) => value !== undefined)
  return (
    taxes.length >= 2 && taxes.some((value) => tax.value.eq(value)) && closes(Decimal.sum(...taxes).minus(tax.value))
  )
}

function amountsOf(evidence: readonly Claim[], field: FieldName): Amount[] {
  return gatherCandidates(evidence, field)
    .slice(0, MOST_CANDIDATES)
    .map((candidate) => ({ candidate, value: new Decimal(candidate.value) }))
}

function assign({ net, tax, gross }: { net: Amount[]; tax: Amount[]; gross: Amount[] }, ground: Ground): Assignment[] {
  const largest = gross.reduce((most, one) => Decimal.max(most, one.value.abs()), new Decimal(0))
  const assignments: Assignment[] = []
  for (const g of [...gross, null]) {
    for (const n of [...net, null]) {
      for (const t of [...tax, null]) {
        const judged = judge({ n, t, g, largest }, ground)
        assignments.push({ net: n, tax: t, gross: g, ...judged })
      }
    }
  }
  return assignments
}

function judge(
  { n, t, g, largest }: { n: Amount | null; t: Amount | null; g: Amount | null; largest: Decimal },
  around: Ground,
): { utility: number; equations: string[] } {
  let utility =
    (n ? labelUtility(n) : EMPTY.net) + (t ? labelUtility(t) : EMPTY.tax) + (g ? labelUtility(g) : EMPTY.gross)
  const equations: string[] = []
  if (g) {
    if (g.value.abs().eq(largest)) utility += 0.5
    if (g.value.isZero() && !largest.isZero()) utility -= 3
    utility -= around.asked ? doubtBeside(around.asked, { gross: g.value, parts: around.parts }) : 0
  }
  if (n && t && g) {
    const missing = g.value.minus(n.value).minus(t.value)
    if (missing.abs().lte(ROUNDED)) {
      utility += t.value.isZero() ? 0.9 : 2.6
      equations.push('net + tax = gross')
    } else {
      const part = explains(missing, around.parts)
      const [base, tax, net] = [g.value.minus(t.value), t.value, n.value]
      const fitsBase = (rate: Decimal): boolean => fitsRate({ tax, base, rate }) && !fitsRate({ tax, base: net, rate })
      if (part && around.rates.some(fitsBase)) {
        // The discount lies before the tax: what is taxed is the net, and this is the sum before it.
        utility -= 1.2
      } else if (part) {
        // Without tax nothing tells whether the discount lies before the net; it does as a rule.
        utility += t.value.isZero() ? 0.2 : 1.6
        equations.push(`net + tax ${part} = gross`)
      } else if (n.value.eq(g.value) && !t.value.isZero()) {
        // Prices that include the tax: the subtotal is a gross one.
        utility -= 1
      } else {
        const isPartly = missing.abs().gt(g.value.abs().times(MOST_OF_TOTAL))
        utility -= isPartly && !around.lineSums.some((sum) => sum.eq(n.value)) ? 3.2 : 1.6
      }
    }
  } else if (n && g) {
    // Less a discount: then the sum before it is not the net.
    if (n.value.abs().gt(g.value.abs())) utility -= explains(g.value.minus(n.value), around.parts) ? 0.9 : 2
    else if (n.value.eq(g.value)) utility += 0.1
    else utility -= 0.6
  }
  if (n && g && !t && around.taxes && g.value.minus(n.value).minus(around.taxes).abs().lte(ROUNDED)) {
    utility += 2.2
    equations.push('net + tax of each rate = gross')
  }
  if (t && g && !g.value.isZero()) {
    if (t.value.abs().gt(g.value.abs().times('0.31'))) utility -= 2.5
    else if (
      !n &&
      !t.value.isZero() &&
      around.rates.some((rate) => fitsRate({ tax: t.value, base: g.value.minus(t.value), rate }))
    ) {
      utility += 1
      equations.push('gross includes tax at the printed rate')
    }
  }
  if (n && t && !n.value.isZero()) {
    if (t.value.abs().gt(n.value.abs().times('0.45'))) utility -= 2
    else if (!t.value.isZero() && around.rates.some((rate) => fitsRate({ tax: t.value, base: n.value, rate }))) {
      utility += 1
      equations.push('net x rate = tax')
    }
    if (fitsGroups({ n, t }, around.groups)) {
      utility += 1.6
      equations.push('VAT groups sum to net and tax')
    }
  }
  const lines = judgeLines({ n, g }, around)
  if (lines) {
    utility += lines.utility
    equations.push(lines.equation)
  }
  return { utility, equations }
}

/** Whether the lines add up to net or gross, a discount or a charge on the whole included. */
function judgeLines(
  { n, g }: { n: Amount | null; g: Amount | null },
  { lineSums, parts }: Ground,
): { utility: number; equation: string } | null {
  for (const sum of lineSums) {
    // Without the part that lies between lines and net, the sum of the lines would pass for the net.
    const part = n && !sum.eq(n.value) ? explains(n.value.minus(sum), parts) : null
    if (part) return { utility: 1.7, equation: `lines ${part} = net` }
  }
  for (const sum of lineSums) {
    if (n && sum.minus(n.value).abs().lte(TOLERANCE)) return { utility: 1.3, equation: 'lines = net' }
    if (g && sum.minus(g.value).abs().lte(TOLERANCE)) return { utility: 0.9, equation: 'lines = gross' }
  }
  return null
}

/** The amount that is asked for is the total, or less by what was paid or taken off: never more, and not less without a reason. */
function doubtBeside(asked: NonNullable<Asked>, { gross, parts }: { gross: Decimal; parts: readonly Part[] }): number {
  const rest = gross.abs().minus(asked.value.abs())
  if (rest.abs().lte(ROUNDED)) return 0
  if (rest.isNegative()) return 1.6 * asked.score
  return parts.some((part) => part.size.minus(rest).abs().lte(ROUNDED)) ? 0 : 0.9 * asked.score
}

function labelUtility(amount: Amount): number {
  const score = Math.min(0.97, Math.max(0.01, amount.candidate.score))
  return Math.log(score / (1 - score)) + 0.75
}

/** Which printed part closes the gap between net + tax and gross, with its sign for a person to read. */
function explains(missing: Decimal, parts: readonly Part[]): string | null {
  for (const part of parts) {
    if (part.kind === 'prepaid' || part.score < 0.2) continue
    const value = part.size
    if (missing.plus(value).abs().lte(TOLERANCE) && part.kind !== 'charge') return `- ${part.kind}`
    if (missing.minus(value).abs().lte(TOLERANCE) && part.kind !== 'discount') return `+ ${part.kind}`
  }
  return null
}

function fitsRate({ tax, base, rate }: { tax: Decimal; base: Decimal; rate: Decimal }): boolean {
  const expected = base.times(rate).div(100)
  return (
    !expected.isZero() &&
    expected
      .minus(tax)
      .abs()
      .lte(Decimal.max('0.021', tax.abs().times('0.0004')))
  )
}

function fitsGroups({ n, t }: { n: Amount; t: Amount }, groups: Ground['groups']): boolean {
  if (!groups || t.value.isZero()) return false
  return groups.base.minus(n.value).abs().lte(TOLERANCE) && groups.tax.minus(t.value).abs().lte(TOLERANCE)
}

function shareOf(assignments: readonly Assignment[], test: (assignment: Assignment) => boolean): number {
  const most = Math.max(...assignments.map((one) => one.utility))
  let total = 0
  let fitting = 0
  for (const one of assignments) {
    const weight = Math.exp(one.utility - most)
    total += weight
    if (test(one)) fitting += weight
  }
  return fitting / total
}

/**
 * What is asked for where no label says so: the total less what was paid already, if that is printed, or the whole total where nothing was.
 * Where it stands is then the place of that amount.
 */
function deriveDue(
  evidence: readonly Claim[],
  { gross, parts, chosen }: { gross: Amount | null; parts: readonly Part[]; chosen: DraftField | undefined },
): { amount: Amount; confidence: number; equations: string[] } | null {
  if (!gross || !chosen) return null
  const paid = parts.filter((part) => part.kind === 'prepaid' && part.score >= 0.2)
  if (paid.length === 0) return { amount: gross, confidence: chosen.confidence * 0.9, equations: ['gross = due'] }
  for (const part of paid) {
    const rest = gross.value.minus(part.size)
    const claims = evidence.filter((one) => AMOUNTS.has(one.field) && new Decimal(one.value).eq(rest))
    const best = claims.toSorted((a, b) => b.score - a.score)[0]
    if (!best) continue
    const amount = { candidate: { value: best.value, score: best.score, evidence: [best] }, value: rest }
    return { amount: asDue(amount), confidence: 0.8, equations: ['gross - prepaid = due'] }
  }
  return null
}

function asDue({ candidate, value }: Amount): Amount {
  const best = candidate.evidence[0]!
  const claim: Claim = {
    ...best,
    field: 'amountDue',
    because: 'nothing says that another amount is asked for',
    traits: { ...best.traits, isWeakLabel: 1 },
  }
  return { candidate: { ...candidate, evidence: [claim] }, value }
}

const AMOUNTS: ReadonlySet<FieldName> = new Set(['netTotal', 'taxTotal', 'grossTotal', 'amountDue'])

function chooseDue(
  dues: readonly Amount[],
  { gross, parts }: { gross: Amount | null; parts: readonly Part[] },
): { amount: Amount; confidence: number; equations: string[] } | null {
  let best: { amount: Amount; confidence: number; equations: string[] } | null = null
  for (const amount of dues) {
    const equations: string[] = []
    let confidence = amount.candidate.score
    if (gross) {
      const paid = gross.value.minus(amount.value)
      if (paid.isZero()) {
        equations.push('gross = due')
        confidence = 1 - (1 - confidence) * 0.6
      } else if (parts.some((part) => part.kind === 'prepaid' && part.size.minus(paid.abs()).abs().lte(TOLERANCE))) {
        equations.push('gross - prepaid = due')
        confidence = 1 - (1 - confidence) * 0.3
      }
    }
    if (!best || confidence > best.confidence) best = { amount, confidence, equations }
  }
  return best && best.confidence >= 0.25 ? best : null
}
