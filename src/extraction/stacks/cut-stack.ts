/**
 * Where documents begin in a file, decided over all pages at once: every way to cut it is weighed by the evidence at each of its pages and by
 * whether its documents are whole. Dynamic programming finds the likeliest way and how likely each boundary is over all ways.
 */
import type { PageFacts } from './see-page.ts'
import { type Running, type Verdict, weighBoundary } from './weigh-boundary.ts'

export type FoundPiece = {
  pages: PageFacts[]
  /** Its first page against the document before; null for the first piece. */
  verdict: Verdict | null
  /** How likely a document begins there; 1 for the first. */
  probability: number
}
export type FoundCut = {
  pieces: FoundPiece[]
  /** The likeliest boundary that was not made. */
  missed: number
}

/** The logarithm of the odds against a document without a number, and without a total, where the file has several. */
const WITHOUT_NUMBER = 0.7
const WITHOUT_TOTAL = 1.5
const LEAST_SCORE = 0.3

/** Cuts the pages of a file, given in order, into documents. Pure. Compares each page with each that may begin its document: some 10 µs. */
export function cutStack(pages: readonly PageFacts[]): FoundCut {
  const count = pages.length
  const weights = pages.map((_, start) => weighFrom(pages, start))
  const forward = [0]
  const best = [0]
  const from = [0]
  for (let end = 1; end <= count; end++) {
    const sums: number[] = []
    best[end] = Number.NEGATIVE_INFINITY
    for (let start = 0; start < end; start++) {
      const { weight } = weights[start]![end - start - 1]!
      sums.push(forward[start]! + weight)
      if (best[start]! + weight > best[end]!) {
        best[end] = best[start]! + weight
        from[end] = start
      }
    }
    forward[end] = sumOfOdds(sums)
  }
  const backward: number[] = []
  backward[count] = 0
  for (let start = count - 1; start >= 0; start--) {
    const after = weights[start]!.map(({ weight }, length) => weight + backward[start + length + 1]!)
    backward[start] = sumOfOdds(after)
  }
  const likelihood = (start: number) => Math.exp(forward[start]! + backward[start]! - forward[count]!)
  const starts: number[] = []
  for (let end = count; end > 0; end = from[end]!) starts.unshift(from[end]!)
  return {
    pieces: starts.map((start, at) => ({
      pages: pages.slice(start, starts[at + 1] ?? count),
      verdict: at === 0 ? null : weights[starts[at - 1]!]![start - starts[at - 1]! - 1]!.next,
      probability: start === 0 ? 1 : likelihood(start),
    })),
    missed: Math.max(0, ...pages.map((_, start) => (starts.includes(start) ? 0 : likelihood(start)))),
  }
}

type Ending = {
  /** Of the document from the start up to here, and that the next page begins another one. */
  weight: number
  /** The next page against it; null at the end of the file. */
  next: Verdict | null
}

/** What each document that begins at `start` weighs, by its length from 1 on. */
function weighFrom(pages: readonly PageFacts[], start: number): Ending[] {
  const endings: Ending[] = []
  let running: Running | null = null
  let goesOn = 0
  for (let end = start + 1; end <= pages.length; end++) {
    running = take(running, pages[end - 1]!)
    const page = pages[end]
    const isWhole = start === 0 && page === undefined
    const missing = isWhole || !running ? 0 : weighMissing(running)
    const next = page === undefined ? null : judge(page, running)
    endings.push({ weight: goesOn - missing + (next ? logOfShare(next.weight) : 0), next })
    if (next) goesOn += logOfShare(-next.weight)
  }
  return endings
}

const NEVER: Verdict = { weight: -50, reasons: [], kinds: 0 }

/** Blank pages and separators go with what lies before them. */
function judge(page: PageFacts, running: Running | null): Verdict {
  return page.isBlank || page.isSeparator || running === null ? NEVER : weighBoundary(page, running)
}

function take(running: Running | null, page: PageFacts): Running | null {
  const isBetween = page.isBlank || page.isSeparator
  if (running === null) {
    if (isBetween) return null
    const { number, identities, total } = page
    return { first: page, last: page, blanksBetween: false, separatorBetween: false, number, identities, total }
  }
  if (isBetween) {
    return {
      ...running,
      blanksBetween: running.blanksBetween || page.isBlank,
      separatorBetween: running.separatorBetween || page.isSeparator,
    }
  }
  return {
    first: running.first,
    last: page,
    blanksBetween: false,
    separatorBetween: false,
    // What the first page says leads; on later ones numbers of other things stand.
    number: (running.number?.score ?? 0) >= LEAST_SCORE ? running.number : (page.number ?? running.number),
    identities: running.identities.size > 0 ? running.identities : page.identities,
    total: Math.max(running.total, page.total),
  }
}

function weighMissing({ number, total }: Running): number {
  return ((number?.score ?? 0) < LEAST_SCORE ? WITHOUT_NUMBER : 0) + (total < LEAST_SCORE ? WITHOUT_TOTAL : 0)
}

/** The logarithm of the probability that has these logarithmic odds. */
function logOfShare(weight: number): number {
  return weight > 0 ? -Math.log1p(Math.exp(-weight)) : weight - Math.log1p(Math.exp(weight))
}

function sumOfOdds(logarithms: readonly number[]): number {
  const most = Math.max(...logarithms)
  if (most === Number.NEGATIVE_INFINITY) return most
  return most + Math.log(logarithms.reduce((sum, one) => sum + Math.exp(one - most), 0))
}
