import type { DocumentType, FieldName } from '../../../schemas/draft.ts'
import type { Claim, Traits } from '../reading.ts'
import type { Sight } from '../sight.ts'

/** Traits in the order in which the weights know them; a new one goes to the end, and `npm run train` learns it. */
const TRAITS = [
  'labelQuality',
  'nearness',
  'isBelow',
  'isWeakLabel',
  'isTitle',
  'labelRank',
  'reading',
  'moneylike',
  'isSigned',
  'isCents',
  'isGeneral',
  'isInTable',
  'customer',
  'legalForm',
  'inZone',
  'headsBlock',
  'headsFirst',
  'inHead',
  'setLarge',
  'repeated',
  'fitsDomain',
  'addressFollows',
  'speaksOfSelf',
  'checkDigits',
  'isMended',
] as const satisfies readonly (keyof Traits)[]

const OF_CANDIDATE = [
  'score',
  'bestClaim',
  'secondClaim',
  'claims',
  'readers',
  'rank',
  'rival',
  'rivals',
  'isChosen',
  'share',
  'equations',
  'netTaxGross',
  'linesFit',
  'groupsFit',
  'rateFits',
  'dueFits',
  'isFirstPage',
  'isLastPage',
  'x',
  'y',
  'size',
  'bold',
  'isOcr',
  'confidence',
  'worstConfidence',
  'repeats',
  'length',
  'digits',
  'fitsOthers',
] as const

const OF_DOCUMENT = [
  'pages',
  'words',
  'ocrShare',
  'wordConfidence',
  'language',
  'isInvoice',
  'isReceipt',
  'isCredit',
  'typeConfidence',
  'candidates',
] as const

export const FEATURES: readonly string[] = [...OF_CANDIDATE, ...OF_DOCUMENT, ...TRAITS]

/** What a document as a whole says about how well it can be read; the same for all its candidates. */
export type DocumentTraits = { values: readonly number[]; countOf: (raw: string) => number }

/** Looks at a document once for all its candidates. */
export function describeDocument(
  sight: Sight,
  { type, typeConfidence }: { type: DocumentType; typeConfidence: number },
): DocumentTraits {
  const atoms = sight.layout.lines.flatMap((line) => line.atoms)
  const ofOcr = atoms.filter((atom) => atom.source === 'ocr')
  const mean = atoms.reduce((sum, atom) => sum + atom.confidence, 0) / Math.max(1, atoms.length)
  const text = squeeze(
    sight.layout.lines
      .slice(0, MOST_LINES)
      .map((line) => line.text)
      .join(' '),
  )
  const counts = new Map<string, number>()
  return {
    values: [
      sight.layout.pages.length,
      Math.log1p(atoms.length),
      ofOcr.length / Math.max(1, atoms.length),
      mean,
      Math.max(0, ...sight.languages.values()),
      type === 'invoice' ? 1 : 0,
      type === 'receipt' ? 1 : 0,
      type === 'credit-note' ? 1 : 0,
      typeConfidence,
    ],
    countOf(raw) {
      const key = squeeze(raw)
      if (key.length < 3) return 0
      const known = counts.get(key)
      if (known !== undefined) return known
      let count = 0
      for (let at = text.indexOf(key); at >= 0 && count < 6; at = text.indexOf(key, at + key.length)) count++
      counts.set(key, count)
      return count
    },
  }
}

/** A long list repeats its numbers; what is said about a value stands on its first pages. */
const MOST_LINES = 400

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}\p{Sc}]/gu, '')
}

/** What was decided about a candidate among its rivals. */
export type Standing = {
  field: FieldName
  value: string
  score: number
  claims: readonly Claim[]
  /** 0 for the best by score. */
  rank: number
  /** Score of the best other candidate. */
  rival: number
  rivals: number
  candidates: number
  isChosen: boolean
  /** Of the joint assignments that hold it, by likelihood; the score where nothing binds the field. */
  share: number
  satisfies: readonly string[]
  /** -1: contradicts what was chosen elsewhere, 1: agrees, 0: nothing to compare. */
  fitsOthers: number
}

/** The numbers by which the likelihood of a candidate is weighed, in the order of `FEATURES`. */
export function describeCandidate(
  standing: Standing,
  { document, sight }: { document: DocumentTraits; sight: Sight },
): number[] {
  const { claims, value, satisfies } = standing
  const best = claims[0]
  const span = best?.span
  const page = span && sight.layout.pages[span.line.page - 1]
  const atoms = span ? span.line.atoms.slice(span.from, span.to) : []
  const confidences = atoms.map((atom) => atom.confidence)
  const has = (part: string): number => (satisfies.some((equation) => equation.includes(part)) ? 1 : 0)
  const digits = value.match(/\d/g)?.length ?? 0
  const candidate: Record<(typeof OF_CANDIDATE)[number], number> = {
    score: standing.score,
    bestClaim: best?.score ?? 0,
    secondClaim: claims[1]?.score ?? 0,
    claims: Math.min(8, claims.length),
    readers: new Set(claims.map((claim) => claim.reader)).size,
    rank: Math.min(6, standing.rank),
    rival: standing.rival,
    rivals: Math.min(6, standing.rivals),
    isChosen: standing.isChosen ? 1 : 0,
    share: standing.share,
    equations: satisfies.length,
    netTaxGross: has('net + tax'),
    linesFit: has('lines'),
    groupsFit: has('VAT groups'),
    rateFits: has('rate'),
    dueFits: has('due'),
    isFirstPage: span?.line.page === 1 ? 1 : 0,
    isLastPage: span?.line.page === sight.layout.pages.length ? 1 : 0,
    x: span && page ? span.box[0] / Math.max(1, page.width) : 0,
    y: span && page ? span.box[1] / Math.max(1, page.height) : 0,
    size: Math.min(4, Math.max(0, ...atoms.map((atom) => atom.fontSize)) / Math.max(1, sight.bodyHeight)),
    bold: atoms.some((atom) => atom.bold) ? 1 : 0,
    isOcr: atoms.some((atom) => atom.source === 'ocr') ? 1 : 0,
    confidence: confidences.length === 0 ? 1 : confidences.reduce((sum, one) => sum + one, 0) / confidences.length,
    worstConfidence: Math.min(1, ...confidences),
    repeats: document.countOf(best?.raw ?? value),
    length: Math.min(60, value.length),
    digits: digits / Math.max(1, value.length),
    fitsOthers: standing.fitsOthers,
  }
  const traits = TRAITS.map((trait) => Math.max(0, ...claims.slice(0, 4).map((claim) => claim.traits?.[trait] ?? 0)))
  return [...OF_CANDIDATE.map((name) => candidate[name]), ...document.values, standing.candidates, ...traits]
}
