import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { installStandIns, STAND_IN_DOCUMENT } from './defer-decoding.ts'
import { guardExpansion } from './guard-expansion.ts'
import { shareMessages } from './share-messages.ts'
import { FONT_WITHOUT_OUTLINES, skipOutlines } from './skip-outlines.ts'

export type PdfLibrary = typeof import('pdfjs-dist')

// The minified builds load in half the time. The legacy build is the one that pdf.js supports on Node.
const LIBRARY_URL = import.meta.resolve('pdfjs-dist/legacy/build/pdf.min.mjs')
const WORKER_URL = import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.min.mjs')

let library: Promise<PdfLibrary> | undefined

/** Loads pdf.js once a process, without the canvas that only rendering needs (its native part costs 200 ms and 30 MB). */
export function loadPdfLibrary(): Promise<PdfLibrary> {
  library ??= importLibrary()
  return library
}

async function importLibrary(): Promise<PdfLibrary> {
  deferCanvas()
  installStandIns()
  guardExpansion()
  skipOutlines()
  shareMessages()
  // it finds its other half where that is loaded already
  const [pdfjs] = (await Promise.all([import(LIBRARY_URL), import(WORKER_URL)])) as [PdfLibrary, unknown]
  pdfjs.GlobalWorkerOptions.workerSrc = WORKER_URL
  return pdfjs
}

const CANVAS = '@napi-rs/canvas'
const requireAsPdfLibrary = createRequire(LIBRARY_URL)
let canvasIsLoaded = false

// pdf.js requires the canvas when it is loaded, though only to have DOMMatrix and Path2D as globals; so it finds a stand-in first.
function deferCanvas(): void {
  if (canvasIsLoaded) return
  const path = requireAsPdfLibrary.resolve(CANVAS)
  const standIn = { DOMMatrix: class {}, Path2D: class {} }
  requireAsPdfLibrary.cache[path] = { id: path, filename: path, loaded: true, exports: standIn } as NodeJS.Module
}

/** Must be called before a page is rendered. */
export function loadCanvas(): typeof import('@napi-rs/canvas') {
  if (!canvasIsLoaded) {
    delete requireAsPdfLibrary.cache[requireAsPdfLibrary.resolve(CANVAS)]
    canvasIsLoaded = true
  }
  const canvas = requireAsPdfLibrary(CANVAS) as typeof import('@napi-rs/canvas')
  const { DOMMatrix, Path2D } = canvas
  Object.assign(globalThis, { DOMMatrix, Path2D })
  return canvas
}

/** Where pdf.js finds its own fonts, character maps and decoders: next to it on disk, never on a network. */
function locateAssets(folder: string): string {
  return fileURLToPath(new URL(`../../${folder}/`, LIBRARY_URL))
}

type Asset = { kind: 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl'; filename: string }

/** What pdf.js asks for when it has to read a file that it brings along. */
class AssetsForText {
  readonly folders: Record<Asset['kind'], string>
  constructor(folders: Record<Asset['kind'], string>) {
    this.folders = folders
  }
  async fetch({ kind, filename }: Asset): Promise<Uint8Array> {
    if (kind === 'standardFontDataUrl') return FONT_WITHOUT_OUTLINES.slice()
    return new Uint8Array(readFileSync(`${this.folders[kind]}${filename}`))
  }
}

export type OpenedPdf =
  | { ok: true; pdf: PDFDocumentProxy; passwordIndex?: number }
  | { ok: false; reason: 'encrypted' | 'corrupt' }

/** `text`: to walk what pages paint, pictures and fonts put aside (see defer-decoding.ts); `rendering`: to draw pages. */
export type OpenOptions = { purpose: 'text' | 'rendering'; maxImagePixels: number; passwords: readonly string[] }

/** Opens a PDF file; the owner calls `pdf.loadingTask.destroy()`. Throws only on faults of ours (a file or a package that is not there). */
export async function openPdf(path: string, { purpose, maxImagePixels, passwords }: OpenOptions): Promise<OpenedPdf> {
  const pdfjs = await loadPdfLibrary()
  // nothing else is done meanwhile: a file is read quicker at once
  const data = new Uint8Array(readFileSync(path))
  const fonts =
    purpose === 'text'
      ? {
          ...{ disableFontFace: false, fontExtraProperties: true, ownerDocument: STAND_IN_DOCUMENT },
          BinaryDataFactory: AssetsForText,
        }
      : { disableFontFace: true }
  try {
    const loading = pdfjs.getDocument({
      ...fonts,
      data,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
      maxImageSize: maxImagePixels,
      enableXfa: false,
      useSystemFonts: false,
      useWorkerFetch: false,
      stopAtErrors: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: true,
      standardFontDataUrl: locateAssets('standard_fonts'),
      cMapUrl: locateAssets('cmaps'),
      wasmUrl: locateAssets('wasm'),
      iccUrl: locateAssets('iccs'),
    })
    // pdf.js tries the empty password by itself, then asks for one after the other.
    let tried = 0
    loading.onPassword = (answer: (password: string | Error) => void) =>
      answer(passwords[tried++] ?? new Error('there is no other password'))
    const pdf = await loading.promise
    return { ok: true, pdf, ...(tried > 0 && { passwordIndex: tried - 1 }) }
  } catch (error) {
    return { ok: false, reason: error instanceof pdfjs.PasswordException ? 'encrypted' : 'corrupt' }
  }
}
