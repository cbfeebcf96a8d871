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
  text: string
  number?: CellNumber
  date: boolean
  /** A number that stands on its own as a column's does, not inside a sentence ("Kabel 3 m"). */
  columnar: boolean
}

/** A gap wider than this many line heights separates two runs of words. */
const RUN_GAP = 1.05
/** A number after a gap this wide belongs to no sentence. */
const LOOSE_GAP = 0.75
/** "2x", "x2", "10kg", "1.5h" - the unit is glued to the count. */
const GLUED = /^(?:[x×](?<after>\d{1,5})|(?<count>\d{1,5}(?:[.,]\d{1,3})?)(?<unit>[x×]|\p{L}{1,4}\.?))$/u
/** "95,00/h", "$50.00/hr": a price and what it is for. */
const PER = /^[€$£]?(?<price>\d[\d.,]*)(?:€|\p{L}{2,3})?\/\p{L}{1,8}\.?$/u

/** The cells of a line, left to right. */
export function readCells(line: Line, sight: Sight): Cell[] {
  const seen = sight.lines[line.index]!
  const cells: Cell[] = []
  let at = 0
  let run = 0
  const closeRun = (end: number): void => {
    for (let start = run; start < end; ) {
      let stop = start + 1
      while (stop < end && line.atoms[stop]!.box[0] - line.atoms[stop - 1]!.box[2] <= RUN_GAP * line.height) stop++
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
    const glued = amount ? null : readGlued(line.atoms[at]!.text, sight)
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
  markColumnar(cells, line)
  return cells
}

function cellOf(line: Line, { from, to }: { from: number; to: number }): Cell {
  const atoms = line.atoms.slice(from, to)
  return {
    line,
    from,
    to,
    box: coverBoxes(atoms.map((atom) => atom.box)),
    text: atoms.map((atom) => atom.text).join(' '),
    date: false,
    columnar: false,
  }
}

function readGlued(text: string, sight: Sight): CellNumber | null {
  const parts = GLUED.exec(text)?.groups ?? PER.exec(text)?.groups
  const digits = parts?.['after'] ?? parts?.['count'] ?? parts?.['price']
  if (digits === undefined) return null
  const read = readNumber(digits, sight.numberStyle)
  return read && { value: read.value, decimals: read.decimals, percent: false, signed: false }
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
