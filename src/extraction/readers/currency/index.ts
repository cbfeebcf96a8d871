import { spanOf } from '../../layout/boxes.ts'
import type { Line } from '../../layout/types.ts'
import { type AmountSighting, endsCompanyName } from '../../notation/amounts.ts'
import {
  CODES_THAT_ARE_WORDS,
  CURRENCY_CODES,
  CURRENCY_OF_COUNTRY,
  CURRENCY_SIGNS,
  CURRENCY_WORDS,
} from '../../notation/currency-signs.ts'
import { type Claim, claim, type Reader } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'currency'

const CURRENCY_WORD = new RegExp(
  `(?<!\\p{L})(?:${Object.keys(CURRENCY_WORDS)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?!\\p{L})`,
  'gu',
)

type Tally = { weight: number; evidence: Claim }

/** Signs and codes beside amounts, codes in running text, and, for signs that several countries use or no sign at all, the country. */
export const currency: Reader = {
  name: NAME,
  read(sight) {
    const tallies = new Map<string, Tally>()
    const vote = (code: string, weight: number, evidence: () => Claim): void => {
      const tally = tallies.get(code)
      if (tally) tally.weight += weight
      else tallies.set(code, { weight, evidence: evidence() })
    }
    const open = new Map<string, { options: readonly string[]; count: number; evidence: () => Claim }>()
    const plain = sight.lines.flatMap((line) => line.amounts).filter(({ sign }) => sign === '$').length
    for (const lineSight of sight.lines) {
      for (const amount of lineSight.amounts) {
        if (amount.sign === undefined || amount.percent) continue
        const isOcr = amount.line.atoms[amount.from]?.source === 'ocr'
        if (isOcr && isDoubtfulCode(amount)) continue
        const codes = meaningsOf(isOcr && isTwiceSeen(amount.sign, plain) ? '$' : amount.sign)
        const evidence = (code: string) => () =>
          claim(amount, {
            field: 'currency',
            value: code,
            score: 0.5,
            reader: NAME,
            because: `"${amount.sign}" beside an amount`,
            traits: { isSigned: 1 },
          })
        if (codes.length === 1) vote(codes[0]!, 1, evidence(codes[0]!))
        else if (codes.length > 1) {
          const known = open.get(amount.sign)
          if (known) known.count++
          else open.set(amount.sign, { options: codes, count: 1, evidence: evidence(codes[0]!) })
        }
      }
    }
    const local = currenciesOfCountries(sight)
    voteCodesInText(sight, { vote, plain, local: new Set(local.map(({ code }) => code)) })
    for (const [sign, { options, count, evidence }] of open) {
      const stated = options.find((code) => tallies.has(code))
      const homely = local.find((entry) => options.includes(entry.code))
      const chosen = stated ?? homely?.code
      if (chosen === undefined) continue
      const weight = count * (stated ? 1 : Math.min(1, 0.45 + 0.2 * (homely?.weight ?? 0)))
      const rival = local.some((entry) => entry.code !== chosen && options.includes(entry.code))
      const isClear = stated !== undefined || (!rival && (homely?.weight ?? 0) >= CLEARLY_A_COUNTRY)
      vote(chosen, weight, () => ({
        ...evidence(),
        value: chosen,
        traits: { isSigned: 1, isWeakLabel: isClear ? 0 : 1 },
        because: stated
          ? `"${sign}", and ${chosen} is named`
          : `"${sign}", and ${homely?.because ?? ''} (${homely?.country ?? ''})`,
      }))
    }
    // "¥4,50,000.00" on a scan from India: recognition does not know every sign; much that speaks for a country says more.
    const doubtful = isRecognized(sight) && (local[0]?.weight ?? 0) >= MUCH_OF_A_COUNTRY
    if (tallies.size === 0) return { evidence: byCountryAlone(sight, { signed: open.size > 0 && !doubtful, local }) }
    const total = [...tallies.values()].reduce((sum, tally) => sum + tally.weight, 0)
    // One amount in a sign is a fair statement already; ten are a sure one.
    const mass = total / (total + 0.12)
    return {
      evidence: [...tallies.values()].map(({ weight, evidence }) => ({
        ...evidence,
        score: Math.min(0.98, Math.max(0.02, (weight / total) * mass)),
      })),
    }
  },
}

const MUCH_OF_A_COUNTRY = 3
/** Says which "$" it is, where nothing speaks for another country that writes "$": an address and what else belongs to it. */
const CLEARLY_A_COUNTRY = 2

/** "S$ 4,101.40" amid "$ 304.53": recognition saw the sign twice. `plain`: amounts of the document with "$" alone. */
function isTwiceSeen(sign: string, plain: number): boolean {
  return plain >= 2 && /^[A-Z]\$$/i.test(sign)
}

function isRecognized(sight: Sight): boolean {
  return sight.layout.lines[0]?.atoms[0]?.source === 'ocr'
}

function meaningsOf(sign: string): readonly string[] {
  if (CURRENCY_CODES.has(sign)) return [sign]
  return CURRENCY_SIGNS[sign] ?? CURRENCY_SIGNS[sign.toLowerCase()] ?? []
}

/** Three capitals that recognition is less sure of may be any word. */
const CLEAR_CODE = 0.8

function isDoubtfulCode({ sign, line, from, to }: AmountSighting): boolean {
  if (sign === undefined || !CURRENCY_CODES.has(sign)) return false
  return line.atoms.slice(from, to).some((atom) => atom.text.includes(sign) && atom.confidence < CLEAR_CODE)
}

/** `plain`: amounts of the document with "$" alone; `local`: currencies of the countries that the document speaks of. */
function voteCodesInText(
  sight: Sight,
  {
    vote,
    plain,
    local,
  }: {
    vote: (code: string, weight: number, evidence: () => Claim) => void
    plain: number
    local: ReadonlySet<string>
  },
): void {
  for (const line of sight.layout.lines) {
    for (const [at, atom] of line.atoms.entries()) {
      // "Amount(RM)": what a column is in.
      const bare = (/\(([^()]{1,3})\)$/.exec(atom.text)?.[1] ?? atom.text).replace(/^[([{:/]+|[)\]}:.,;/]+$/g, '')
      const inBrackets = /\p{L}\([^()]{1,3}\)$/u.test(atom.text)
      const codes = bare.split('/').filter((part) => CURRENCY_CODES.has(part) && !CODES_THAT_ARE_WORDS.has(part))
      const sign =
        bare.length <= 3 && CURRENCY_SIGNS[bare]?.length === 1 && (inBrackets || !/^\p{L}+$/u.test(bare))
          ? CURRENCY_SIGNS[bare]![0]!
          : undefined
      if (endsCompanyName(line, at)) continue
      const isOcr = atom.source === 'ocr'
      if (isOcr && (isTwiceSeen(bare, plain) || (codes.length > 0 && atom.confidence < CLEAR_CODE))) continue
      // "Wójcik £ Szymański": recognition takes "&" for a sign where no number is near.
      if (sign !== undefined && !inBrackets && isOcr && !isBesideNumber(line, at)) continue
      for (const code of sign === undefined ? codes : [sign]) {
        vote(code, 0.6, () =>
          claim(spanOf(line, { from: at, to: at + 1 }), {
            field: 'currency',
            value: code,
            score: 0.5,
            reader: NAME,
            because: `"${bare}" is named`,
            traits: { isWeakLabel: isOcr && !local.has(code) ? 1 : 0 },
          }),
        )
      }
    }
    for (const word of new Set(line.text.toLowerCase().match(CURRENCY_WORD))) {
      const code = CURRENCY_WORDS[word]
      if (code === undefined) continue
      vote(code, 0.5, () =>
        claim(spanOf(line, { from: 0, to: line.atoms.length }), {
          field: 'currency',
          value: code,
          score: 0.5,
          reader: NAME,
          because: `"${word}" is named`,
        }),
      )
    }
  }
}

function isBesideNumber(line: Line, at: number): boolean {
  return [line.atoms[at - 1], line.atoms[at], line.atoms[at + 1]].some(
    (atom) => atom !== undefined && /\d/.test(atom.text),
  )
}

function currenciesOfCountries(sight: Sight): { code: string; country: string; weight: number; because: string }[] {
  return sight.countries.flatMap(({ country, weight, because }) => {
    const code = CURRENCY_OF_COUNTRY[country]
    return code === undefined ? [] : [{ code, country, weight, because }]
  })
}

/** No sign anywhere: where the paper comes from says what it is likely written in, and a person is asked. */
function byCountryAlone(
  sight: Sight,
  { signed, local }: { signed: boolean; local: ReturnType<typeof currenciesOfCountries> },
): Claim[] {
  const first = local[0]
  const line = sight.layout.lines[0]
  if (!first || !line || signed) return []
  const byCode = new Map<string, number>()
  for (const entry of local) byCode.set(entry.code, (byCode.get(entry.code) ?? 0) + entry.weight)
  const ranked = [...byCode].toSorted((a, b) => b[1] - a[1])
  const total = ranked.reduce((sum, [, weight]) => sum + weight, 0)
  const [code, weight] = ranked[0]!
  if (weight < 1) return []
  const because = local.find((entry) => entry.code === code)?.because ?? ''
  const { place: _, ...placeless } = claim(spanOf(line, { from: 0, to: line.atoms.length }), {
    field: 'currency',
    value: code,
    score: Math.min(0.8, 0.35 + 0.1 * weight) * (weight / total),
    reader: NAME,
    because: `no sign on the page; ${because}`,
    traits: { isWeakLabel: 1 },
  })
  return [{ ...placeless, raw: '' }]
}
