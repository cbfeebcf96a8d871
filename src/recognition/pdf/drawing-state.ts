import type { PDFPageProxy } from 'pdfjs-dist'
import type { Box } from '../../../schemas/transcript.ts'
import type { Matrix } from './geometry.ts'

export type Font = {
  bold: boolean
  vertical: boolean
  matrix0: number
  /** Whether its letters are drawings of the file's own (Type 3), which may be empty. */
  isDrawn: boolean
}

/** What PDF calls the graphics state, as far as it matters for where text stands and whether it is seen. */
export type State = {
  ctm: Matrix
  clip: Box
  textMatrix: Matrix
  x: number
  y: number
  lineX: number
  lineY: number
  charSpacing: number
  wordSpacing: number
  horizontalScale: number
  leading: number
  rise: number
  mode: number
  font: Font
  fontSize: number
  direction: number
  fill: string | undefined
  stroke: string | undefined
  lineWidth: number
  alpha: number
  strokeAlpha: number
  blends: boolean
  masked: boolean
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]
const NO_FONT: Font = { bold: false, vertical: false, matrix0: 0.001, isDrawn: false }
// The only trace of weight in most PDFs is the font's name: `ABCDEF+Inter-SemiBold`.
const BOLD_NAME = /bold|black|heavy|demi/i

export function startState(ctm: Matrix, clip: Box): State {
  return {
    ctm,
    clip,
    textMatrix: IDENTITY,
    x: 0,
    y: 0,
    lineX: 0,
    lineY: 0,
    charSpacing: 0,
    wordSpacing: 0,
    horizontalScale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
    font: NO_FONT,
    fontSize: 0,
    direction: 1,
    fill: '#000000',
    stroke: '#000000',
    lineWidth: 1,
    alpha: 1,
    strokeAlpha: 1,
    blends: false,
    masked: false,
  }
}

export function applyGraphicsState(state: State, entries: [string, unknown][]): void {
  for (const [key, value] of entries) {
    if (key === 'ca') state.alpha = value as number
    else if (key === 'CA') state.strokeAlpha = value as number
    else if (key === 'LW') state.lineWidth = value as number
    else if (key === 'BM') state.blends = value !== 'source-over'
    else if (key === 'SMask') state.masked = Boolean(value)
  }
}

export function describeFont(page: PDFPageProxy, id: string): Font {
  try {
    const font = page.commonObjs.get(id) as {
      name?: string
      bold?: boolean
      black?: boolean
      vertical?: boolean
      fontMatrix?: number[]
      isType3Font?: boolean
    }
    return {
      bold: font.bold === true || font.black === true || BOLD_NAME.test(font.name ?? ''),
      vertical: font.vertical === true,
      matrix0: font.fontMatrix?.[0] ?? 0.001,
      isDrawn: font.isType3Font === true,
    }
  } catch {
    // pdf.js throws where the font did not arrive; its glyphs then have default widths
    return NO_FONT
  }
}
