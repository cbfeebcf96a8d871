import type { Draft } from '../../schemas/draft.ts'
import type { SupplierEntry } from '../../schemas/supplier.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { nameKey } from '../extraction/notation/company-name.ts'
import { enterSupplier } from '../suppliers/change-supplier.ts'
import { findSupplier } from '../suppliers/read-supplier.ts'
import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'
import { recheck } from './recheck.ts'
import { addPerson } from './touched-by.ts'

/** One that is known, a new one, or (null) none of them. */
type SupplierPick = { supplierId: string | null } | { create: SupplierEntry }

/**
 * Says whose bill it is. The bill takes the supplier's name where it has another one, and is checked again with what is known of the
 * supplier; from then on no match by machine changes it.
 * @throws BillhookError `http.not-found`, `http.invalid-request`, and as `move()` and `openInvoice`
 */
export async function pickSupplier(
  ports: ReviewPorts & { newId: () => string },
  target: ReviewTarget & { pick: SupplierPick },
): Promise<Reviewed> {
  const { companyId, actor, pick } = target
  const invoice = await openInvoice(ports.db, target)
  if (invoice.draft === null)
    throw new BillhookError(
      'http.invalid-request',
      'Nothing was read of this document yet, so it can be nobody’s bill.',
    )
  const supplierId =
    'create' in pick ? await enterSupplier(ports, { companyId, actor, entry: pick.create }) : pick.supplierId
  const name = supplierId === null ? null : (await findSupplier(ports.db, { companyId, supplierId })).name
  const picked = {
    ...invoice,
    supplier_id: supplierId,
    supplier_match: { by: 'person' as const, because: [actor] },
  }
  const draft = named(invoice.draft, name)
  return await moveReviewed(ports, {
    invoice,
    outcome: 'correct',
    actor,
    patch: {
      ...(await recheck(ports.db, { invoice: picked, draft })),
      supplier_id: supplierId,
      supplier_match: asJson(picked.supplier_match),
      touched_by: asJson(addPerson(invoice.touched_by, actor)),
      approved_by: null,
      approved_at: null,
    },
    data: { changed: [{ what: 'supplier', from: invoice.supplier_id, to: supplierId }] },
  })
}

function named(draft: Draft, name: string | null): Draft {
  const read = draft.fields.supplierName
  if (name === null || (read && nameKey(read.value) === nameKey(name))) return draft
  const alternatives = read
    ? [
        {
          field: 'supplierName' as const,
          value: read.value,
          score: read.confidence,
          reader: read.source,
          raw: read.value,
        },
      ]
    : []
  const supplierName = { value: name, confidence: 1, source: 'person', satisfies: [], alternatives }
  return { ...draft, fields: { ...draft.fields, supplierName } }
}
