import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import type { Box, MaskReason } from '../../../schemas/transcript.ts'
import { applyGraphicsState, describeFont, type Font, IDENTITY, type State, startState } from './drawing-state.ts'
import { boundBox, intersect, isRectangle, type Matrix, multiply, scaleOf, shareInside } from './geometry.ts'
import { loadPdfLibrary } from './open-pdf.ts'

/** One character (or ligature) of the text layer, in page points from the top left. */
export type Glyph = {
  text: string
  isSpace: boolean
  /** Start of the baseline, and where the ink's advance ends. */
  x: number
  y: number
  endX: number
  endY: number
  /** Where the pen went, with letter spacing. */
  penX: number
  penY: number
  size: number
  bold: boolean
  /** Position in painting order. */
  order: number
  /** Why it is in the file, but not on the page that a person sees. */
  hidden: MaskReason | undefined
  /** Its colour, `#rrggbb`; undefined: a pattern, or two colours. */
  fill: string | undefined
  /** Whether it is drawn in a way of which only the drawn page tells if it is seen. */
  isUncertain?: true
}

/** Something painted that is no text. `opaque`: what it covers cannot be seen. */
export type Painted = {
  kind: 'image' | 'mask' | 'fill' | 'stroke'
  box: Box
  order: number
  opaque: boolean
  /** Of fills: `#rrggbb`. */
  color: string | undefined
  /** Of images: the object in `page.objs` or `page.commonObjs`, its pixels, and the matrix from its unit square to the page. */
  image?: { id: string | undefined; width: number; height: number; matrix: Matrix }
}

export type PageContent = { width: number; height: number; glyphs: Glyph[]; painted: Painted[] }

type PdfGlyph = { unicode: string; width: number; isSpace: boolean; vmetric?: number[] }
type Args = readonly unknown[]

const MICROSCOPIC_POINTS = 1
// The two low bits of the text rendering mode (ISO 32000-2, table 104).
const FILLED = 0
const STROKED = 1
const INVISIBLE = 3
const TRANSPARENT_ALPHA = 0.05
// A line so wide can be seen behind text.
const BAR_POINTS = 3
// A character cut at the edge of its cell still counts where this much of its width can be seen.
const SEEN_SHARE = 0.2

/**
 * Walks what a page paints, in painting order: every glyph with its place and whether it can be seen as far as the drawing state tells
 * (what paint hides is the matter of find-hidden-text.ts), and every image and filled area.
 */
export async function walkContent(document: PDFDocumentProxy, page: PDFPageProxy): Promise<PageContent> {
  const { OPS } = await loadPdfLibrary()
  const viewport = page.getViewport({ scale: 1 })
  const operators = await page.getOperatorList()
  const optionalContent = await document.getOptionalContentConfig()
  const glyphs: Glyph[] = []
  const painted: Painted[] = []
  const pageBox: Box = [0, 0, viewport.width, viewport.height]
  const fonts = new Map<string, Font>()
  let state = startState(viewport.transform as unknown as Matrix, pageBox)
  let stack: State[] = []
  let pendingClip = false
  /** One entry for each open marked content; false: switched off. */
  const markedContent: boolean[] = []
  /** Depth of soft-mask groups: their content paints no colour of its own. */
  let softMaskDepth = 0

  const isSwitchedOff = () => softMaskDepth > 0 || markedContent.includes(false)
  const save = () => {
    stack.push({ ...state })
  }
  const restore = () => {
    state = stack.pop() ?? state
  }
  const move = (dx: number, dy: number) => {
    state.x = state.lineX += dx
    state.y = state.lineY += dy
  }
  const paint = (what: Pick<Painted, 'kind' | 'color'> & { box: Box; opaque: boolean; image?: Painted['image'] }) => {
    const box = intersect(what.box, state.clip)
    if (box === undefined || isSwitchedOff()) return
    const opaque = what.opaque && state.alpha > 0.99 && !state.blends && !state.masked
    const { kind, color, image } = what
    painted.push({ kind, box, color, opaque, order: painted.length + glyphs.length, ...(image && { image }) })
  }

  for (let index = 0; index < operators.fnArray.length; index += 1) {
    const args = (operators.argsArray[index] ?? []) as Args
    switch (operators.fnArray[index]) {
      case OPS.save:
        save()
        break
      case OPS.restore:
        restore()
        break
      case OPS.transform:
        state.ctm = multiply(state.ctm, args as unknown as Matrix)
        break
      case OPS.setGState:
        applyGraphicsState(state, args[0] as [string, unknown][])
        for (const [key, value] of args[0] as [string, unknown][])
          if (key === 'Font') chooseFont(value as [string, number])
        break
      case OPS.beginText:
        state.textMatrix = IDENTITY
        state.x = state.lineX = state.y = state.lineY = 0
        break
      case OPS.setFont:
        chooseFont(args as unknown as [string, number])
        break
      case OPS.setTextMatrix:
        state.textMatrix = (Array.isArray(args[0]) || ArrayBuffer.isView(args[0]) ? args[0] : args) as Matrix
        state.x = state.lineX = state.y = state.lineY = 0
        break
      case OPS.moveText:
        move(args[0] as number, args[1] as number)
        break
      case OPS.setLeadingMoveText:
        state.leading = args[1] as number
        move(args[0] as number, args[1] as number)
        break
      case OPS.nextLine:
        move(0, state.leading)
        break
      case OPS.setLeading:
        state.leading = -(args[0] as number)
        break
      case OPS.setCharSpacing:
        state.charSpacing = args[0] as number
        break
      case OPS.setWordSpacing:
        state.wordSpacing = args[0] as number
        break
      case OPS.setHScale:
        state.horizontalScale = (args[0] as number) / 100
        break
      case OPS.setTextRise:
        state.rise = args[0] as number
        break
      case OPS.setTextRenderingMode:
        state.mode = args[0] as number
        break
      case OPS.setFillRGBColor:
        state.fill = args[0] as string
        break
      case OPS.setFillColorN:
      case OPS.setFillTransparent:
        state.fill = undefined
        break
      case OPS.setLineWidth:
        state.lineWidth = args[0] as number
        break
      case OPS.setStrokeRGBColor:
        state.stroke = args[0] as string
        break
      case OPS.setStrokeColorN:
      case OPS.setStrokeTransparent:
        state.stroke = undefined
        break
      case OPS.showText:
        showText(args[0] as (PdfGlyph | number)[])
        break
      case OPS.clip:
      case OPS.eoClip:
        pendingClip = true
        break
      case OPS.constructPath:
        paintPath(args)
        break
      case OPS.shadingFill:
        // Of what it covers no more is known than the box around it.
        paint({ kind: 'fill', box: state.clip, opaque: false, color: undefined })
        break
      case OPS.paintFormXObjectBegin: {
        save()
        const [matrix, bounds] = args as [Matrix | null, Box | null]
        if (matrix !== null && matrix !== undefined) state.ctm = multiply(state.ctm, matrix)
        if (bounds !== null && bounds !== undefined) clipTo(bounds)
        break
      }
      case OPS.paintFormXObjectEnd:
        restore()
        break
      case OPS.beginGroup:
        save()
        if ((args[0] as { smask?: unknown }).smask || softMaskDepth > 0) softMaskDepth += 1
        break
      case OPS.endGroup:
        restore()
        if (softMaskDepth > 0) softMaskDepth -= 1
        break
      case OPS.beginAnnotation: {
        const [, rect, transform, matrix] = args as [string, Box | null, Matrix, Matrix]
        stack = []
        state = startState(viewport.transform as unknown as Matrix, pageBox)
        if (rect) clipTo(rect)
        state.ctm = multiply(multiply(state.ctm, transform), matrix)
        break
      }
      case OPS.beginMarkedContentProps:
        markedContent.push(args[0] !== 'OC' || optionalContent.isVisible(args[1]))
        break
      case OPS.beginMarkedContent:
        markedContent.push(true)
        break
      case OPS.endMarkedContent:
        markedContent.pop()
        break
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
      case OPS.paintImageMaskXObject:
      case OPS.paintSolidColorImageMask:
        paintImage(operators.fnArray[index] as number, args, isSoftMasked(index))
        break
      default:
        break
    }
  }
  return { width: viewport.width, height: viewport.height, glyphs, painted }

  // operators that precede an image with a mask: see addImageOps in pdf.js
  function isSoftMasked(index: number): boolean {
    const before = operators.fnArray[index - 1] === OPS.beginMarkedContentProps ? index - 2 : index - 1
    if (operators.fnArray[before] !== OPS.setGState) return false
    const entries = (operators.argsArray[before] as Args)[0] as [string, unknown][]
    return entries.length === 1 && entries[0]?.[0] === 'SMask' && entries[0][1] === false
  }

  function chooseFont([id, size]: [string, number]): void {
    let font = fonts.get(id)
    if (font === undefined) {
      font = describeFont(page, id)
      fonts.set(id, font)
    }
    state.font = font
    state.fontSize = Math.abs(size)
    state.direction = size < 0 ? -1 : 1
  }

  function clipTo(bounds: Box): void {
    state.clip = intersect(boundBox(bounds, state.ctm), state.clip) ?? [0, 0, 0, 0]
  }

  function paintPath(args: Args): void {
    const [operation, data, bounds] = args as [number, [Float32Array | null], Float32Array | null]
    const clips = pendingClip
    pendingClip = false
    if (bounds === null || bounds === undefined) {
      if (clips) state.clip = [0, 0, 0, 0]
      return
    }
    const flat = [bounds[0], bounds[1], bounds[2], bounds[3]] as Box
    if (operation !== OPS.endPath) {
      const box = boundBox(flat, state.ctm)
      const strokes = operation === OPS.stroke || operation === OPS.closeStroke
      if (strokes) paintStroke(flat, box)
      else paint({ kind: 'fill', box, opaque: isRectangle(data[0]) && state.fill !== undefined, color: state.fill })
    }
    if (clips) clipTo(flat)
  }

  /** A straight thick line is a bar: text stands on it, or beneath it. */
  function paintStroke([left, top, right, bottom]: Box, box: Box): void {
    const width = state.lineWidth * scaleOf(state.ctm)
    const isBar = width >= BAR_POINTS && (left === right || top === bottom)
    if (!isBar) {
      paint({ kind: 'stroke', box, opaque: false, color: undefined })
      return
    }
    const half = state.lineWidth / 2
    const [across, along] = left === right ? [half, 0] : [0, half]
    const bar = boundBox([left - across, top - along, right + across, bottom + along], state.ctm)
    paint({ kind: 'fill', box: bar, opaque: state.stroke !== undefined, color: state.stroke })
  }

  function paintImage(operation: number, args: Args, softMasked: boolean): void {
    const isMask = operation === OPS.paintImageMaskXObject || operation === OPS.paintSolidColorImageMask
    const first = args[0] as string | { data?: unknown; width?: number; height?: number } | undefined
    const named = typeof first === 'string'
    const width = named ? (args[1] as number) : (first?.width ?? 1)
    const height = named ? (args[2] as number) : (first?.height ?? 1)
    const id = named ? first : typeof first?.data === 'string' ? first.data : undefined
    paint({
      kind: isMask ? 'mask' : 'image',
      box: boundBox([0, 0, 1, 1], state.ctm),
      opaque: !isMask && !softMasked,
      color: undefined,
      image: { id, width, height, matrix: state.ctm },
    })
  }

  function showText(items: (PdfGlyph | number)[]): void {
    const { font, fontSize, direction } = state
    if (fontSize === 0) return
    const horizontal = state.horizontalScale * direction
    const toPage = multiply(multiply(state.ctm, state.textMatrix), [1, 0, 0, 1, state.x, state.y + state.rise])
    const size = fontSize * scaleOf(toPage)
    const hiddenByState = judgeState(size)
    const fill = colorOfText()
    const bold = font.bold || (state.mode & 3) === 2
    const isUncertain = font.isDrawn || state.masked || (fill === undefined && (state.mode & 3) === FILLED)
    const [stepX, stepY, step] = font.vertical ? [toPage[2], toPage[3], 1] : [toPage[0], toPage[1], horizontal]
    const placeX = (offset: number) => stepX * (offset * step) + toPage[4]
    const placeY = (offset: number) => stepY * (offset * step) + toPage[5]
    let pen = 0
    for (const item of items) {
      if (typeof item === 'number') {
        pen += ((font.vertical ? 1 : -1) * item * fontSize) / 1000
        continue
      }
      const width = (font.vertical ? (item.vmetric?.[0] ?? -1000) : item.width) * font.matrix0 * fontSize
      const spacing = (item.isSpace ? state.wordSpacing : 0) + state.charSpacing
      const after = pen + width + spacing * direction
      const [x, y, endX, endY] = [placeX(pen), placeY(pen), placeX(pen + width), placeY(pen + width)]
      const [penX, penY] = [placeX(after), placeY(after)]
      const seen = shareInside([x, y, endX, endY], { size, clip: state.clip })
      // No share at all where a number of the file was beyond all numbers.
      const hidden = hiddenByState ?? (seen >= SEEN_SHARE ? undefined : 'outside')
      const order = painted.length + glyphs.length
      const { unicode: text, isSpace } = item
      const glyph: Glyph = { text, isSpace, x, y, endX, endY, penX, penY, size, bold, order, hidden, fill }
      if (isUncertain) glyph.isUncertain = true
      glyphs.push(glyph)
      pen = after
    }
    if (font.vertical) state.y += pen
    else state.x += pen * horizontal
  }

  function judgeState(size: number): MaskReason | undefined {
    if (isSwitchedOff()) return 'switched-off'
    const paint = state.mode & 3
    if (paint === INVISIBLE) return 'invisible'
    const alpha =
      paint === FILLED ? state.alpha : paint === STROKED ? state.strokeAlpha : Math.max(state.alpha, state.strokeAlpha)
    if (alpha < TRANSPARENT_ALPHA) return 'transparent'
    return size < MICROSCOPIC_POINTS ? 'microscopic' : undefined
  }

  function colorOfText(): string | undefined {
    const paint = state.mode & 3
    if (paint === STROKED) return state.stroke
    return paint === FILLED || state.fill === state.stroke ? state.fill : undefined
  }
}
