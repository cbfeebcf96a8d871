import { readFile } from 'node:fs/promises'
import { mayBeInvoice, pickEmbedded } from '../e-invoices/pick-embedded.ts'
import { checkHybrid } from '../e-invoices/rules/hybrid.ts'
import { checkEInvoice } from '../e-invoices/rules/index.ts'
import { isTrouble } from '../e-invoices/xml/trouble.ts'
import { openPdf } from '../recognition/pdf/open-pdf.ts'
import { readEmbeddedFiles } from '../recognition/pdf/read-embedded-files.ts'
import { readHybridMarks } from '../recognition/pdf/read-hybrid-marks.ts'

export type HybridReading =
  | { invoice: 'none' }
  | { invoice: 'unreadable'; code: string; why: string }
  | { invoice: 'read'; codes: string[] }

/** Opens a PDF (of the suites: trusted, so in this process), reads the invoice in it and checks both. */
export async function readHybrid(path: string): Promise<HybridReading> {
  const opened = await openPdf(path, { purpose: 'text', maxImagePixels: 1, passwords: [] })
  if (!opened.ok) return { invoice: 'unreadable', code: opened.reason, why: `the PDF is ${opened.reason}` }
  try {
    const files = await readEmbeddedFiles(opened.pdf, { isWanted: mayBeInvoice, files: 20, bytes: 32e6 })
    const picked = pickEmbedded(files, path)
    if (!picked) return { invoice: 'none' }
    if (isTrouble(picked.read)) return { invoice: 'unreadable', code: picked.read.code, why: picked.read.message }
    const marks = await readHybridMarks(opened.pdf, { bytes: await readFile(path), fileName: picked.name })
    const findings = picked.read.invoices.flatMap((invoice) => [
      ...checkEInvoice(invoice),
      ...checkHybrid(invoice, marks),
    ])
    return {
      invoice: 'read',
      codes: [...new Set(findings.filter((one) => one.severity !== 'info').map((one) => one.code))],
    }
  } finally {
    await opened.pdf.loadingTask.destroy()
  }
}
