/** The programs that people use instead, from Debian. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { endWithUs } from '../../project/testing/end-with-us.ts'

export type Program = 'ocrmypdf' | 'tesseract' | 'pdftotext' | 'pdftoppm' | 'pdfunite'
/** The clock's, and the processors' over all processes that it started. */
export type Spent = { seconds: number; processorSeconds: number }

const PACKAGES: Record<Program, string> = {
  ocrmypdf: 'ocrmypdf',
  tesseract: 'tesseract-ocr',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  pdfunite: 'poppler-utils',
}
/** Linux counts in hundredths of a second, whatever its own clock does. */
const TICKS_A_SECOND = 100

/** What to do where one of the programs, or the data that it needs for a language, is not installed; undefined where all is there. */
export function explainLack(programs: readonly Program[], languages: readonly string[] = []): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const lacking = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  const packages = new Set(lacking.map((program) => PACKAGES[program]))
  if (languages.length > 0) {
    const known = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' }).stdout?.split('\n') ?? []
    for (const language of languages) if (!known.includes(language)) packages.add(`tesseract-ocr-${language}`)
  }
  if (packages.size === 0) return undefined
  return `Missing: ${[...packages].join(', ')}. On Debian: apt-get install ${[...packages].join(' ')}`
}

/** Makes a PDF searchable as a document archive does. @returns the text of each page. */
export async function runOcrmypdf(
  pdf: string,
  { languages, folder }: { languages: readonly string[]; folder: string },
): Promise<{ pages: string[]; spent: Spent }> {
  const [sidecar, output] = [join(folder, 'ocrmypdf.txt'), join(folder, 'ocrmypdf.pdf')]
  const spent = await run('ocrmypdf', [
    ...['--jobs', '2', '--force-ocr', '--output-type', 'pdf', '--sidecar', sidecar, '--quiet'],
    ...['--language', languages.join('+'), pdf, output],
  ])
  return { pages: splitPages(await readFile(sidecar, 'utf8')), spent }
}

/**
 * Reads pictures with one thread a process, as many processes as Billhook has: two that share a core's units each take longer than one alone,
 * and that must not count against either. @returns the text of each.
 */
export async function runTesseract(
  pictures: readonly string[],
  { languages, data, folder, atOnce }: { languages: readonly string[]; data: string; folder: string; atOnce: number },
): Promise<{ pages: string[]; spent: Spent }> {
  const environment = { TESSDATA_PREFIX: data, OMP_THREAD_LIMIT: '1' }
  const [started, before] = [performance.now(), readProcessorTimeOfEnded()]
  const pages: string[] = []
  const readShare = async (share: number) => {
    const own = [...pictures.keys()].filter((index) => index % atOnce === share)
    if (own.length === 0) return
    const [list, output] = [join(folder, `tesseract-pictures-${share}.txt`), join(folder, `tesseract-${share}`)]
    await writeFile(list, own.map((index) => `${pictures[index]}\n`).join(''))
    await run('tesseract', [list, output, '-l', languages.join('+')], environment)
    const texts = splitPages(await readFile(`${output}.txt`, 'utf8'))
    for (const [at, index] of own.entries()) pages[index] = texts[at] ?? ''
  }
  await Promise.all(Array.from({ length: atOnce }, (_, share) => readShare(share)))
  const seconds = (performance.now() - started) / 1000
  return { pages, spent: { seconds, processorSeconds: readProcessorTimeOfEnded() - before } }
}

/** Unpacks the data that Billhook reads with, so that tesseract can use the same. @returns its folder. */
export async function unpackLanguageData(folder: string, languages: readonly string[]): Promise<string> {
  const require = createRequire(import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const language of languages) {
    const name = `${language}.traineddata`
    const packed = require.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${name}.gz`)
    await writeFile(join(folder, name), await promisify(gunzip)(await readFile(packed)))
  }
  return folder
}

/** Words with their boxes, as XML. */
export function runPdftotext(pdf: string, { folder }: { folder: string }): Promise<Spent> {
  return run('pdftotext', ['-bbox', pdf, join(folder, 'pdftotext.html')])
}

export async function unitePdfs(pdfs: readonly string[], { into }: { into: string }): Promise<void> {
  await run('pdfunite', [...pdfs, into])
}

/** The pages of a PDF as grey pictures of 300 dots an inch. @returns their paths, in order. */
export async function renderPictures(pdf: string, { prefix }: { prefix: string }): Promise<string[]> {
  await run('pdftoppm', ['-r', '300', '-gray', '-png', pdf, prefix])
  const folder = dirname(prefix)
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(prefix)}-`))
    .sort()
    .map((name) => join(folder, name))
}

/** @throws Error with what it said when it fails. */
async function run(
  program: Program,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Spent> {
  const [started, before] = [performance.now(), readProcessorTimeOfEnded()]
  const child = endWithUs(
    spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] }),
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said.trim()}`)
  return {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: readProcessorTimeOfEnded() - before,
  }
}

/** Processor seconds of all that this process started and that has ended, with what they started (proc(5), fields 16 and 17). */
function readProcessorTimeOfEnded(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
}

/** Tesseract ends every page with a form feed. */
function splitPages(text: string): string[] {
  const pages = text.split('\f')
  if (pages.at(-1)?.trim() === '') pages.pop()
  return pages
}
