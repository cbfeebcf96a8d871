import type { Coding } from '../../schemas/coding.ts'
import type { OwnIdentity } from '../../schemas/company.ts'
import type { SupplierMemory } from '../../schemas/lesson.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import type { Database } from '../database/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { identifiersOnPages } from './identifiers.ts'
import { matchSupplier } from './match-supplier.ts'
import { readOurs } from './ours.ts'
import { senderOf } from './read-sources.ts'
import { loadMemory } from './supplier-memory.ts'

/** What is known of the supplier that a document names, before it is read; null where none is, or several could be meant. */
export async function recallSupplier(
  db: Database,
  { invoice, transcript, own }: { invoice: InvoiceRow; transcript: Transcript; own: OwnIdentity },
): Promise<{ memory: SupplierMemory; coding: Coding } | null> {
  const { company_id: companyId } = invoice
  const isPicked = invoice.supplier_match?.by === 'person'
  const ours = isPicked ? null : await readOurs(db, { companyId, own })
  const found = ours ? identifiersOnPages(transcript, { from: await senderOf(db, invoice), ours }) : []
  const supplierId = isPicked ? invoice.supplier_id : (await matchSupplier(db, { companyId, found }))?.supplierId
  if (!supplierId) return null
  const supplier = await db.selectFrom('supplier').select('coding').where('id', '=', supplierId).executeTakeFirst()
  return supplier ? { memory: await loadMemory(db, { supplierId }), coding: supplier.coding } : null
}
