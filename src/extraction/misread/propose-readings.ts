import { Decimal } from 'decimal.js'
import type { Draft, DraftField, Evidence, FieldName, Place } from '../../../schemas/draft.ts'
import type { Atom } from '../layout/types.ts'
import { readNumber } from '../notation/number.ts'
import type { Claim } from '../reading.ts'
import { fieldOf, gatherCandidates } from '../reconcile/choose-values.ts'
import type { Sight } from '../sight.ts'
import { CHECKED_NUMBERS } from './check-numbers.ts'
import { type FittingReading, fitTotals, type Totals } from './fit-totals.ts'
import { MISREAD_DIGITS, otherReadings } from './other-readings.ts'

/** A value beside which another reading fits better is as doubtful as that. */
const HIGHEST_BESIDE = 0.6
const SCORE_OF_PROPOSED = 0.5
/** A word that recognition is less sure of than this is rather wrong than the equations of all others are. */
const DOUBTFUL = 0.8
/** Of an amount that was left out because it contradicts the others. */
const LEAST_CLEAR = 0.5

const TOTALS = ['netTotal', 'taxTotal', 'grossTotal', 'amountDue'] as const satisfies readonly FieldName[]

/**
 * Puts beside a value that recognition may have misread the one other reading that the equations of the bill or the number's own check
 * digits point to, as an alternative that says why. The value stays as it was read, and is not sure; where it was left out, since it fits
 * nothing, or recognition itself doubted it, the reading that fits is given, no surer, beside what was read. Only words of recognition are doubted so: what a text layer
 * prints wrong is the supplier's error. Pure.
 */
export function proposeReadings(
  draft: Draft,
  { sight, evidence }: { sight: Sight; evidence: readonly Claim[] },
): Draft {
  const amounts = amountsOf(draft, { sight, evidence })
  const ofSums = fitSums(draft, { sight, amounts })
  const proposed = [...(ofSums ? [ofSums] : []), ...fitCheckDigits(draft, sight)]
  const fields = { ...draft.fields }
  for (const reading of proposed) {
    const known = fields[reading.field]
    const unread = (amounts as Partial<Record<FieldName, DraftField>>)[reading.field]
    if (known && reading === ofSums && isDoubtful(known.place, sight))
      fields[reading.field] = asProposed(known, reading)
    else if (known) fields[reading.field] = withAlternative(known, reading)
    else if (unread) fields[reading.field] = asProposed(unread, reading)
  }
  // What is due by no label of its own is the total once more.
  if (isSamePlace(draft.fields.amountDue, draft.fields.grossTotal) && fields.grossTotal?.source === MISREAD_DIGITS)
    fields.amountDue = fields.grossTotal
  return proposed.length === 0 ? draft : { ...draft, fields }
}

type Amounts = Partial<Record<(typeof TOTALS)[number], DraftField>>

/** The amounts of the bill; where none was chosen, since it contradicts the others, the one whose label speaks for it. */
function amountsOf({ fields }: Draft, { sight, evidence }: { sight: Sight; evidence: readonly Claim[] }): Amounts {
  const amounts: Amounts = {}
  for (const name of TOTALS) {
    if (name === 'amountDue' && isSamePlace(fields.amountDue, fields.grossTotal)) continue
    const [best] = name === 'amountDue' ? [] : gatherCandidates(evidence, name)
    const isClear =
      best !== undefined && best.score >= LEAST_CLEAR && atomsAt(best.evidence[0]?.place, sight).some(isRecognized)
    const known =
      fields[name] ?? (isClear ? fieldOf(best, { confidence: best.score, satisfies: [], others: [] }) : undefined)
    if (known) amounts[name] = known
  }
  return amounts
}

function isSamePlace(one: DraftField | undefined, other: DraftField | undefined): boolean {
  return one?.place !== undefined && JSON.stringify(one.place) === JSON.stringify(other?.place)
}

/** Nothing was chosen: the only reading that fits is given with what was read beside it. */
function asProposed(unread: DraftField, reading: FittingReading): DraftField {
  const { confidence, alternatives } = withAlternative(unread, reading)
  const asRead = {
    ...alternatives[0]!,
    value: unread.value,
    because: `as it was read; ${reading.because} for ${reading.value}`,
  }
  return { ...unread, value: reading.value, source: MISREAD_DIGITS, confidence, alternatives: [asRead] }
}

function withAlternative(field: DraftField, { field: name, value, because }: FittingReading): DraftField {
  const evidence: Evidence = {
    field: name,
    value,
    score: SCORE_OF_PROPOSED,
    reader: MISREAD_DIGITS,
    ...(field.place ? { place: field.place } : {}),
    raw: field.value,
    because,
  }
  const others = field.alternatives.filter((other) => other.value !== value)
  return { ...field, confidence: Math.min(field.confidence, HIGHEST_BESIDE), alternatives: [evidence, ...others] }
}

function fitSums(
  { fields, lines, details }: Draft,
  { sight, amounts }: { sight: Sight; amounts: Amounts },
): FittingReading | null {
  const totals: Totals = {}
  for (const name of TOTALS) if (amounts[name]) totals[name] = amounts[name].value
  const recognized = TOTALS.filter((name) => atomsAt(amounts[name]?.place, sight).some(isRecognized))
  const ofLines = lines.map((line) => line.netAmount).filter((amount) => amount !== undefined)
  const found = fitTotals(totals, {
    lineSum: ofLines.length === 0 ? null : Decimal.sum(...ofLines).toFixed(2),
    rates: [
      ...new Set(sight.lines.flatMap((line) => line.amounts.filter((one) => one.percent).map((one) => one.value))),
    ],
    isPrepaid: details?.prepaid !== undefined,
    hasPartBetween: fields.grossTotal?.satisfies.some((equation) => /^net \+ tax [-+]/.test(equation)) ?? false,
    readings: (name) => [
      ...seenOtherwise(amounts[name]?.place, sight),
      ...withPoint(totals[name]),
      ...(name === 'grossTotal' ? sumWhereUnread(totals, { place: amounts.grossTotal?.place, sight }) : []),
    ],
  })
  return found && recognized.some((name) => name === found.field) ? found : null
}

function fitCheckDigits({ fields }: Draft, sight: Sight): FittingReading[] {
  return CHECKED_NUMBERS.flatMap(({ field, hasForm, isRight, words }) => {
    const read = fields[field]
    const compact = read?.value.replace(/[^A-Za-z0-9]/g, '').toUpperCase() ?? ''
    if (!read || !hasForm(compact) || isRight(compact) || !atomsAt(read.place, sight).some(isRecognized)) return []
    const [value, other] = [...new Set(otherReadings(compact))].filter(isRight)
    return value === undefined || other !== undefined ? [] : [{ field, value, because: words }]
  })
}

/** Other readings that recognition itself kept of the words at a place, as decimal strings. */
function seenOtherwise(place: Place | undefined, sight: Sight): string[] {
  return atomsAt(place, sight)
    .flatMap((atom) => atom.alternatives ?? [])
    .flatMap((text) => readNumber(text.replace(/[^\d.,' ]/g, ''), sight.numberStyle)?.value ?? [])
}

/** "1471" of "14.71": a small point is overlooked sooner than a digit. */
function withPoint(value: string | undefined): string[] {
  return value !== undefined && /^\d{3,}$/.test(value) ? [`${value.slice(0, -2)}.${value.slice(-2)}`] : []
}

/** Of a total that recognition could hardly read at all: what net and tax make together. */
function sumWhereUnread({ netTotal, taxTotal }: Totals, { place, sight }: { place: Place | undefined; sight: Sight }) {
  if (!netTotal || !taxTotal || !isDoubtful(place, sight)) return []
  return [new Decimal(netTotal).plus(taxTotal).toFixed(2)]
}

function isDoubtful(place: Place | undefined, sight: Sight): boolean {
  return atomsAt(place, sight).some((atom) => isRecognized(atom) && /\d/.test(atom.text) && atom.confidence < DOUBTFUL)
}

function atomsAt(place: Place | undefined, { layout }: Sight): Atom[] {
  if (!place) return []
  const [left, top, right, bottom] = place.box
  const lines = layout.pages.find((page) => page.number === place.page)?.lines ?? []
  return lines
    .flatMap((line) => line.atoms)
    .filter(({ box }) => box[0] < right && box[2] > left && box[1] < bottom && box[3] > top)
}

function isRecognized(atom: Atom): boolean {
  return atom.source === 'ocr'
}
