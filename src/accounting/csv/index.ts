/** Two CSV files a company: one row a bill, one row a line of it; RFC 4180, UTF-8, a header each. Amounts of credit notes are positive. */
import { join } from 'node:path'
import type { Bill } from '../../../schemas/bill.ts'
import { Amount } from '../../../schemas/money.ts'
import { openBook } from '../book.ts'
import type { Connector, ConnectorPorts, Receipt } from '../index.ts'
import { toOneLine } from '../one-line.ts'

const BILLS = 'bills.csv'
const LINES = 'lines.csv'

const BILL_COLUMNS = {
  type: (bill) => bill.type,
  invoice_number: (bill) => bill.invoiceNumber,
  issue_date: (bill) => bill.issueDate,
  due_date: (bill) => bill.dueDate,
  supplier: (bill) => bill.supplier.name,
  supplier_vat_id: (bill) => bill.supplier.vatId,
  supplier_tax_number: (bill) => bill.supplier.taxNumber,
  customer: (bill) => bill.customerName,
  currency: (bill) => bill.currency,
  net_total: (bill) => bill.netTotal,
  tax_total: (bill) => bill.taxTotal,
  gross_total: (bill) => bill.grossTotal,
  amount_due: (bill) => bill.amountDue,
  iban: (bill) => bill.iban,
  payment_reference: (bill) => bill.paymentReference,
  purchase_order: (bill) => bill.purchaseOrder,
  account: (bill) => bill.coding?.account,
  cost_centre: (bill) => bill.coding?.costCentre,
  tax_code: (bill) => bill.coding?.taxCode,
  approved_by: (bill) => bill.approvedBy,
  approved_at: (bill) => bill.approvedAt,
  original_sha256: (bill) => bill.originalSha256,
} as const satisfies Record<string, (bill: Bill) => string | undefined>

const LINE_COLUMNS = {
  description: (line) => line.description,
  quantity: (line) => line.quantity,
  unit: (line) => line.unit,
  unit_price: (line) => line.unitPrice,
  net_amount: (line) => line.netAmount,
  vat_rate: (line) => line.vatRate,
  account: (line) => line.coding?.account,
  cost_centre: (line) => line.coding?.costCentre,
  tax_code: (line) => line.coding?.taxCode,
} as const satisfies Record<string, (line: Bill['lines'][number]) => string | undefined>

export function openCsv(ports: ConnectorPorts): Connector {
  const book = openBook({
    folder: ports.folder,
    name: 'csv',
    files: [
      { name: BILLS, header: writeRow(['reference', 'posted_at', ...Object.keys(BILL_COLUMNS)]) },
      { name: LINES, header: writeRow(['reference', 'line', ...Object.keys(LINE_COLUMNS)]) },
    ],
    lookUp: findRow,
  })
  const receipt = (reference: string, { at }: { at: string }): Receipt => ({
    reference,
    foreignId: `${BILLS}#${reference}`,
    at,
    details: { file: join(ports.folder, BILLS) },
  })
  return {
    target: 'csv',
    async post(bill, reference) {
      const cells = Object.values(BILL_COLUMNS).map((read) => read(bill))
      const rows = [
        writeRow([reference, ports.now().toISOString(), ...cells]),
        bill.lines.map((line, index) => writeLine(line, { reference, number: index + 1 })).join(''),
      ]
      return receipt(reference, await book.append(reference, rows))
    },
    async find(reference) {
      const found = await book.find(reference)
      return found === null ? null : receipt(reference, found)
    },
    async findDocument(bill) {
      const found = await book.search((bills) => findDocument(bills, bill))
      return found === null ? null : receipt(found.reference, found)
    },
  }
}

/** A row of this invoice at whatever version, or one with the same original and number. */
function findDocument(bills: Buffer, bill: Bill): { reference: string; at: string } | null {
  const ofInvoice = `\n${bill.invoiceId}-v`
  const ofOriginal = `,${bill.originalSha256}\r\n`
  for (const mark of [ofInvoice, ofOriginal]) {
    for (let at = bills.indexOf(mark); at !== -1; at = bills.indexOf(mark, at + 1)) {
      const from = bills.lastIndexOf('\n', at) + 1
      const row = bills.toString('utf8', mark === ofInvoice ? at + 1 : from, bills.indexOf('\n', at + 1))
      // Reference, time and type are never quoted.
      const [reference, postedAt, type] = row.split(',', 3)
      const number = row.slice(`${reference},${postedAt},${type},`.length)
      const isSame = mark === ofInvoice || number.startsWith(`${writeCell(bill.invoiceNumber)},`)
      if (reference && postedAt && isSame) return { reference, at: postedAt }
    }
  }
  return null
}

function writeLine(line: Bill['lines'][number], { reference, number }: { reference: string; number: number }): string {
  return writeRow([reference, String(number), ...Object.values(LINE_COLUMNS).map((read) => read(line))])
}

function writeRow(cells: (string | undefined)[]): string {
  return `${cells.map((cell) => writeCell(cell ?? '')).join(',')}\r\n`
}

/**
 * One cell, always on one line. A supplier's text that a spreadsheet would run as a formula gets an apostrophe before it
 * (OWASP, "CSV Injection"); amounts are no formulas.
 */
function writeCell(value: string): string {
  const text = toOneLine(value)
  const isFormula = /^[=+\-@]/.test(text) && !Amount.safeParse(text).success
  const safe = isFormula ? `'${text}` : text
  return /[",]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** No cell holds a line break, so a row begins where a line begins. */
function findRow(bills: Buffer, reference: string): { at: string } | null {
  const start = bills.indexOf(`\n${writeCell(reference)},`)
  if (start === -1) return null
  const from = start + Buffer.byteLength(`\n${writeCell(reference)},`)
  return { at: bills.toString('utf8', from, bills.indexOf(',', from)) }
}
