import type { OwnIdentity } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoicePatch, InvoiceRow } from '../pipeline/move.ts'
import type { SupplierStanding } from '../validation/rule.ts'
import { identifiersOfDraft } from './identifiers.ts'
import { type Match, matchSupplier } from './match-supplier.ts'
import { readOurs } from './ours.ts'
import { senderOf } from './read-sources.ts'
import { isVouchedFor } from './vouched-for.ts'

type Asked = Pick<InvoiceRow, 'id' | 'company_id' | 'delivery_id' | 'supplier_id' | 'supplier_match'>

/**
 * Whose bill it is by the master data: whom a person picked, else whom the bill names. @returns the columns that say so, and what rules
 * may compare the bill with.
 */
export async function findSupplierOfBill(
  db: Database,
  { invoice, draft, own }: { invoice: Asked; draft: Draft; own: OwnIdentity },
): Promise<{ patch: InvoicePatch; supplier: SupplierStanding }> {
  const isPicked = invoice.supplier_match?.by === 'person'
  const match = isPicked ? pickOf(invoice) : await findByBill(db, { invoice, draft, own })
  const patch = isPicked
    ? {}
    : {
        supplier_id: match?.supplierId ?? null,
        supplier_match: match ? asJson({ by: 'match' as const, because: match.because }) : null,
      }
  if (!match) return { patch, supplier: { isKnown: false, trustedIbans: [] } }
  return { patch, supplier: await standingOf(db, { supplierId: match.supplierId, invoiceId: invoice.id }) }
}

function pickOf({ supplier_id: supplierId }: Asked): Match | null {
  return supplierId === null ? null : { supplierId, because: [] }
}

async function findByBill(
  db: Database,
  { invoice, draft, own }: { invoice: Asked; draft: Draft; own: OwnIdentity },
): Promise<Match | null> {
  const ours = await readOurs(db, { companyId: invoice.company_id, own })
  const found = identifiersOfDraft(draft, { from: await senderOf(db, invoice), ours })
  const vatId = found.find(({ kind }) => kind === 'vat-id')?.value
  return await matchSupplier(db, { companyId: invoice.company_id, found, vatId })
}

/** A supplier that is known from this bill alone is not known yet; nor is one whose other bills were all rejected. */
async function standingOf(
  db: Database,
  { supplierId, invoiceId }: { supplierId: string; invoiceId: string },
): Promise<SupplierStanding> {
  const supplier = await db
    .selectFrom('supplier')
    .select(['name', 'created_from', isVouchedFor({ besides: invoiceId }).as('is_vouched_for')])
    .where('id', '=', supplierId)
    .executeTakeFirst()
  const accounts = await db
    .selectFrom('supplier_identifier')
    .select('value')
    .where('supplier_id', '=', supplierId)
    .where('kind', '=', 'iban')
    .where('trusted', '=', true)
    .orderBy('created_at')
    .execute()
  const { seen, right } = await db
    .selectFrom('supplier_precision')
    .select(({ fn }) => [fn.sum<string>('sure_count').as('seen'), fn.sum<string>('sure_right_count').as('right')])
    .where('supplier_id', '=', supplierId)
    .executeTakeFirstOrThrow()
  return {
    ...(supplier ? { name: supplier.name } : {}),
    sure: { seen: Number(seen ?? 0), right: Number(right ?? 0) },
    isKnown: supplier?.is_vouched_for === true && supplier.created_from !== invoiceId,
    trustedIbans: accounts.map(({ value }) => value),
  }
}
