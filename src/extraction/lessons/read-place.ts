import type { PlaceContent } from '../../../schemas/lesson.ts'
import { middleOf } from '../layout/boxes.ts'
import type { Layout, Line, Span } from '../layout/types.ts'
import type { AmountSighting } from '../notation/amounts.ts'
import type { Furniture } from './find-furniture.ts'
import { columnOf, weightOf } from './measure-place.ts'

/** Where a value should stand by one pair of words; distances in points. */
type Expected = { page: number; left: number; right: number; y: number; weight: number }

/** Words of the page by their keys, and the page. */
export type Grounds = {
  byKey: ReadonlyMap<string, readonly Furniture[]>
  layout: Layout
  amountsOf: (line: Line) => readonly AmountSighting[]
}

/** Line heights that a value may stand off sideways or up and down. */
const ASIDE = 3
const OFF_LINE = 0.9
/** The place on the page alone: where no words stay, or as one more hint. */
const EDGES = 0.25
/** The order of sums in their column. */
const ORDER = 0.3
/** Words that together weigh so much name a place as well as a label does; less is doubtful. */
const ENOUGH_WORDS = 0.6
/** Words that are gone speak against a place, but less than words that are there and point elsewhere. */
const MISSING = 0.5
/** Below this the place is not recognized. */
const LEAST_FIT = 0.45

/** What stands at a learned place: of `candidatesOf` a line the one that fits best, 0 to 1; `rival` is the fit of the next best. */
export function readPlace<T extends Span>(
  place: PlaceContent,
  { grounds, candidatesOf }: { grounds: Grounds; candidatesOf: (line: Line) => readonly T[] },
): { target: T; fit: number; rival: number } | null {
  const { layout } = grounds
  const expected = expectPlaces(place, grounds)
  const all = place.anchors.reduce(
    (sum, anchor, at) => sum + weightOf(anchor) * (expected[at]!.length > 0 ? 1 : MISSING),
    EDGES + (place.below === undefined ? 0 : ORDER),
  )
  const lines = layout.lines.filter((line) =>
    expected.some((one) =>
      one.some(({ page, y }) => page === line.page && Math.abs(y - middleOf(line.box).y) < OFF_LINE * line.height),
    ),
  )
  const judged = lines
    .flatMap((line) => candidatesOf(line))
    .map((target) => ({ target, fit: fitOf(target, expected) / all }))
    .toSorted((a, b) => b.fit - a.fit)
  const [best, ...others] = judged
  if (!best || best.fit < LEAST_FIT) return null
  const rival = others.find(({ target }) => target.line !== best.target.line || target.from >= best.target.to)
  const words = fitOf(best.target, expected.slice(0, place.anchors.length))
  const support = 0.5 + 0.5 * Math.min(1, words / ENOUGH_WORDS)
  return { target: best.target, fit: best.fit * support, rival: (rival?.fit ?? 0) * support }
}

/** For each anchor the places that its words point to, and for the page one. */
function expectPlaces({ anchors, edges, page, below }: PlaceContent, grounds: Grounds): Expected[][] {
  const { byKey, layout } = grounds
  const last = layout.pages.length
  const pages = page === 'first' ? [1] : page === 'last' ? [last, last - 1] : [1, last, last - 1]
  const fromWords = anchors.map((anchor) =>
    (byKey.get(anchor.key) ?? [])
      .filter((words) => pages.includes(words.line.page))
      .map((words) => ({
        page: words.line.page,
        left: words.box[0] + anchor.left,
        right: words.box[0] + anchor.right,
        y: middleOf(words.box).y + anchor.down,
        weight: weightOf(anchor),
      })),
  )
  const fromEdges = layout.pages
    .filter(({ number }) => pages.includes(number))
    .flatMap(({ number, width, height }) =>
      [edges.top, height - edges.bottom].map((y) => ({
        page: number,
        left: edges.left,
        right: width - edges.right,
        // The top or the bottom stays; which of the two is not known, so the middle of a line of usual height is meant.
        y: y === edges.top ? y + 5 : y - 5,
        weight: EDGES,
      })),
    )
  return [...fromWords, fromEdges, below === undefined ? [] : expectInOrder({ below, edges, pages }, grounds)]
}

/** The sum that has so many below it. */
function expectInOrder(
  { below, edges, pages }: Pick<PlaceContent, 'edges'> & { below: number; pages: readonly number[] },
  { layout, amountsOf }: Grounds,
): Expected[] {
  return layout.pages
    .filter(({ number }) => pages.includes(number))
    .flatMap(({ number, width, lines }) => {
      const column = columnOf(width - edges.right, { lines, amountsOf })
      const amount = column[column.length - 1 - below]
      if (!amount) return []
      const [left, , right] = amount.box
      return [{ page: number, left, right, y: middleOf(amount.box).y, weight: ORDER }]
    })
}

/** How well the words agree on this place; what points elsewhere counts nothing, what is not there a part of its weight. */
function fitOf(target: Span, expected: readonly Expected[][]): number {
  const { line, box } = target
  const y = middleOf(box).y
  return expected.reduce((sum, places) => {
    if (places.length === 0) return sum
    const fits = places.map((place) => {
      if (place.page !== line.page) return 0
      const aside = Math.min(Math.abs(place.left - box[0]), Math.abs(place.right - box[2])) / line.height
      const off = Math.abs(place.y - y) / line.height
      return Math.max(0, 1 - aside / ASIDE) * Math.max(0, 1 - off / OFF_LINE) * place.weight
    })
    return sum + Math.max(...fits)
  }, 0)
}
