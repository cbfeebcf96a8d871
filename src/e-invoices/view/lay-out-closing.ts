import type { PaymentInstruction, Stated } from '../../../schemas/e-invoice.ts'
import { writeFact } from './lay-out-head.ts'
import { type Cell, keepRoom, LEADING, LEFT, RIGHT, rule, write } from './sheet.ts'
import { showAccount, showAmount, showRate } from './show-values.ts'
import type { View } from './view.ts'

const SUMS_LEFT = 310
const SUM_WIDTH = 100
const BODY = { size: 9, bold: false } as const
const HEADING = { size: 9.5, bold: true } as const
const QUIET = { size: 8, bold: false, tone: 'quiet' } as const

/** Everything behind the lines: sums, taxes, how to pay, what is attached. */
export function layOutClosing(view: View): void {
  writeSums(view)
  writeVat(view)
  writePayment(view)
  writeNotes(view)
  writeAttachments(view)
}

type Sum = { label: string; value: Stated | undefined; sign?: '−'; loud?: boolean }

function writeSums(view: View): void {
  const { invoice, labels, pen, language, currency } = view
  const { totals } = invoice
  const named = (label: string, reason: Stated | undefined): string =>
    reason?.text ? `${label}: ${reason.text}` : label
  const sums: Sum[] = [
    { label: labels.linesTotal, value: totals.lines },
    ...invoice.allowances
      .slice(0, 20)
      .map(({ reason, amount }): Sum => ({ label: named(labels.discount, reason), value: amount, sign: '−' })),
    ...invoice.charges
      .slice(0, 20)
      .map(({ reason, amount }): Sum => ({ label: named(labels.charge, reason), value: amount })),
    { label: labels.netTotal, value: totals.net },
    { label: labels.vatTotal, value: totals.vat },
    { label: labels.vatTotal, value: totals.vatInVatCurrency },
    { label: labels.grossTotal, value: totals.gross, loud: true },
    { label: labels.paid, value: totals.paid, sign: '−' },
    ...totals.thirdParty.slice(0, 5).map((value): Sum => ({ label: labels.thirdParty, value })),
    { label: labels.rounding, value: totals.rounding },
    ...invoice.otherAmounts.slice(0, 10).map(({ name, amount }): Sum => ({ label: name, value: amount })),
    { label: labels.due, value: totals.due, loud: true },
  ]
  for (const { label, value, sign, loud = false } of sums) {
    if (!value) continue
    const bold = loud
    const size = loud ? 10 : BODY.size
    keepRoom(pen, 16)
    const shown = showAmount(value, { language, currency })
    const cell = sign && typeof shown !== 'string' ? { ...shown, text: sign + shown.text } : shown
    const high = write(pen, {
      cell: label,
      x: SUMS_LEFT,
      width: RIGHT - SUMS_LEFT - SUM_WIDTH,
      style: { size, bold, most: 3 },
    })
    const other = write(pen, { cell, x: RIGHT - SUM_WIDTH, width: SUM_WIDTH, style: { size, bold, align: 'right' } })
    pen.y += Math.max(high, other, size * LEADING) + 1
    if (loud) {
      rule(pen, { x: SUMS_LEFT, width: RIGHT - SUMS_LEFT })
      pen.y += 3
    }
  }
  pen.y += 6
}

function writeVat(view: View): void {
  const { invoice, labels, pen, language, currency } = view
  if (invoice.vatBreakdown.length === 0) return
  keepRoom(pen, 40)
  pen.y += write(pen, { cell: labels.vatBreakdown, x: LEFT, width: RIGHT - LEFT, style: HEADING }) + 2
  const columns = [
    { cell: labels.base, x: LEFT + 150 },
    { cell: labels.tax, x: LEFT + 260 },
  ]
  for (const { cell, x } of columns) write(pen, { cell, x, width: 100, style: { ...QUIET, align: 'right' } })
  pen.y += QUIET.size * LEADING
  for (const group of invoice.vatBreakdown.slice(0, 40)) {
    keepRoom(pen, 26)
    const high = write(pen, { cell: showRate(group, view) || '–', x: LEFT, width: 145, style: BODY })
    const amounts = [group.base, group.tax].map((value, index) =>
      value
        ? write(pen, {
            cell: showAmount(value, { language, currency }),
            x: columns[index]?.x ?? LEFT,
            width: 100,
            style: { ...BODY, align: 'right' },
          })
        : 0,
    )
    pen.y += Math.max(high, ...amounts, BODY.size * LEADING)
    const why = [group.exemption?.text, group.exemptionCode?.text].filter(Boolean).join(' – ')
    if (why)
      pen.y += write(pen, {
        cell: `${labels.exemption}: ${why}`,
        x: LEFT,
        width: RIGHT - LEFT,
        style: { ...QUIET, most: 6 },
      })
  }
  pen.y += 8
}

function writePayment(view: View): void {
  const { invoice, labels, pen } = view
  if (invoice.payments.length === 0 && invoice.paymentTerms.length === 0) return
  keepRoom(pen, 60)
  pen.y += write(pen, { cell: labels.payment, x: LEFT, width: RIGHT - LEFT, style: HEADING }) + 2
  for (const payment of invoice.payments.slice(0, 10)) {
    for (const [label, cell] of factsOf(view, payment)) {
      if (cell === undefined) continue
      keepRoom(pen, 16)
      writeFact(pen, { label, cell, x: LEFT })
    }
    pen.y += 4
  }
  for (const terms of invoice.paymentTerms.slice(0, 5)) {
    keepRoom(pen, 30)
    writeFact(pen, { label: labels.terms, cell: terms, x: LEFT })
  }
  pen.y += 8
}

function factsOf({ labels }: View, payment: PaymentInstruction): (readonly [string, Cell | undefined])[] {
  const { means, meansText, remittance, transfers, cards, directDebit } = payment
  const words = meansText?.text || (means && (labels.meansByCode[means.text] ?? means.text))
  return [
    [labels.means, words],
    ...transfers.slice(0, 5).flatMap(({ account, name, bank }): (readonly [string, Cell | undefined])[] => [
      [labels.iban, account && showAccount(account)],
      [labels.bic, bank],
      [labels.accountName, name],
    ]),
    ...cards
      .slice(0, 3)
      .map(({ number, holder }): readonly [string, Cell | undefined] => [
        labels.card,
        [number?.text, holder?.text].filter(Boolean).join(', '),
      ]),
    [labels.mandate, directDebit?.mandate],
    [labels.creditor, directDebit?.creditor],
    [labels.debited, directDebit?.account && showAccount(directDebit.account)],
    [labels.reference, remittance],
  ]
}

function writeNotes(view: View): void {
  const { invoice, labels, pen } = view
  const notes = invoice.notes.flatMap(({ text }) => (text && text.text !== '' ? [text] : []))
  if (notes.length === 0) return
  keepRoom(pen, 40)
  pen.y += write(pen, { cell: labels.notes, x: LEFT, width: RIGHT - LEFT, style: HEADING }) + 2
  for (const note of notes.slice(0, 20)) {
    // A note of many lines may go over to the next page, line by line.
    for (const line of note.text.split('\n').slice(0, 60)) {
      keepRoom(pen, 14)
      pen.y += write(pen, { cell: { text: line, path: note.path }, x: LEFT, width: RIGHT - LEFT, style: BODY })
    }
    pen.y += 3
  }
  pen.y += 5
}

function writeAttachments(view: View): void {
  const { invoice, labels, pen } = view
  if (invoice.attachments.length === 0) return
  keepRoom(pen, 40)
  pen.y += write(pen, { cell: labels.attachments, x: LEFT, width: RIGHT - LEFT, style: HEADING }) + 2
  for (const { reference, description, location, embedded } of invoice.attachments.slice(0, 40)) {
    keepRoom(pen, 14)
    const words = [embedded?.fileName ?? reference?.text, description?.text, location?.text].filter(Boolean).join(', ')
    const cell = embedded ? `${words} (${labels.attached})` : words
    pen.y += write(pen, { cell, x: LEFT, width: RIGHT - LEFT, style: { ...BODY, most: 2 } })
  }
}
