import { fileURLToPath } from 'node:url'
import type { Font, Measure } from '../../e-invoices/view/sheet.ts'
import { loadCanvas } from '../pdf/open-pdf.ts'

export type Canvas = typeof import('@napi-rs/canvas')

/** Liberation Sans (SIL OFL) knows the letters of Europe and comes with pdf.js; one folder for all machines, so that pages look alike. */
const FACES = ['LiberationSans-Regular.ttf', 'LiberationSans-Bold.ttf'] as const
const FAMILY = 'Billhook Sans'

let canvas: Canvas | undefined

/** The canvas with the faces that invoices are drawn with; loaded once a process (200 ms, 30 MB). */
export function loadCanvasWithFaces(): Canvas {
  if (canvas) return canvas
  // In a child that has read a PDF before, what is loaded already is a stand-in.
  const loaded = loadCanvas()
  for (const face of FACES) {
    const path = fileURLToPath(import.meta.resolve(`pdfjs-dist/standard_fonts/${face}`))
    if (!loaded.GlobalFonts.registerFromPath(path, FAMILY)) throw new Error(`the face ${face} can't be loaded`)
  }
  canvas = loaded
  return loaded
}

export const fontOf = ({ size, bold }: Font): string => `${bold ? 'bold ' : ''}${size}px "${FAMILY}"`

/** Widths in points. Layouts ask for the same words again and again. */
export function openMeasure({ createCanvas }: Canvas): Measure {
  const context = createCanvas(1, 1).getContext('2d')
  let current = ''
  return (text, font) => {
    const wanted = fontOf(font)
    if (wanted !== current) {
      context.font = wanted
      current = wanted
    }
    return context.measureText(text).width
  }
}
