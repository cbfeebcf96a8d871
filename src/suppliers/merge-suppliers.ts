import { sql } from 'kysely'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import type { SupplierPorts, SupplierTarget } from './change-supplier.ts'
import { lockSuppliers } from './lock-suppliers.ts'
import { findSupplier } from './read-supplier.ts'

/**
 * Makes one supplier of two: `into` gets the identifiers, invoices, lessons and counts of the other, which is gone then.
 * @throws BillhookError `http.not-found`, `http.invalid-request` where both are the same
 */
export async function mergeSuppliers(
  { db, now }: SupplierPorts,
  { companyId, supplierId, actor, into }: SupplierTarget & { into: string },
): Promise<void> {
  if (supplierId === into)
    throw new BillhookError('http.invalid-request', 'A supplier can be merged with another one only.')
  const [merged, kept] = await Promise.all([
    findSupplier(db, { companyId, supplierId }),
    findSupplier(db, { companyId, supplierId: into }),
  ])
  await db.transaction().execute(async (transaction) => {
    await lockSuppliers(transaction, companyId)
    const from = supplierId
    await sql`insert into billhook.supplier_identifier
        (supplier_id, company_id, kind, value, shown, trusted, invoice_id, created_at)
      select ${into}, company_id, kind, value, shown, trusted, invoice_id, created_at
        from billhook.supplier_identifier where supplier_id = ${from}
      on conflict (supplier_id, kind, value) do update set trusted = supplier_identifier.trusted or excluded.trusted`.execute(
      transaction,
    )
    await sql`insert into billhook.supplier_precision
        (supplier_id, field, right_count, wrong_count, missing_count, sure_count, sure_right_count)
      select ${into}, field, right_count, wrong_count, missing_count, sure_count, sure_right_count
        from billhook.supplier_precision where supplier_id = ${from}
      on conflict (supplier_id, field) do update set
        right_count = supplier_precision.right_count + excluded.right_count,
        wrong_count = supplier_precision.wrong_count + excluded.wrong_count,
        missing_count = supplier_precision.missing_count + excluded.missing_count,
        sure_count = supplier_precision.sure_count + excluded.sure_count,
        sure_right_count = supplier_precision.sure_right_count + excluded.sure_right_count`.execute(transaction)
    for (const table of ['supplier_layout', 'supplier_lesson', 'supplier_learning', 'invoice'] as const)
      await transaction.updateTable(table).set({ supplier_id: into }).where('supplier_id', '=', from).execute()
    await transaction.deleteFrom('supplier').where('id', '=', from).execute()
    const data = { supplierId: into, name: kept.name, merged: from, mergedName: merged.name }
    await appendEvent(transaction, { companyId, invoiceId: null, at: now(), actor, kind: 'supplier.merged', data })
  })
}
