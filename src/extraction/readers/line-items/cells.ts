import type { Box } from '../../../../schemas/transcript.ts'
import { coverBoxes } from '../../layout/boxes.ts'
import type { Line } from '../../layout/types.ts'
import { readNumber } from '../../notation/number.ts'
import type { Sight } from '../../sight.ts'

/** A number of a table, sign included. */
export type CellNumber = { value: string; decimals: number; percent: boolean; signed: boolean }

/** What stands together in one line of a table: a number, a date, or a run of words. */
export type Cell = {
  line: Line
  from: number
  to: number
  box: Box
  /** Right edge with the short word behind a number ("12 Stck"): units of different width push right-aligned counts apart. */
  reach: number
  text: string
  number?: CellNumber
  date: boolean
  /** A number that stands on its own as a column's does, not inside a sentence ("Kabel 3 m"). */
  columnar: boolean
}

/** Longer words behind a number are no unit. */
export const LONGEST_UNIT = 14
/** A gap wider than this many line heights separates two runs of words. */
const RUN_GAP = 1.05
/** In line heights; columns stand further apart. */
const THOUSANDS_GAP = 0.65
/** A number after a gap this wide belongs to no sentence. */
export const LOOSE_GAP = 0.75
/** "2x", "x2", "10kg", "1.5h" - the unit is glued to the count. */
const GLUED = /^(?:[x×](?<after>\d{1,5})|(?<count>\d{1,5}(?:[.,]\d{1,3})?)[|]?(?<unit>[x×]|\p{L}{1,4}\.?))$/u
/** "95,00/h", "$50.00/hr": a price and what it is for. */
const PER = /^[€$£]?(?<price>\d[\d.,]*)(?:€|\p{L}{2,3})?\/\p{L}{1,8}\.?$/u

/** Where a column's name begins so may its words, though hardly more than a blank lies before them; in blanks, and in line heights. */
const NAMED_GAP = 1.6
const NAMED_EDGE = 0.4

/** The cells of a line, left to right. `edges`: where the names of the head begin. */
export function readCells(line: Line, sight: Sight, edges: readonly number[] = []): Cell[] {
  const seen = sight.lines[line.index]!
  const cells: Cell[] = []
  let at = 0
  let run = 0
  const goesOn = (stop: number): boolean => {
    const left = line.atoms[stop]!.box[0]
    const gap = left - line.atoms[stop - 1]!.box[2]
    if (gap > RUN_GAP * line.height) return false
    return (
      gap < NAMED_GAP * line.blank * line.height ||
      !edges.some((edge) => Math.abs(edge - left) < NAMED_EDGE * line.height)
    )
  }
  const closeRun = (end: number): void => {
    for (let start = run; start < end; ) {
      let stop = start + 1
      while (stop < end && goesOn(stop)) stop++
      cells.push(cellOf(line, { from: start, to: stop }))
      start = stop
    }
  }
  while (at < line.atoms.length) {
    const date = seen.dates.find((candidate) => candidate.from === at)
    if (date) {
      closeRun(at)
      cells.push({ ...cellOf(line, { from: at, to: date.to }), date: true })
      run = at = date.to
      continue
    }
    const amount = seen.amounts.find((candidate) => Math.max(candidate.from, run) === at && candidate.to > at)
    const glued = amount ? null : (readGlued(line.atoms[at]!.text, sight) ?? readMixed(line.atoms[at]!))
    if (!amount && !glued) {
      at++
      continue
    }
    closeRun(at)
    const to = amount?.to ?? at + 1
    const number: CellNumber = amount
      ? { value: amount.value, decimals: amount.decimals, percent: amount.percent, signed: amount.sign !== undefined }
      : glued!
    cells.push({ ...cellOf(line, { from: at, to }), number })
    run = at = to
  }
  closeRun(line.atoms.length)
  joinThousands(cells, line)
  markColumnar(cells, line)
  for (const [at, cell] of cells.entries()) {
    const next = cells[at + 1]
    if (cell.columnar && next && isUnitLike(next) && next.box[0] - cell.box[2] < 0.6 * line.height)
      cell.reach = next.box[2]
  }
  return cells
}

function isUnitLike(cell: Cell): boolean {
  return !cell.number && !cell.date && cell.to - cell.from <= 2 && cell.text.length <= LONGEST_UNIT
}

function cellOf(line: Line, { from, to }: { from: number; to: number }): Cell {
  const atoms = line.atoms.slice(from, to)
  const box = coverBoxes(atoms.map((atom) => atom.box))
  return {
    line,
    from,
    to,
    box,
    reach: box[2],
    text: atoms.map((atom) => atom.text).join(' '),
    date: false,
    columnar: false,
  }
}

function readGlued(text: string, sight: Sight): CellNumber | null {
  const rate = /^%(\d{1,2}(?:[.,]\d{1,2})?)$/.exec(text)?.[1]
  const percent = rate === undefined ? null : readNumber(rate, sight.numberStyle)
  if (percent) return { value: percent.value, decimals: percent.decimals, percent: true, signed: false }
  const parts = GLUED.exec(text)?.groups ?? PER.exec(text)?.groups
  const digits = parts?.['after'] ?? parts?.['count'] ?? parts?.['price']
  if (digits === undefined) return null
  const read = readNumber(digits, sight.numberStyle)
  return read && { value: read.value, decimals: read.decimals, percent: false, signed: false }
}

/** "2.978,666.00": recognition takes one separator for the other; groups of three and two decimals leave one reading. */
function readMixed(atom: Line['atoms'][number]): CellNumber | null {
  if (atom.source !== 'ocr') return null
  const digits = /^(?<sign>[€$£])?(?<whole>\d{1,3}(?:[.,]\d{3})+)[.,](?<cents>\d{2})$/u.exec(atom.text)?.groups
  if (!digits) return null
  const value = `${digits['whole']!.replace(/[.,]/g, '')}.${digits['cents']!}`
  return { value, decimals: 2, percent: false, signed: digits['sign'] !== undefined }
}

/** "1 200,00" in type of even width, where a blank is wider than the one that numbers are usually grouped by. */
function joinThousands(cells: Cell[], line: Line): void {
  for (let at = cells.length - 1; at > 0; at--) {
    const head = cells[at - 1]!
    const tail = cells[at]!
    if (!head.number || !tail.number || head.number.percent || tail.number.percent || tail.number.decimals === 0)
      continue
    if (!/^-?[1-9]\d{0,2}$/.test(head.text) || !/^\d{3}[.,]\d{2}(?!\d)/.test(tail.text)) continue
    if (tail.box[0] - head.box[2] > THOUSANDS_GAP * line.height) continue
    const [whole = '', cents = ''] = tail.number.value.split('.')
    const number = { ...tail.number, value: `${head.number.value}${whole.padStart(3, '0')}.${cents}` }
    cells.splice(at - 1, 2, { ...cellOf(line, { from: head.from, to: tail.to }), number })
  }
}

function markColumnar(cells: Cell[], line: Line): void {
  for (const [at, cell] of cells.entries()) {
    if (!cell.number) continue
    const before = cells[at - 1]
    if (!before || cell.box[0] - before.box[2] > LOOSE_GAP * line.height) cell.columnar = true
    else if (before.columnar || before.date) cell.columnar = true
    // "2 Stk. 10,00": the unit between two numbers.
    else if (before.to - before.from === 1 && cells[at - 2]?.columnar) cell.columnar = true
    else if (at === cells.length - 1 && cell.number.decimals === 2) cell.columnar = true
  }
}
