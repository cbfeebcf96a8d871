import type { Anchor, PlaceContent } from '../../../schemas/lesson.ts'
import { middleOf } from '../layout/boxes.ts'
import type { Layout, Line, Span } from '../layout/types.ts'
import type { AmountSighting } from '../notation/amounts.ts'
import type { Furniture } from './find-furniture.ts'

const MOST_ANCHORS = 6
/** Points beyond which words say nothing of a place. */
const REACH = 320
/** Points up and down within which two things stand in one line. */
const SAME_LINE = 4

/** Where a value stands: from the words around it, and on its page. */
export function measurePlace(
  { span, before, after }: { span: Span; before: string; after: string },
  { furniture, layout }: { furniture: readonly Furniture[]; layout: Layout },
): PlaceContent {
  const { line, box } = span
  const page = layout.pages[line.page - 1]!
  const onPage = furniture.filter((one) => one.line.page === line.page)
  const counts = Map.groupBy(onPage, ({ key }) => key)
  const anchors = onPage
    // What stands in several places ("EUR") points to several.
    .filter(({ key }) => counts.get(key)!.length === 1)
    .filter((one) => !(one.line === line && one.from < span.to && span.from < one.to))
    .map((one) => anchorOf(one, span))
    .filter((anchor) => distanceOf(anchor) < REACH)
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .slice(0, MOST_ANCHORS)
  return {
    anchors,
    page: layout.pages.length === 1 ? 'only' : line.page === 1 ? 'first' : 'last',
    edges: {
      left: round(box[0]),
      right: round(page.width - box[2]),
      top: round(box[1]),
      bottom: round(page.height - box[3]),
    },
    form: formOf(span.raw),
    before,
    after,
  }
}

function anchorOf(words: Furniture, value: Span): Anchor {
  return {
    text: words.raw.slice(0, 80),
    key: words.key.slice(0, 80),
    left: round(value.box[0] - words.box[0]),
    right: round(value.box[2] - words.box[0]),
    width: round(words.box[2] - words.box[0]),
    down: round(middleOf(value.box).y - middleOf(words.box).y),
  }
}

/** How much words say of a place: a label in the same line most, however far it stands; words above more than words beside. */
export function weightOf(anchor: Anchor): number {
  const aside = asideOf(anchor)
  if (Math.abs(anchor.down) <= SAME_LINE) return Math.exp(-aside / 400) * (isLeftOf(anchor) ? 1 : 0.6)
  return 0.8 * Math.exp(-(Math.abs(anchor.down) + 0.4 * aside) / 60) * (anchor.down > 0 ? 1 : 0.8)
}

/** Points that amounts of one column may differ at their right edge. */
const SAME_EDGE = 4

/** The amounts of a page that end where this one does, from the top. */
export function columnOf(
  right: number,
  { lines, amountsOf }: { lines: readonly Line[]; amountsOf: (line: Line) => readonly AmountSighting[] },
): AmountSighting[] {
  return lines.flatMap((line) =>
    amountsOf(line).filter(({ box, decimals, percent }) => {
      return !percent && decimals === 2 && Math.abs(box[2] - right) <= SAME_EDGE
    }),
  )
}

/** In words for people: `right of "Number"`. */
export function describeAnchor(anchor: Anchor): string {
  const how =
    Math.abs(anchor.down) <= SAME_LINE
      ? isLeftOf(anchor)
        ? 'right of'
        : 'left of'
      : anchor.down > 0
        ? 'below'
        : 'above'
  return `${how} "${anchor.text}"`
}

function isLeftOf(anchor: Anchor): boolean {
  return anchor.left >= anchor.width - 1
}

/** The gap sideways, in points; 0 where one stands over the other. */
function asideOf({ left, right, width }: Anchor): number {
  return Math.max(0, left - width, -right)
}

function distanceOf(anchor: Anchor): number {
  return Math.hypot(asideOf(anchor), anchor.down)
}

/** `INV-2026/0815` is `A-9/9`: runs of letters and digits, other signs as they are. */
export function formOf(text: string): string {
  return text
    .trim()
    .replace(/\p{L}+/gu, 'A')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ')
}

function round(points: number): number {
  return Math.round(points * 10) / 10
}
