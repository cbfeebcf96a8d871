import { zoneAt } from '../../layout/find-party-zones.ts'
import { foldLetters } from '../../notation/plain-text.ts'
import type { Sight } from '../../sight.ts'
import { FITS_DOMAIN, type Name } from './judge-blocks.ts'

const WEB_ADDRESS = /(?:@|www\s?\.\s?|https?:\/\/(?:www\.)?)([\p{L}\d-]+(?:\.[\p{L}\d-]+)*)\s?[.,]\s?[a-z]{2,}/giu
/** Where recognition made something else of "@" or "www": "kontaktØacme.example", "hjernstad-odegard. example". */
const MISREAD_ADDRESS =
  /(?<![\p{L}\p{N}@.-])(\p{Ll}[\p{L}\p{N}-]{5,}\.|\p{Ll}[\p{L}\p{N}]*-[\p{Ll}\p{N}-]+[.,]\s)\p{Ll}{2,7}(?!\p{L})/gu

/** Parts of addresses that many companies share. */
const COMMON = /^(gmail|yahoo|hotmail|outlook|icloud|web|gmx|mail|info|example|www|shop|aol|email|live|tonline)$/

/** A name is a part of a longer domain where it begins it, or fills this much of it ("rooms" in "oyorooms" does neither). */
const MOST_OF_DOMAIN = 0.7
/** Of a misread domain, this much must stand in the name as it is, and no fewer letters than these. */
const MOST_OF_MISREAD = 0.5
const LEAST_COMMON = 7

/** Mail addresses and websites on an invoice are the supplier's more often than the customer's. */
export function judgeDomains(names: readonly Name[], sight: Sight): void {
  const domains = findDomains(sight, WEB_ADDRESS)
  const misread = findDomains(sight, MISREAD_ADDRESS)
  for (const name of names) {
    const key = asInDomains(name.key)
    const words = asInDomains(foldLetters(name.text))
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2)
    const isRecognized = sight.layout.lines[name.segment.line]!.atoms[name.segment.from]?.source === 'ocr'
    if (
      domains.some((domain) => fits(key, { domain, words })) ||
      (isRecognized && misread.some((domain) => sharesMost(key, domain)))
    )
      name.reasons.push({ weight: 0.4, because: FITS_DOMAIN })
  }
}

/** "Görlitz" is goerlitz in one domain and gorlitz in the next. */
function asInDomains(folded: string): string {
  return folded.replace(/(?<=[aou])e/g, '')
}

function findDomains(sight: Sight, address: RegExp): string[] {
  const domains = new Set<string>()
  for (const line of sight.layout.lines) {
    for (const match of line.text.matchAll(address)) {
      if (zoneAt(sight.zones, { page: line.page, box: line.box })?.kind === 'customer') continue
      for (const part of foldLetters(match[1]!).split('.')) {
        const key = asInDomains(part.replace(/[^a-z0-9]/g, ''))
        if (key.length >= 3 && !COMMON.test(key)) domains.add(key)
      }
    }
  }
  return [...domains]
}

function fits(key: string, { domain, words }: { domain: string; words: readonly string[] }): boolean {
  if (key.length < 3) return false
  if (domain === key || (domain.length >= 5 && key.includes(domain))) return true
  if (key.length >= 5 && domain.includes(key))
    return domain.startsWith(key) || key.length >= MOST_OF_DOMAIN * domain.length
  return words.length > 1 && words.every((word) => domain.includes(word))
}

function sharesMost(key: string, domain: string): boolean {
  const common = longestCommon(key, domain)
  return common >= LEAST_COMMON && common >= MOST_OF_MISREAD * Math.min(key.length, domain.length)
}

/** Length of the longest run of letters that both hold. */
function longestCommon(a: string, b: string): number {
  let longest = 0
  let row = new Array<number>(b.length + 1).fill(0)
  for (const letter of a) {
    const next = [0]
    for (let at = 1; at <= b.length; at++) {
      const length = letter === b[at - 1] ? row[at - 1]! + 1 : 0
      next.push(length)
      longest = Math.max(longest, length)
    }
    row = next
  }
  return longest
}
