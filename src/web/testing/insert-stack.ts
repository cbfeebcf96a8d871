import sharp from 'sharp'
import { asJson } from '../../database/json.ts'
import { insertInvoice } from '../../http/testing/records.ts'
import { putDerived } from './fill-desk.ts'
import type { Desk } from './open-desk.ts'

/** A file of four pages in which Billhook sees two invoices. @returns its invoice's id */
export async function insertStack({ http: { db, ports }, books }: Desk): Promise<string> {
  const invoice = await insertInvoice(db, {
    company: books.company,
    status: 'in-review',
    at: ports.now(),
    fileName: 'scans.pdf',
  })
  for (let number = 1; number <= 4; number += 1) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><rect width="595" height="842" fill="#fff"/><text x="60" y="100" font-size="30">Page ${number}</text></svg>`
    const content = await sharp(Buffer.from(svg)).webp().toBuffer()
    for (const name of [`page-${number}.webp`, `page-${number}-small.webp`])
      await putDerived(ports.objects, { original: invoice.original_sha256, name, content })
  }
  const piece = (firstPage: number, lastPage: number, because: string) => ({
    firstPage,
    lastPage,
    roles: Array(lastPage - firstPage + 1).fill('invoice'),
    because,
  })
  const pieces = [piece(1, 2, 'It begins the file.'), piece(3, 4, 'Another invoice number, “R-2”, and “page 1 of 2”.')]
  await db
    .updateTable('invoice')
    .set({
      page_count: 4,
      page_roles: asJson(['invoice', 'attachment', 'invoice', 'invoice']),
      stack: asJson({ state: 'proposed' as const, by: 'stage:extract', reading: { sure: false, pieces } }),
    })
    .where('id', '=', invoice.id)
    .execute()
  return invoice.id
}
