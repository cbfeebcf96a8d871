import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { generateInvoice } from '../../fixtures/generate/index.ts'
import { openDocumentReader } from '../recognition/index.ts'

const run = promisify(execFile)
const CHILD = new URL('./extraction-child.ts', import.meta.url).pathname

/** Lines of the bill: about this many pages come of it. */
const SIZES = [4, 300, 750, 1500, 6000] as const
const Measured = z.object({ pages: z.number(), words: z.number(), milliseconds: z.number(), megabytes: z.number() })
type Measured = z.infer<typeof Measured>

/** What the issue asks for, a page and a document. */
const MOST_MILLISECONDS = 30
const MOST_MEGABYTES = 100
/** A page of the longest document may cost so many times a page of a tenth of it: noise, not growth. */
const MOST_GROWTH = 1.6

/**
 * `billhook bench extraction`: processor time and memory of making a draft of the words of invoices from one to some two hundred pages.
 * @returns the exit code: 1 where a page takes longer, a document more memory, or a longer one more a page than is promised.
 */
export async function benchExtraction(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'billhook-extraction-'))
  const reader = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
  const measured: Measured[] = []
  try {
    for (const lines of SIZES) {
      const { pdf } = await generateInvoice({
        seed: 'speed',
        layout: 'long-list',
        language: 'en',
        wishes: { type: 'invoice', lines },
      })
      const file = path.join(folder, `${lines}.pdf`)
      await writeFile(file, pdf)
      const result = await reader.recognize({ path: file, name: file })
      if (!result.ok) throw new Error(`the invoice of ${lines} lines can't be read: ${result.unreadable.message}`)
      const words = path.join(folder, `${lines}.json`)
      await writeFile(words, JSON.stringify(result.transcript))
      const { stdout } = await run(process.execPath, [CHILD, words], { maxBuffer: 1 << 20 })
      const one = Measured.parse(JSON.parse(stdout))
      measured.push(one)
      console.log(
        `${String(one.pages).padStart(4)} pages  ${String(one.words).padStart(6)} words  ${one.milliseconds.toFixed(1).padStart(8)} ms  ${(one.milliseconds / one.pages).toFixed(2).padStart(6)} ms a page  ${one.megabytes.toFixed(0).padStart(4)} MB`,
      )
    }
  } finally {
    await reader.close()
    await rm(folder, { recursive: true, force: true })
  }
  return judge(measured)
}

function judge(measured: readonly Measured[]): number {
  const aPage = (one: Measured): number => one.milliseconds / one.pages
  const longest = measured.at(-1)
  const tenth = longest && measured.find((one) => one.pages * 10 >= longest.pages)
  const problems = [
    ...measured
      .filter((one) => aPage(one) > MOST_MILLISECONDS)
      .map((one) => `${one.pages} pages take ${aPage(one).toFixed(1)} ms a page, more than ${MOST_MILLISECONDS}`),
    ...measured
      .filter((one) => one.megabytes > MOST_MEGABYTES)
      .map((one) => `${one.pages} pages take ${one.megabytes.toFixed(0)} MB, more than ${MOST_MEGABYTES}`),
    ...(longest && tenth && aPage(longest) > MOST_GROWTH * aPage(tenth)
      ? [
          `a page of ${longest.pages} costs ${(aPage(longest) / aPage(tenth)).toFixed(1)} times a page of ${tenth.pages}: not linear`,
        ]
      : []),
  ]
  for (const problem of problems) console.error(problem)
  return problems.length > 0 ? 1 : 0
}
