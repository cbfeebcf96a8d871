import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { embedInPdf } from '../../fixtures/generate/e-invoice/embed-in-pdf.ts'
import { writeCii } from '../../fixtures/generate/e-invoice/write-cii.ts'
import { generateInvoice } from '../../fixtures/generate/index.ts'
import { readEInvoice } from '../e-invoices/read-e-invoice.ts'
import { checkEInvoice } from '../e-invoices/rules/index.ts'
import { isTrouble } from '../e-invoices/xml/trouble.ts'
import { readFiles } from '../reading/read-files.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'
import { makeUblInvoice } from './einvoice-make.ts'

/** What the issue asks for, on this machine. */
const INVOICES_A_SECOND = 200
const THOUSAND_LINES_SECONDS = 1
const HYBRIDS_A_SECOND = 15

const HYBRIDS = 160
const WARM_UP = 60
/** The confidence of what is read from data that nothing contradicts. */
const E_INVOICE = 0.99

/** `billhook bench einvoice`: how fast XML invoices are read and validated, and hybrid PDFs. @returns the exit code: 1 below what is promised. */
export async function benchEInvoice(options: { seconds: string }): Promise<number> {
  const small = makeUblInvoice(10)
  // The first ones compile the code.
  for (let round = 0; round < 100; round += 1) readAndCheck(small)
  const until = performance.now() + Number(options.seconds) * 1000
  const started = performance.now()
  let count = 0
  for (; performance.now() < until; count += 1) readAndCheck(small)
  const rate = count / ((performance.now() - started) / 1000)
  console.log(
    `10 lines: ${rate.toFixed(0)} invoices a second read and validated (n = ${count}, ${small.length} bytes each)`,
  )
  let exitCode = rate >= INVOICES_A_SECOND ? 0 : 1

  for (const lines of [1_000, 10_000]) {
    const large = makeUblInvoice(lines)
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now()
      readAndCheck(large)
      return (performance.now() - begun) / 1000
    }).sort((one, other) => one - other)
    const [median = 0, worst = 0] = [times[2], times.at(-1)]
    console.log(
      `${lines.toLocaleString('en')} lines: ${median.toFixed(2)} s (median of 5; worst ${worst.toFixed(2)} s; ${(large.length / 1e6).toFixed(1)} MB; resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB)`,
    )
    if (lines === 1_000 && median > THOUSAND_LINES_SECONDS) exitCode = 1
  }
  const hybrids = await measureHybrids()
  return hybrids ? exitCode : 1
}

/** PDFs that carry their data, of one page or a few, through the whole of `billhook read`. @returns whether they are fast enough */
async function measureHybrids(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-hybrids-'))
  const processes = availableParallelism()
  const reader = openDocumentReader({ processes, ocrLanguages: OCR_LANGUAGES })
  try {
    const paths = await Promise.all(
      Array.from({ length: HYBRIDS }, async (_, number) => {
        const wishes = { lines: 3 + (number % 8), twoRates: number % 3 === 0 }
        const { pdf, bill } = await generateInvoice({ seed: `hybrid/${number}`, language: 'de', country: 'DE', wishes })
        const path = join(folder, `${number}.pdf`)
        const content = Buffer.from(writeCii(bill))
        await writeFile(path, embedInPdf(pdf, { name: 'factur-x.xml', content }))
        return path
      }),
    )
    const own = { names: [], vatIds: [], ibans: [] }
    const read = async (files: readonly string[]): Promise<void> => {
      for await (const line of readFiles(files, { reader, atOnce: processes, own })) {
        if ('error' in line) throw new Error(`${line.file} can't be read: ${line.error.message}`)
        if (line.fields.grossTotal?.confidence !== E_INVOICE) throw new Error(`${line.file}: its data was not read`)
      }
    }
    // The first ones start the processes and compile the code.
    await read(paths.slice(0, WARM_UP))
    const started = performance.now()
    await read(paths.slice(WARM_UP))
    const count = paths.length - WARM_UP
    const rate = count / ((performance.now() - started) / 1000)
    console.log(
      `hybrid PDFs: ${rate.toFixed(1)} a second, page and data read, compared and validated (n = ${count}, ${processes} processes)`,
    )
    return rate >= HYBRIDS_A_SECOND
  } finally {
    await reader.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws where an invoice made here is not read, or not sound: a bench of failures measures nothing. */
function readAndCheck(bytes: Uint8Array): void {
  const read = readEInvoice(bytes, 'made invoice')
  if (isTrouble(read)) throw new Error(read.message)
  const findings = read.invoices.flatMap(checkEInvoice)
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'))
}
