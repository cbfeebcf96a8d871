import type { Box, WordSource } from '../../../schemas/transcript.ts'

/** The smallest thing that is read: a word, or a part of a word that a label was glued to ("Invoice#123" is two atoms). */
export type Atom = {
  text: string
  box: Box
  source: WordSource
  confidence: number
  fontSize: number
  bold: boolean
  /** Other readings of the same ink, best first; of the whole word, where the atom is a part of one. */
  alternatives?: readonly string[]
}

/** Words of one line that stand close together; a wide gap starts another segment. */
export type Segment = {
  page: number
  /** Index into `Layout.lines`. */
  line: number
  /** Range of atoms in the line: [from, to). */
  from: number
  to: number
  text: string
  box: Box
}

/** What stands at one height of a page, left to right, across all columns. */
export type Line = {
  index: number
  page: number
  atoms: Atom[]
  segments: Segment[]
  /** The atoms' texts joined by single blanks. */
  text: string
  /** Offset of each atom in `text`. */
  offsets: number[]
  box: Box
  /** Median height of the atoms, in points: the unit of all distances around this line. */
  height: number
  /** The usual gap between two words of its page, in line heights: 0.3 to 0.5, in type of even width that was recognized above 1. */
  blank: number
}

export type PageLayout = { number: number; width: number; height: number; lines: Line[] }

export type Layout = {
  pages: PageLayout[]
  /** Lines of all pages in reading order; `Line.index` counts through. */
  lines: Line[]
}

/** A run of atoms of one line: [from, to). */
export type Span = { line: Line; from: number; to: number; box: Box; raw: string }
