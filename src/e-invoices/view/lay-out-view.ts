import type { EInvoice } from '../../../schemas/e-invoice.ts'
import { chooseLanguage } from './choose-language.ts'
import { LABELS } from './labels.ts'
import { layOutClosing } from './lay-out-closing.ts'
import { layOutHead } from './lay-out-head.ts'
import { layOutLines } from './lay-out-lines.ts'
import { LEFT, type Measure, RIGHT, SHEET_HEIGHT, type Sheet, startPen, write } from './sheet.ts'

const SYNTAX_NAMES: Readonly<Record<EInvoice['syntax'], string>> = {
  'ubl-invoice': 'UBL 2.1',
  'ubl-credit-note': 'UBL 2.1',
  cii: 'CII D16B',
  'zugferd-1': 'ZUGFeRD 1.0',
  'fattura-pa': 'FatturaPA 1.2',
}

/**
 * Lays an electronic invoice out on pages of A4 for people, in German or English: everything that the document says and a person needs, as it
 * says it. Of very many lines the first are shown, and how many are not. Pure; `measure` knows the face that the pages are drawn with.
 */
export function layOutView(invoice: EInvoice, measure: Measure): Sheet {
  const language = chooseLanguage(invoice)
  const labels = LABELS[language]
  const pen = startPen(measure)
  const view = { invoice, pen, labels, language, currency: invoice.currency?.text }
  const title = titleOf(invoice, labels)
  layOutHead(view, title)
  layOutLines(view)
  layOutClosing(view)
  const count = pen.pages.length
  for (const [index] of pen.pages.entries()) {
    const foot = { ...pen, pages: pen.pages.slice(0, index + 1), y: SHEET_HEIGHT - 40 }
    const style = { size: 7.5, bold: false, tone: 'quiet', most: 1 } as const
    write(foot, { cell: labels.drawn(SYNTAX_NAMES[invoice.syntax]), x: LEFT, width: RIGHT - LEFT - 90, style })
    write(foot, { cell: labels.page(index + 1, count), x: RIGHT - 90, width: 90, style: { ...style, align: 'right' } })
  }
  return { language, title: `${title} ${invoice.number?.text ?? ''}`.trim().slice(0, 200), pages: pen.pages }
}

function titleOf({ kind, type }: EInvoice, labels: (typeof LABELS)['de']): string {
  return labels.types[type?.text ?? ''] ?? (kind === 'credit-note' ? labels.creditNote : labels.invoice)
}
