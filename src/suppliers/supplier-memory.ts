import type { KnownLesson, SupplierMemory } from '../../schemas/lesson.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'

/** What was learned of a supplier and not forgotten, with the number of the invoice that taught it. */
export function selectLessons(db: Database | DatabaseTransaction, supplierId: string) {
  return db
    .selectFrom('supplier_lesson')
    .innerJoin('invoice', 'invoice.id', 'supplier_lesson.invoice_id')
    .selectAll('supplier_lesson')
    .select('invoice.invoice_number')
    .where('supplier_lesson.supplier_id', '=', supplierId)
    .where('forgotten_at', 'is', null)
}

/**
 * What is known of a supplier when a bill of it is read. `unlike`: without what that invoice taught and no other has confirmed yet, which is
 * learned from it anew.
 */
export async function loadMemory(
  db: Database | DatabaseTransaction,
  { supplierId, unlike = null }: { supplierId: string; unlike?: string | null },
): Promise<SupplierMemory> {
  const layouts = await db
    .selectFrom('supplier_layout')
    .select(['id', 'print'])
    .where('supplier_id', '=', supplierId)
    .orderBy('created_at')
    .execute()
  const rows = await selectLessons(db, supplierId).orderBy('supplier_lesson.created_at').execute()
  const lessons = rows
    .filter((row) => row.invoice_id !== unlike || row.hits + row.misses > 0 || row.edited_by !== null)
    .map(
      ({ id, layout_id: layoutId, kind, subject, content, hits, misses, invoice_id, invoice_number }): KnownLesson => ({
        id,
        layoutId,
        kind,
        subject,
        content,
        hits,
        misses,
        from: invoice_number ?? invoice_id,
      }),
    )
  return { supplierId, layouts, lessons }
}
