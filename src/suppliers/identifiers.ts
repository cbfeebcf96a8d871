import type { OwnIdentity } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { IdentifierKind } from '../../schemas/supplier.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { nameKey } from '../extraction/notation/company-name.ts'
import { isFreeMail } from './free-mail.ts'

/** Something by which a supplier is recognized: as it is compared, and as people read it. */
export type Identifier = { kind: IdentifierKind; value: string; shown: string }

/** What is ours and so never a supplier's: numbers, names, and the domains of the people who work here. */
export type Ours = { own: OwnIdentity; domains: readonly string[] }

const MAIL = /[\p{L}\d._%+-]+@((?:[\p{L}\d-]+\.)+\p{L}{2,})/gu
const WEB = /(?<![@\p{L}\d])www\.((?:[\p{L}\d-]+\.)+\p{L}{2,})/giu
const PHONE = /(?:tel|phone|fon|mobil|tél|puh|tlf|tfn|telefon)[\p{L}]*[.:\s]*(\+?\(?\d[\d\s()/.-]{6,18}\d)/giu
/** Digits at the end of a phone number, whatever stands before them: a country, a zero, nothing. */
const PHONE_DIGITS = 9
const LEAST_PHONE_DIGITS = 7
const LEAST_CODE = 7
/** Words that are joined to find a number that is printed in groups. */
const MOST_GROUPS = 9
/** Where a supplier says who it is: the first and the last two pages. */
const TELLING = 2

/** In characters. Nobody is known by more, and an index holds no more. */
const LONGEST = 300

/** As it is compared: without case, blanks and signs; null for what is none. */
export function identifierOf(kind: IdentifierKind, shown: string): Identifier | null {
  const value = normalize(kind, shown)
  return value === '' || value.length > LONGEST ? null : { kind, value, shown: shown.trim() }
}

function normalize(kind: IdentifierKind, shown: string): string {
  if (kind === 'name') return nameKey(shown)
  if (kind === 'domain') return domainOf(shown)
  if (kind === 'phone') {
    const digits = shown.replace(/\D/g, '')
    return digits.length < LEAST_PHONE_DIGITS ? '' : digits.slice(-PHONE_DIGITS)
  }
  return shown.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
}

/** Of an address or a host; empty where anybody has one. */
function domainOf(text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .split('@')
    .at(-1)!
    .replace(/^www\./, '')
    .replace(/[>\s].*$/, '')
  return /^[^.\s]+(\.[^.\s]+)+$/.test(host) && !isFreeMail(host) ? host : ''
}

/** What a bill says of its supplier; what is ours is left out. `from` is who sent the mail it came in. */
export function identifiersOfDraft(
  draft: Draft,
  { from, ours }: { from?: string | undefined; ours: Ours },
): Identifier[] {
  const { supplierVatId, iban, supplierTaxNumber, supplierName } = draft.fields
  const mail = draft.details?.supplierMail?.value
  const pairs: [IdentifierKind, string | undefined][] = [
    ['vat-id', supplierVatId?.value],
    ['iban', iban?.value],
    ['tax-number', supplierTaxNumber?.value],
    ['domain', mail],
    ['domain', from],
    ['name', supplierName?.value],
  ]
  return withoutOurs(
    pairs.flatMap(([kind, shown]) => (shown === undefined ? [] : (identifierOf(kind, shown) ?? []))),
    ours,
  )
}

/** Phones beside a word for one; whose they are is not known. */
export function phonesOf(transcript: Transcript): Identifier[] {
  const text = tellingPages(transcript).map(textOf).join('\n')
  return unique([...text.matchAll(PHONE)].flatMap(([, shown = '']) => identifierOf('phone', shown) ?? []))
}

/** Everything on a document that may be a supplier's: cheap, and far more than there is. */
export function identifiersOnPages(
  transcript: Transcript,
  { from, ours }: { from?: string | undefined; ours: Ours },
): Identifier[] {
  const pages = tellingPages(transcript)
  const text = pages.map(textOf).join('\n')
  const hosts = [...text.matchAll(MAIL), ...text.matchAll(WEB)].map(([, host = '']) => host)
  const domains = [...hosts, ...(from === undefined ? [] : [from])].flatMap(
    (host) => identifierOf('domain', host) ?? [],
  )
  const names = pages.flatMap(namesOn)
  const codes = pages.flatMap(({ words }) => codesOf(words.map((word) => word.text)))
  return withoutOurs(unique([...codes, ...domains, ...phonesOf(transcript), ...names]), ours)
}

function tellingPages({ pages }: Transcript): Transcript['pages'] {
  return pages.filter((_, at) => at === 0 || at >= pages.length - TELLING)
}

function textOf({ words }: Transcript['pages'][number]): string {
  return words.map((word) => word.text).join(' ')
}

/** Numbers with letters, printed in one piece or in groups. The three kinds are written alike, so each is asked for. */
function codesOf(words: readonly string[]): Identifier[] {
  const found = new Map<string, string>()
  for (let from = 0; from < words.length; from++) {
    let shown = ''
    for (let to = from; to < Math.min(words.length, from + MOST_GROUPS); to++) {
      if (!/\d/.test(words[to]!) && to > from + 1) break
      shown += words[to]!
      const value = normalize('iban', shown)
      if (value.length > 34) break
      if (value.length >= LEAST_CODE && (value.match(/\d/g)?.length ?? 0) >= LEAST_CODE - 1) found.set(value, shown)
    }
  }
  const kinds = ['vat-id', 'iban', 'tax-number'] as const
  return [...found].flatMap(([value, shown]) => kinds.map((kind) => ({ kind, value, shown })))
}

/** Points between words beyond which another text begins; and how far into the first page a sender's name may stand. */
const GAP = 14
const HEAD = 0.4
const LONGEST_NAME = 8

/** Runs of words in the head of the first page that could be a name: a bank in the footer is no sender. */
function namesOn(page: Transcript['pages'][number]): Identifier[] {
  if (page.number !== 1) return []
  const found: Identifier[] = []
  let run: string[] = []
  let last: (typeof page.words)[number] | undefined
  const flush = (): void => {
    if (run.length > 0 && run.length <= LONGEST_NAME) found.push(...[identifierOf('name', run.join(' ')) ?? []].flat())
    run = []
  }
  for (const word of page.words) {
    if (word.box[1] > HEAD * page.height) continue
    const continues = last !== undefined && Math.abs(word.box[1] - last.box[1]) < 4 && word.box[0] - last.box[2] < GAP
    if (!continues || word.box[0] < last!.box[0]) flush()
    run.push(word.text)
    last = word
  }
  flush()
  return found.filter(({ value }) => value.length >= 4)
}

function unique(identifiers: readonly Identifier[]): Identifier[] {
  return [...new Map(identifiers.map((one) => [`${one.kind} ${one.value}`, one])).values()]
}

function withoutOurs(identifiers: readonly Identifier[], { own, domains }: Ours): Identifier[] {
  const numbers = new Set([...own.vatIds, ...own.ibans].map((number) => normalize('iban', number)))
  const names = new Set(own.names.map(nameKey))
  const hosts = new Set(domains)
  return unique(identifiers).filter(({ kind, value }) =>
    kind === 'name' ? !names.has(value) : kind === 'domain' ? !hosts.has(value) : !numbers.has(value),
  )
}
