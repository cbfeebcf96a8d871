import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { InvoiceTable, SupplierIdentifierTable, SupplierPrecisionTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { likelihoodOfLesson } from '../extraction/lessons/likelihood-of-lesson.ts'
import { describeLesson } from './describe-lesson.ts'
import { type ListedSupplier, listSuppliers } from './list-suppliers.ts'
import { selectLessons } from './supplier-memory.ts'

const NEWEST = 20

export type ShownLesson = Awaited<ReturnType<typeof readLessons>>[number]

/** Everything about one supplier. */
export type SupplierRecord = ListedSupplier & {
  row: Awaited<ReturnType<typeof findSupplier>>
  identifiers: Selectable<SupplierIdentifierTable>[]
  learned: ShownLesson[]
  precision: Selectable<SupplierPrecisionTable>[]
  newest: Selectable<InvoiceTable>[]
}

type Asked = { companyId: string; supplierId: string }

/** @throws BillhookError `http.not-found` */
export async function findSupplier(db: Database, { companyId, supplierId }: Asked) {
  const row = await db
    .selectFrom('supplier')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('id', '=', supplierId)
    .executeTakeFirst()
  if (row) return row
  throw new BillhookError('http.not-found', `There is no supplier ${supplierId} in the books of ${companyId}.`)
}

/** @throws BillhookError `http.not-found` */
export async function readSupplier(db: Database, { companyId, supplierId }: Asked): Promise<SupplierRecord> {
  const row = await findSupplier(db, { companyId, supplierId })
  const [listed] = await listSuppliers(db, { companyId, id: supplierId })
  const identifiers = await db
    .selectFrom('supplier_identifier')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('created_at')
    .orderBy('value')
    .execute()
  const precision = await db
    .selectFrom('supplier_precision')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('field')
    .execute()
  const newest = await db
    .selectFrom('invoice')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(NEWEST)
    .execute()
  return { ...listed!, row, identifiers, learned: await readLessons(db, supplierId), precision, newest }
}

/** What was learned of a supplier, in words, by layout. */
export async function readLessons(db: Database, supplierId: string) {
  const rows = await selectLessons(db, supplierId)
    .orderBy('layout_id')
    .orderBy('subject')
    .orderBy('supplier_lesson.created_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    layout: row.layout_id,
    ...describeLesson(row),
    hits: row.hits,
    misses: row.misses,
    likelihood: Math.round(likelihoodOfLesson(row) * 1000) / 1000,
    invoiceId: row.invoice_id,
    invoiceNumber: row.invoice_number,
    learnedAt: row.created_at,
    editedBy: row.edited_by,
  }))
}
