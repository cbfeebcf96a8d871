import { sql } from 'kysely'
import type { Draft } from '../../schemas/draft.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { summaryOf } from '../pipeline/summary.ts'
import type { Identifier } from './identifiers.ts'

/** Makes the supplier of a bill that names nobody known. Only behind `lockSuppliers`. @returns its id */
export async function createSupplier(
  transaction: DatabaseTransaction,
  {
    ports: { newId, now },
    invoice,
    draft,
  }: { ports: { newId: () => string; now: () => Date }; invoice: InvoiceRow; draft: Draft },
): Promise<string> {
  const id = newId()
  const at = now()
  await transaction
    .insertInto('supplier')
    .values({
      id,
      company_id: invoice.company_id,
      name: summaryOf(draft).supplier_name ?? invoice.file_name,
      currency: draft.fields.currency?.value ?? null,
      coding: asJson({}),
      created_from: invoice.id,
      created_at: at,
      updated_at: at,
    })
    .execute()
  return id
}

/**
 * Adds what recognizes a supplier, as an invoice says it. What only this invoice said before, and says no more, is taken away; an account
 * becomes trusted once the bill is approved and stays so.
 */
export async function addIdentifiers(
  transaction: DatabaseTransaction,
  {
    companyId,
    supplierId,
    found,
    invoiceId,
    trusted,
    at,
  }: {
    companyId: string
    supplierId: string
    found: readonly Identifier[]
    invoiceId: string | null
    trusted: boolean
    at: Date
  },
): Promise<void> {
  if (invoiceId !== null) {
    await transaction
      .deleteFrom('supplier_identifier')
      .where('invoice_id', '=', invoiceId)
      .where('trusted', '=', false)
      .execute()
  }
  if (found.length === 0) return
  await transaction
    .insertInto('supplier_identifier')
    .values(
      found.map(({ kind, value, shown }) => ({
        supplier_id: supplierId,
        company_id: companyId,
        kind,
        value,
        shown,
        trusted: trusted && kind === 'iban',
        invoice_id: invoiceId,
        created_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['supplier_id', 'kind', 'value'])
        .doUpdateSet({ trusted: sql<boolean>`supplier_identifier.trusted or excluded.trusted` }),
    )
    .execute()
  await followFoundingBill(transaction, { supplierId, invoiceId, found })
}

/** While a supplier is known from one bill alone, its name is what that bill says, however often it is corrected. */
async function followFoundingBill(
  transaction: DatabaseTransaction,
  { supplierId, invoiceId, found }: { supplierId: string; invoiceId: string | null; found: readonly Identifier[] },
): Promise<void> {
  const name = found.find(({ kind }) => kind === 'name')?.shown
  if (invoiceId === null || name === undefined) return
  await transaction
    .updateTable('supplier')
    .set({ name })
    .where('id', '=', supplierId)
    .where('created_from', '=', invoiceId)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('supplier_learning')
            .select('invoice_id')
            .whereRef('supplier_learning.supplier_id', '=', 'supplier.id')
            .where('invoice_id', '!=', invoiceId),
        ),
      ),
    )
    .execute()
}
