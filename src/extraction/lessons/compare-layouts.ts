import type { LayoutPrint, SupplierMemory } from '../../../schemas/lesson.ts'
import type { Layout } from '../layout/types.ts'
import type { Furniture } from './find-furniture.ts'

type PrintedWord = LayoutPrint['words'][number]

const MOST_WORDS = 60
/** Shares of a print's words that must be where they were. Half of them are still there when lines of goods and a few words differ. */
const ALIKE = 0.55
/** Points that words may have moved sideways, or at the head of the page up and down. */
const MOVED = 14
/** Below this share of the first page things move with the lines above them. */
const HEAD = 0.4

/** What of a paper may stay: its words but for `isOfGoods` (lines of the bill), the first of each. */
export function printLayout(
  furniture: readonly Furniture[],
  { isOfGoods }: { isOfGoods: (one: Furniture) => boolean },
): LayoutPrint {
  const words = new Map<string, PrintedWord>()
  for (const one of furniture) {
    if (one.key.length < 3 || words.has(one.key) || isOfGoods(one)) continue
    const [left, top, right] = one.box
    words.set(one.key, { key: one.key, left: round(left), right: round(right), top: round(top), seen: 1 })
  }
  return { words: [...words.values()].slice(0, MOST_WORDS), bills: 1 }
}

/** The known layout that a document has: most of its words are there, at their places. Null: it is another one. */
export function recognizeLayout(
  layouts: SupplierMemory['layouts'],
  { furniture, layout }: { furniture: readonly Furniture[]; layout: Layout },
): { id: string; print: LayoutPrint; likeness: number } | null {
  const head = HEAD * (layout.pages[0]?.height ?? 0)
  const byKey = Map.groupBy(furniture, (one) => one.key)
  const judged = layouts.map((one) => ({ ...one, likeness: likenessOf(one.print, { byKey, head }) }))
  const best = judged.toSorted((a, b) => b.likeness - a.likeness)[0]
  return best && best.likeness >= ALIKE ? best : null
}

/** The print after another bill of the layout: what is there again counts for more. */
export function confirmPrint(
  print: LayoutPrint,
  { furniture, layout }: { furniture: readonly Furniture[]; layout: Layout },
): LayoutPrint {
  const head = HEAD * (layout.pages[0]?.height ?? 0)
  const byKey = Map.groupBy(furniture, (one) => one.key)
  const words = print.words.map((word) => ({ ...word, seen: word.seen + (isThere(word, { byKey, head }) ? 1 : 0) }))
  return { words, bills: print.bills + 1 }
}

type Found = { byKey: ReadonlyMap<string, readonly Furniture[]>; head: number }

function likenessOf(print: LayoutPrint, found: Found): number {
  let all = 0
  let there = 0
  for (const word of print.words) {
    // What was on every bill so far counts in full; what was on one of many is hardly part of the layout.
    const weight = word.seen / print.bills
    all += weight
    if (isThere(word, found)) there += weight
  }
  return all === 0 ? 0 : there / all
}

function isThere(word: PrintedWord, { byKey, head }: Found): boolean {
  return (byKey.get(word.key) ?? []).some(({ box: [left, top, right] }) => {
    const aside = Math.min(Math.abs(left - word.left), Math.abs(right - word.right))
    return aside <= MOVED && (word.top > head || Math.abs(top - word.top) <= MOVED)
  })
}

function round(points: number): number {
  return Math.round(points * 10) / 10
}
