import { formOf, nameKey } from '../../notation/company-name.ts'
import { editDistance } from '../../notation/edit-distance.ts'
import { foldLetters } from '../../notation/plain-text.ts'
import type { Sight } from '../../sight.ts'
import type { Name } from './judge-blocks.ts'

/** Shorter names differ by a letter or two from other names. */
const SHORTEST = 6
/** Of the letters of a name, how many recognition may have got wrong. */
const MOST_WRONG = 0.16

/**
 * What recognition read in several ways is one name: each place takes the reading that is nearest to all of them, the surer words first.
 * A name stands large in the letterhead and small in the footer, and seldom goes wrong in the same letter. Changes `names` in place.
 */
export function settleSpelling(names: Name[], sight: Sight): void {
  const read = names
    .filter((name) => name.key.length >= SHORTEST && isRecognized(name, sight))
    .map((name) => ({ name, letters: lettersOf(name.text), trust: trustOf(name, sight) }))
  const settled = new Map<Name, string>()
  for (const one of read) {
    const group = read.filter((other) => areAlike(one, other))
    if (group.every((other) => other.name.text === one.name.text)) continue
    const farness = (text: string): number =>
      group.reduce((sum, other) => sum + other.trust * editDistance(text, { b: other.letters, most: text.length }), 0)
    const best = group.reduce((a, b) => {
      const [farA, farB] = [farness(a.letters), farness(b.letters)]
      return farB < farA || (farB === farA && b.trust > a.trust) ? b : a
    })
    settled.set(one.name, best.name.text)
  }
  for (const [name, text] of settled) {
    name.text = text
    name.key = nameKey(text)
  }
}

type Read = { name: Name; letters: string; trust: number }

function areAlike(a: Read, b: Read): boolean {
  const [formA, formB] = [formOf(a.name.text), formOf(b.name.text)]
  // "Lund Kafferisteri ApS" buys of "Lund Kafferisteri A/S".
  if (formA !== '' && formB !== '' && formA !== formB) return false
  const most = Math.floor(MOST_WRONG * Math.min(a.letters.length, b.letters.length))
  return editDistance(a.letters, { b: b.letters, most }) <= most
}

/** With diacritics, for they are what recognition loses. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function atomsOf({ segment }: Name, sight: Sight) {
  return sight.layout.lines[segment.line]!.atoms.slice(segment.from, segment.to)
}

function isRecognized(name: Name, sight: Sight): boolean {
  return atomsOf(name, sight).some((atom) => atom.source === 'ocr')
}

/** Its least sure word decides. */
function trustOf(name: Name, sight: Sight): number {
  return Math.max(0.05, Math.min(...atomsOf(name, sight).map((atom) => atom.confidence)))
}

const HYPHENATED = /\p{L}+(?:-\p{L}+)+/gu

/** Words of the document, folded; in web addresses only hyphens part them. */
export function collectWords(sight: Sight): ReadonlySet<string> {
  const words = new Set<string>()
  for (const line of sight.layout.lines)
    for (const token of line.text.split(' '))
      if (!/@|\p{L}\.\p{L}/u.test(token)) words.add(bare(token))
      else
        for (const part of foldLetters(token)
          .match(HYPHENATED)
          ?.flatMap((name) => name.split('-')) ?? [])
          words.add(part)
  return words
}

/** A torn off piece is no longer than this, or it may be a word of its own. */
const LONGEST_PIECE = 3

/** "CO NTOSO", "Vasseu r Domai ne": wide type torn into pieces that stand whole elsewhere in the document. */
export function joinTorn(text: string, words: ReadonlySet<string>): string {
  const joined: string[] = []
  for (const word of text.split(' ')) {
    const before = joined.at(-1)
    const shorter = before === undefined ? 0 : Math.min(bare(before).length, bare(word).length)
    if (shorter > 0 && shorter <= LONGEST_PIECE && words.has(bare(`${before}${word}`)))
      joined[joined.length - 1] += word
    else joined.push(word)
  }
  return joined.join(' ')
}

function bare(word: string): string {
  return foldLetters(word).replace(/[^\p{L}\p{N}]/gu, '')
}
