import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { releasePicture } from '../images/release-picture.ts'
import { type Core, loadCore, RIL_WORD } from './load-core.ts'

/** One byte a pixel, 0 is black, rows without padding. */
export type GreyImage = { data: Uint8Array; width: number; height: number }

/** A word as tesseract sees it; the box is in pixels of the image, the confidence from 0 to 1. */
export type OcrWord = {
  text: string
  box: [number, number, number, number]
  confidence: number
  alternatives: string[]
}

/** What a picture is taken for; the numbers are tesseract's page segmentation modes. */
export const SEGMENTATION = { page: 3, block: 6, line: 7, word: 8 } as const

export type Tesseract = {
  /** `characters`: no others are read ("0123456789"); all where it is left out. */
  recognize(image: GreyImage, options?: { segmentation?: number; dpi?: number; characters?: string }): OcrWord[]
}

const LSTM_ENGINE = 1
// The integer models read the same as the float ones (measured on the same pages), at half the memory.
const DATA_VARIANT = '4.0.0_best_int'

const requireHere = createRequire(import.meta.url)
// An engine with one language takes some 20 to 30 MB; a batch of invoices is in few languages.
const MOST_ENGINES = 3

type Engine = { tesseract: Promise<Tesseract>; end: () => Promise<void> }
/** The one used last comes last. */
const warm = new Map<string, Engine>()

/** Whether the data of a language is installed; `language` as tesseract names it ("eng"). */
export function hasLanguage(language: string): boolean {
  const path = locateLanguage(language)
  return path !== undefined && existsSync(path)
}

/**
 * The engine for these languages, warm from the second time on; the few that were used last are kept.
 *
 * This drives the core of tesseract.js in the child's own thread (tesseract.js would start another one, and copy every image to it).
 */
export async function loadTesseract(languages: readonly string[]): Promise<Tesseract> {
  const key = languages.join('+')
  let engine = warm.get(key)
  if (engine === undefined) {
    for (const [oldest, { end }] of [...warm].slice(0, Math.max(0, warm.size + 1 - MOST_ENGINES))) {
      warm.delete(oldest)
      await end()
    }
    const started = startTesseract(languages)
    engine = { tesseract: started.then(({ tesseract }) => tesseract), end: async () => (await started).end() }
  }
  warm.delete(key)
  warm.set(key, engine)
  try {
    return await engine.tesseract
  } catch (error) {
    warm.delete(key)
    throw error
  }
}

let core: Promise<Core> | undefined

async function startTesseract(languages: readonly string[]): Promise<{ tesseract: Tesseract; end: () => void }> {
  core ??= loadCore()
  const loaded = await core
  const { FS, TessBaseAPI } = loaded
  for (const language of languages) {
    const path = locateLanguage(language)
    if (path === undefined)
      throw new Error(`no OCR data for the language "${language}": install the package @tesseract.js-data/${language}`)
    FS.writeFile(`./${language}.traineddata`, await promisify(gunzip)(await readFile(path)))
  }
  const api = new TessBaseAPI()
  if (api.Init(null, languages.join('+'), LSTM_ENGINE) !== 0)
    throw new Error(`OCR data of ${languages.join('+')} cannot be used: reinstall the packages @tesseract.js-data/*`)
  // light text upon dark fields is turned before it comes here
  api.SetVariable('tessedit_do_invert', '0')
  for (const language of languages) FS.unlink(`./${language}.traineddata`)
  const tesseract: Tesseract = {
    recognize(image, { segmentation = SEGMENTATION.page, dpi = 300, characters = '' } = {}) {
      api.SetVariable('tessedit_pageseg_mode', String(segmentation))
      api.SetVariable('user_defined_dpi', String(dpi))
      api.SetVariable('tessedit_char_whitelist', characters)
      const file = encodePgm(image)
      FS.writeFile('/input', file, { canOwn: true })
      try {
        if (api.SetImageFile(1, 0) !== 0) throw new Error('the picture of the page cannot be given to the OCR engine')
        api.Recognize(null)
        return collectWords(loaded, api)
      } finally {
        FS.unlink('/input')
        releasePicture({ data: file })
        api.Clear()
      }
    },
  }
  return { tesseract, end: () => api.End() }
}

function locateLanguage(language: string): string | undefined {
  if (!/^[a-z]{3}(?:_[a-z]+)?$/i.test(language)) return undefined
  try {
    return requireHere.resolve(`@tesseract.js-data/${language}/${DATA_VARIANT}/${language}.traineddata.gz`)
  } catch {
    return undefined
  }
}

/** Portable graymap: the cheapest format that the engine's image library reads. In memory of its own, which can be given back. */
function encodePgm({ data, width, height }: GreyImage): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1')
  const file = new Uint8Array(header.length + data.length)
  file.set(header)
  file.set(data, header.length)
  return file
}

/** Word by word: the engine's own ways to write all of them at once describe each letter, too, and take a twentieth of a page's time. */
function collectWords({ destroy }: Core, api: InstanceType<Core['TessBaseAPI']>): OcrWord[] {
  const words: OcrWord[] = []
  const iterator = api.GetIterator()
  iterator.Begin()
  do {
    const text = iterator.Empty(RIL_WORD) ? '' : iterator.GetUTF8Text(RIL_WORD)
    // a ruling or a picture
    if (text.trim() === '') continue
    const { x0, y0, x1, y1 } = iterator.getBoundingBox(RIL_WORD)
    const confidence = Math.trunc(iterator.Confidence(RIL_WORD)) / 100
    words.push({ text, box: [x0, y0, x1, y1], confidence, alternatives: [] })
  } while (iterator.Next(RIL_WORD))
  destroy(iterator)
  return words
}
