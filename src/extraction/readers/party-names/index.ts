import { spanOf } from '../../layout/boxes.ts'
import { segmentBelow } from '../../layout/find-wrapped-labels.ts'
import type { Line, Segment, Span } from '../../layout/types.ts'
import type { AmountSighting } from '../../notation/amounts.ts'
import {
  cutName,
  findLegalForm,
  hasPostcode,
  isAddress,
  isNameLike,
  isSameParty,
  isScrap,
  isTown,
  mayBeStreet,
  mendAmpersand,
  mendLegalForm,
  nameKey,
} from '../../notation/company-name.ts'
import { foldLetters } from '../../notation/plain-text.ts'
import { type Claim, claim, type Reader, type Traits } from '../../reading.ts'
import type { Sight } from '../../sight.ts'
import { findAddressees } from './judge-addresses.ts'
import { FITS_DOMAIN, HEADS_FIRST, judgeBanks, judgeBlocks, type Name, RECEIVER, speaksOfSelf } from './judge-blocks.ts'
import { judgeDomains } from './judge-domains.ts'
import { collectWords, joinTorn, settleSpelling } from './settle-spelling.ts'

const NAME = 'party-names'

/** Labels that only say where money goes: often the supplier, sometimes a bank or a factor. */
const PAYEE_KEYS =
  /remit|payable|cheque|check|accountholder|accountname|kontoinhaber|beneficiar|zahlungsempf|begunstigt|titulaire|intestat|titular|odbiorca|mottaker|saaja|favo/

/** Supplier and customer names: letterhead, labels, legal forms, repetition, mail domain, neighbourhood of the VAT id. */
export const partyNames: Reader = {
  name: NAME,
  read(sight) {
    const names = collectNames(sight)
    settleSpelling(names, sight)
    judgeZones(names, sight)
    judgeBlocks(names, sight)
    judgeLetterhead(names, sight)
    judgeRepetition(names, sight)
    judgeDomains(names, sight)
    judgeAddressees(names)
    const addressees = findAddressees(names, sight)
    for (const { name, score } of addressees) if (score >= 0.7) name.customer = Math.max(name.customer, 0.6)
    judgeBanks(names, sight)
    const own = new Set(sight.own.names.map(nameKey).filter((key) => key.length > 2))
    const evidence: Claim[] = []
    for (const name of names) {
      if (isOwn(name.key, own)) {
        evidence.push(
          claim(spanOfSegment(name.segment, sight), {
            field: 'customerName',
            value: name.text,
            score: 0.98,
            reader: NAME,
            because: 'our own company',
          }),
        )
        continue
      }
      const doubt = name.reasons.reduce((left, reason) => left * (1 - reason.weight), 1)
      const score = (1 - doubt) * (1 - 0.93 * name.customer)
      const because = name.reasons.map((reason) => reason.because).join(', ')
      if (score >= 0.08)
        evidence.push(
          claim(spanOfSegment(name.segment, sight), {
            field: 'supplierName',
            value: name.text,
            score: score * 0.97,
            reader: NAME,
            because,
            traits: traitsOf(name),
          }),
        )
    }
    evidence.push(...customerNames(names, sight))
    for (const { name, score, because } of addressees)
      evidence.push(
        claim(spanOfSegment(name.segment, sight), {
          field: 'customerName',
          value: name.text,
          score,
          reader: NAME,
          because,
          traits: { ...traitsOf(name), headsBlock: score },
        }),
      )
    return { evidence }
  },
}

/** The weights of its reasons by kind. */
function traitsOf(name: Name): Traits {
  const weight = (kind: RegExp): number =>
    name.reasons.reduce((most, reason) => (kind.test(reason.because) ? Math.max(most, reason.weight) : most), 0)
  return {
    customer: name.customer,
    legalForm: weight(/^has a legal form/) > 0 ? 1 : 0,
    inZone: weight(/^behind "/),
    headsBlock: weight(/^heads a block/),
    headsFirst: weight(/^heads the first/),
    inHead: weight(/^first on the page|^in the head/),
    setLarge: weight(/^set large/),
    repeated: weight(/^named /),
    fitsDomain: weight(/^fits the mail/),
    addressFollows: weight(/^an address/),
    speaksOfSelf: weight(/^beside contact/),
  }
}

function spanOfSegment(segment: Segment, sight: Sight): Span {
  return spanOf(sight.layout.lines[segment.line]!, { from: segment.from, to: segment.to })
}

function isOwn(key: string, own: ReadonlySet<string>): boolean {
  return [...own].some((name) => key === name || (name.length > 5 && key.startsWith(name)))
}

const PARTY_MEANINGS: ReadonlySet<string> = new Set(['customer', 'supplier', 'otherParty'])

/** Every text that can be a name on the first two pages and the last. Labels and titles are cut off; what is only one of them is no name. */
function collectNames(sight: Sight): Name[] {
  const names: Name[] = []
  const words = collectWords(sight)
  const last = sight.layout.pages.length
  for (const [index, line] of sight.layout.lines.entries()) {
    if (line.page > 2 && line.page !== last) continue
    const { labels, titles, amounts, dates, columns } = sight.lines[index]!
    const heads = columns.filter((column) => column.key.length > 2).length
    if (heads >= 3 || isTableRow(line, amounts)) continue
    for (const segment of line.segments) {
      const phrases = [...labels, ...titles].filter((phrase) => phrase.from >= segment.from && phrase.to <= segment.to)
      const front = phrases
        .filter(
          (phrase) =>
            phrase.leads &&
            // "Kunde & Söhne": the word is a name here.
            line.atoms[phrase.to]?.text !== '&' &&
            (phrase.colon ||
              phrase.alone ||
              phrase.quality > 0.85 ||
              sight.zones.some((zone) => zone.label === phrase)),
        )
        .map((phrase) => phrase.to)
      const from = Math.max(segment.from, ...front)
      // The label of the next column may stand close behind the name.
      const back = [...titles, ...labels.filter((label) => PARTY_MEANINGS.has(label.meaning))]
        .filter((phrase) => phrase.to === segment.to && phrase.from > from)
        .map((phrase) => phrase.from)
      const to = Math.min(segment.to, ...back)
      if (to <= from) continue
      if (
        [...amounts, ...dates].some(
          (sighting) =>
            sighting.from < to &&
            sighting.to > from &&
            (!('moneylike' in sighting) || sighting.sign !== undefined || sighting.decimals === 2),
        )
      )
        continue
      const whole = line.atoms
        .slice(from, to)
        .map((atom) => atom.text)
        .join(' ')
      // "@ontoso": a logo of which recognition knew the end.
      if (line.atoms[from]!.source === 'ocr' && /^[^\p{L}\p{N}\s"'„“(]+\p{Ll}/u.test(whole)) continue
      if (goesOn(segment, { line, sight }) || isSalutation(segment)) continue
      if (isTown(whole) || (mayBeStreet(whole) && standsOverTown(segment, { line, sight }))) continue
      const isOcr = line.atoms[from]!.source === 'ocr'
      const name = cutName(isOcr ? mendAmpersand(whole) : whole)
      const printed = name + restBelow({ line, segment }, sight) + careOf({ line, segment }, sight)
      const text = isOcr ? mendLegalForm(joinTorn(printed, words)) : printed
      if (!isNameLike(text) || (isOcr && isScrap(text))) continue
      const part: Segment = { ...segment, from, to, text: whole, box: spanOf(line, { from, to }).box }
      names.push({ text, key: nameKey(text), segment: part, reasons: [], customer: 0 })
    }
  }
  return names.filter((name) => name.key.length >= 2)
}

/** "Sayın Yetkili," and "Gentile cliente,": whoever it is. */
function isSalutation({ text }: Segment): boolean {
  return /\p{L},$/u.test(text) && text.split(/\s+/).length <= 3 && findLegalForm(text) === null && !/\d/.test(text)
}

/** The end of a sentence that began in the line above: "... services provided by the Sinclair / Broadcast Group." */
function goesOn(segment: Segment, { line, sight }: { line: Line; sight: Sight }): boolean {
  const above = sight.layout.lines[line.index - 1]
  if (!above || above.page !== line.page || line.box[1] - above.box[3] > 0.9 * line.height) return false
  const before = above.segments.find((other) => Math.abs(other.box[0] - segment.box[0]) < 0.6 * line.height)
  if (!before || /[.:;!?]$/.test(before.text)) return false
  const words = before.text.split(/\s+/)
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length
  return words.length >= 6 && small * 2 >= words.length && before.box[2] > segment.box[2]
}

function standsOverTown(segment: Segment, { line, sight }: { line: Line; sight: Sight }): boolean {
  const below = segmentBelow(segment, { line, lines: sight.layout.lines })
  return below !== null && hasPostcode(below.text)
}

/** Amounts in a row of many cells: what stands before them are goods. */
function isTableRow(line: Line, amounts: readonly AmountSighting[]): boolean {
  return line.segments.length >= 4 && amounts.some((amount) => !amount.percent && amount.moneylike > 0.9)
}

/** A name set large may run over two lines; the legal form tells that it does: "Østergaard & Kjærgaard" over "Kafferisteri A/S". */
function restBelow({ line, segment }: { line: Line; segment: Segment }, sight: Sight): string {
  const sizeOf = (at: Line, from: number): number => at.atoms[from]?.fontSize ?? 0
  const size = sizeOf(line, segment.from)
  if (size < 1.2 * sight.bodyHeight || findLegalForm(segment.text)) return ''
  const lower = segmentBelow(segment, { line, lines: sight.layout.lines })
  const below = lower && sight.layout.lines[lower.line]!
  if (!lower || !below || Math.abs(sizeOf(below, lower.from) - size) > 0.05 * size) return ''
  return findLegalForm(lower.text) ? ` ${cutName(lower.text)}` : ''
}

/** "Sinclair Broadcast / c/o WCHS": the second line names who it is for, and belongs to the name. */
function careOf({ line, segment }: { line: Line; segment: Segment }, sight: Sight): string {
  for (let at = line.index + 1; at <= line.index + 3; at++) {
    const next = sight.layout.lines[at]
    if (!next || next.page !== line.page || next.box[1] - line.box[3] > 1.5 * line.height) return ''
    const below = next.segments.find((other) => Math.abs(other.box[0] - segment.box[0]) < line.height)
    const name = /^c\/o\s+(.+)$/i.exec(below?.text ?? '')?.[1]
    if (name !== undefined && !isAddress(name)) return ` c/o ${name}`
  }
  return ''
}

function judgeZones(names: Name[], sight: Sight): void {
  for (const zone of sight.zones) {
    const inside = names.filter(
      (name) =>
        name.segment.page === zone.page &&
        zone.segments.some(
          (segment) =>
            segment.line === name.segment.line && segment.from <= name.segment.from && name.segment.to <= segment.to,
        ),
    )
    for (const [rank, name] of inside.entries()) {
      if (zone.kind === 'supplier') {
        const payee = zone.payee || PAYEE_KEYS.test(zone.label.key)
        name.reasons.push({
          weight: (payee ? 0.5 : 0.82) * zone.label.quality * 0.3 ** rank,
          because: `behind "${zone.label.raw}"`,
        })
      } else name.customer = Math.max(name.customer, zone.kind === 'customer' ? 0.97 : 0.8)
    }
  }
  // The customer's name elsewhere on the page is still the customer's.
  const customers = distinct(names.filter((name) => name.customer > 0.9 && name.key.length > 4))
  for (const name of names) if (isAmong(customers, name)) name.customer = Math.max(name.customer, 0.9)
  // Goods go to who ordered them.
  const receivers = distinct(names.filter((name) => name.customer === 0.8 && name.key.length > 4))
  const senders = distinct(names.filter((name) => name.reasons.length > 0))
  for (const name of names)
    if (isAmong(receivers, name) && !isAmong(senders, name)) name.customer = Math.max(name.customer, 0.65)
}

/** One of each spelling: what stands on every page is compared with once. */
function distinct(names: readonly Name[]): Name[] {
  return [...new Map(names.map((name) => [name.text, name])).values()]
}

function isAmong(list: readonly Name[], name: Name): boolean {
  return list.some((one) => one.key === name.key && isSameParty(one.text, name.text))
}

/** First and large on the first page. */
function judgeLetterhead(names: Name[], sight: Sight): void {
  const page = sight.layout.pages[0]
  if (!page) return
  let seen = 0
  for (const name of names) {
    const line = sight.layout.lines[name.segment.line]!
    if (findLegalForm(name.text)) name.reasons.push({ weight: 0.42, because: 'has a legal form' })
    if (name.segment.page !== 1) continue
    const high = name.segment.box[1] / page.height
    if (high < 0.3 && name.customer < 0.5) {
      const size =
        Math.max(...line.atoms.slice(name.segment.from, name.segment.to).map((atom) => atom.fontSize)) /
        Math.max(1, sight.bodyHeight)
      const rank = seen++
      if (rank < 6)
        name.reasons.push({
          weight: 0.34 * 0.72 ** rank,
          because: rank === 0 ? 'first on the page' : 'in the head of the page',
        })
      if (size > 1.25) name.reasons.push({ weight: Math.min(0.3, 0.16 * (size - 0.6)), because: 'set large' })
    }
    const next = sight.layout.lines[name.segment.line + 1]
    if (next && (isAddress(next.text) || isAddress(name.segment.text.slice(name.text.length))))
      name.reasons.push({ weight: 0.2, because: 'an address follows' })
    if (speaksOfSelf(line.text)) name.reasons.push({ weight: 0.18, because: 'beside contact or registration data' })
  }
}

/** The sender is named again: sender line, footer, account holder, signature. */
function judgeRepetition(names: Name[], sight: Sight): void {
  const text = foldLetters(
    sight.layout.lines
      .slice(0, 400)
      .map((line) => line.text)
      .join('\n'),
  ).replace(/[^\p{L}\p{N}]/gu, '')
  const counts = new Map<string, number>()
  for (const name of names) {
    if (name.key.length < 4) continue
    let count = counts.get(name.key)
    if (count === undefined) {
      count = Math.min(6, text.split(name.key).length - 1)
      counts.set(name.key, count)
    }
    if (count > 1) name.reasons.push({ weight: Math.min(0.35, 0.14 * (count - 1)), because: `named ${count} times` })
  }
}

/** Somebody else has the mail domain and website of the paper: who heads its first address is written to. */
function judgeAddressees(names: Name[]): void {
  const says = (name: Name, because: string): boolean => name.reasons.some((reason) => reason.because === because)
  const senders = names.filter((name) => says(name, FITS_DOMAIN) && findLegalForm(name.text))
  if (senders.length === 0) return
  for (const name of names) {
    if (!says(name, HEADS_FIRST) || says(name, FITS_DOMAIN)) continue
    if (senders.every((sender) => sender.key !== name.key)) name.customer = Math.max(name.customer, 0.6)
  }
}

function customerNames(names: readonly Name[], sight: Sight): Claim[] {
  const evidence: Claim[] = []
  for (const zone of sight.zones) {
    if (zone.kind !== 'customer') continue
    const name = names.find(
      (candidate) =>
        candidate.segment.page === zone.page &&
        zone.segments.some(
          (segment) =>
            segment.line === candidate.segment.line &&
            segment.from <= candidate.segment.from &&
            candidate.segment.to <= segment.to,
        ),
    )
    if (name)
      evidence.push(
        claim(spanOfSegment(name.segment, sight), {
          field: 'customerName',
          value: name.text,
          score: 0.8 * zone.label.quality,
          reader: NAME,
          because: `behind "${zone.label.raw}"`,
          traits: { ...traitsOf(name), inZone: zone.label.quality },
        }),
      )
  }
  for (const name of names) {
    const how = judgeCustomer(name)
    if (how === undefined) continue
    const { text: value, segment } = name
    const of = { field: 'customerName', value, reader: NAME, traits: traitsOf(name), ...how } as const
    evidence.push(claim(spanOfSegment(segment, sight), of))
  }
  return evidence
}

function judgeCustomer({ customer }: Name): { score: number; because: string } | undefined {
  if (customer > 0.3 && customer < 0.7) return { score: 0.4, because: 'heads the second address' }
  if (customer === RECEIVER) return { score: 0.75, because: 'below the line of the sender' }
  return customer === 0.8 ? { score: 0.2, because: 'delivery address' } : undefined
}
