import { createHash } from 'node:crypto'
import type { Company } from '../../../schemas/company.ts'
import type { FieldName } from '../../../schemas/draft.ts'
import { asJson } from '../../database/json.ts'
import { derivedKey } from '../../object-store/index.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import { correct } from '../../review/correct.ts'
import type { HttpPorts } from '../ports.ts'
import { insertCompany, insertInvoice, PLAIN_BILL } from './records.ts'
import { routeBill } from './route-bill.ts'

const LONG_NAME =
  'Vereinigte Papier-, Bürobedarfs- und Verpackungsmittelgroßhandlungsgesellschaft Niederrhein mbH & Co. KG'

/** A WebP from an SVG; given by the test, because drawing is a library's business that only tests may borrow. */
export type DrawPicture = (svg: string) => Promise<Buffer>

/** A company whose books show something of everything, for looking at pages. */
export async function fillBooks(
  ports: HttpPorts,
  drawPicture: DrawPicture,
): Promise<{
  company: Company
  inReview: string
  awaiting: string
  posted: string
  decisionLink: string
  decidedLink: string
}> {
  const { db } = ports
  const company = await insertCompany(db, { id: 'acme', name: 'Acme Ltd' })
  const insert = async (given: Omit<Parameters<typeof insertInvoice>[1], 'company'>) => {
    const invoice = await insertInvoice(db, { company, at: ports.now(), ...given })
    const picture = await drawPicture(sketchBill(given.values ?? PLAIN_BILL))
    await putPicture(ports, { sha256: invoice.original_sha256, picture })
    return invoice
  }
  const doubtful = await insert({
    status: 'in-review',
    values: { ...PLAIN_BILL, supplierName: LONG_NAME, grossTotal: '120.00', iban: 'DE89370400440532013001' },
    findings: [
      {
        code: 'totals-add-up',
        severity: 'error',
        message: 'Net 100.00 and tax 19.00 make 119.00, but the total says 120.00. Look which one is right.',
      },
      { code: 'iban-is-valid', severity: 'error', field: 'iban', message: 'The check digits of this IBAN are wrong.' },
      { code: 'due', severity: 'warning', field: 'dueDate', message: 'Due in less than a week.' },
    ],
    fileName: 'scan_2026-02-28_0001_a_very_long_file_name_without_any_blank_in_it_at_all_final_v2.pdf',
  })
  const lines = [
    {
      description: 'Copy paper A4, 80 g, white',
      quantity: '20',
      unit: 'box',
      unitPrice: '4.50',
      netAmount: '90.00',
      vatRate: '19',
    },
    { description: 'Freight', netAmount: '10.00', vatRate: '19' },
  ]
  const target = {
    companyId: company.id,
    invoiceId: doubtful.id,
    version: doubtful.version,
    actor: 'clerk@acme.example',
  }
  await db
    .updateTable('invoice')
    .set({ draft: asJson({ ...doubtful.draft!, lines, vatBreakdown: [{ rate: '19', base: '100.00', tax: '19.00' }] }) })
    .where('id', '=', doubtful.id)
    .execute()
  await correct(ports, { ...target, correction: { fields: { purchaseOrder: 'PO-4711' } } })

  const [awaiting, decisionLink] = await route(ports, { company, invoice: await insert({ status: 'validated' }) })
  const [, decidedLink] = await route(ports, {
    company,
    invoice: await insert({ status: 'validated', values: { ...PLAIN_BILL, invoiceNumber: 'R-2026-18' } }),
  })
  const posted = await insert({ status: 'posted', values: { ...PLAIN_BILL, invoiceNumber: 'R-2026-11' } })
  await insert({ status: 'received', values: {}, fileName: 'IMG_2041.jpg' })
  await insert({ status: 'filed', values: { supplierName: 'Statement Bank plc' } })
  const stuck = await insert({ status: 'approved', values: { ...PLAIN_BILL, supplierName: 'Kite & Sons' } })
  const failure = {
    code: 'accounting.unavailable',
    message: 'The journal could not be written: disk full.',
    at: ports.now().toISOString(),
    attempts: 3,
  }
  await db
    .updateTable('invoice')
    .set({ failure: asJson(failure) })
    .where('id', '=', stuck.id)
    .execute()
  return { company, inReview: doubtful.id, awaiting, posted: posted.id, decisionLink, decidedLink }
}

async function route(
  ports: HttpPorts,
  { company, invoice }: { company: Company; invoice: InvoiceRow },
): Promise<[invoiceId: string, link: string]> {
  const { tokens } = await routeBill(ports, { invoice, company, approvers: ['boss@acme.example'] })
  return [invoice.id, `/decide/${tokens[0]}`]
}

/** A page that looks like a bill from afar, 900 by 1270 pixels. */
function sketchBill(values: Partial<Record<FieldName, string>>): string {
  const rows = Object.entries(values).map(
    ([name, value], index) =>
      `<text x="80" y="${160 + index * 40}" font-size="22" font-family="sans-serif">${name}: ${value.replace(/[<&]/g, ' ')}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1270"><rect width="900" height="1270" fill="#fff"/><text x="80" y="100" font-size="40" font-family="sans-serif">INVOICE</text>${rows.join('')}</svg>`
}

async function putPicture(
  { objects }: HttpPorts,
  { sha256, picture }: { sha256: string; picture: Buffer },
): Promise<void> {
  await objects.put(derivedKey(sha256, 'page-1.webp'), picture, {
    sha256: createHash('sha256').update(picture).digest('hex'),
    mediaType: 'image/webp',
  })
}
