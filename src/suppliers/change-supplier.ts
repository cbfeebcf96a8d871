import type { IdentifierKind, SupplierEntry } from '../../schemas/supplier.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { type Identifier, identifierOf } from './identifiers.ts'
import { lockSuppliers } from './lock-suppliers.ts'
import { findSupplier } from './read-supplier.ts'

export type SupplierPorts = { db: Database; now: () => Date; newId: () => string }
export type SupplierTarget = { companyId: string; supplierId: string; actor: string }

/** Makes a supplier that a person enters. @returns its id @throws BillhookError `http.invalid-request` */
export async function enterSupplier(
  ports: SupplierPorts,
  { companyId, actor, entry }: { companyId: string; actor: string; entry: SupplierEntry },
): Promise<string> {
  const supplierId = ports.newId()
  const identifiers = identifiersOfEntry(entry)
  await ports.db.transaction().execute(async (transaction) => {
    await lockSuppliers(transaction, companyId)
    const at = ports.now()
    const { name, currency = null, coding = {} } = entry
    await transaction
      .insertInto('supplier')
      .values({
        id: supplierId,
        company_id: companyId,
        name,
        currency,
        coding: asJson(coding),
        created_from: null,
        created_at: at,
        updated_at: at,
      })
      .execute()
    await writeIdentifiers(transaction, { companyId, supplierId, identifiers, at })
    const data = { supplierId, name }
    await appendEvent(transaction, { companyId, invoiceId: null, at, actor, kind: 'supplier.created', data })
  })
  return supplierId
}

/** Writes what a person changed; what is left out stays. @throws BillhookError `http.not-found`, `http.invalid-request` */
export async function editSupplier(
  { db, now }: SupplierPorts,
  { companyId, supplierId, actor, entry }: SupplierTarget & { entry: SupplierEntry },
): Promise<void> {
  await findSupplier(db, { companyId, supplierId })
  const identifiers = identifiersOfEntry(entry)
  const replaced = kindsOf(entry)
  await db.transaction().execute(async (transaction) => {
    await lockSuppliers(transaction, companyId)
    const at = now()
    const { name, currency, coding } = entry
    await transaction
      .updateTable('supplier')
      .set({
        name,
        // From now on it is a person's word.
        created_from: null,
        updated_at: at,
        ...(currency === undefined ? {} : { currency }),
        ...(coding === undefined ? {} : { coding: asJson(coding) }),
      })
      .where('id', '=', supplierId)
      .execute()
    if (replaced.length > 0) {
      // What stays keeps the bill that it was first seen on.
      const kept = identifiers.map(({ kind, value }) => `${kind} ${value}`)
      const rows = await transaction
        .selectFrom('supplier_identifier')
        .select(['kind', 'value'])
        .where('supplier_id', '=', supplierId)
        .where('kind', 'in', replaced)
        .execute()
      for (const { kind, value } of rows.filter((row) => !kept.includes(`${row.kind} ${row.value}`)))
        await transaction
          .deleteFrom('supplier_identifier')
          .where('supplier_id', '=', supplierId)
          .where('kind', '=', kind)
          .where('value', '=', value)
          .execute()
    }
    await writeIdentifiers(transaction, { companyId, supplierId, identifiers, at })
    const data = { supplierId, ...entry }
    await appendEvent(transaction, { companyId, invoiceId: null, at, actor, kind: 'supplier.changed', data })
  })
}

/** Takes a supplier out of the master data with all that was learned; its invoices stay. @throws BillhookError `http.not-found` */
export async function removeSupplier(
  { db, now }: SupplierPorts,
  { companyId, supplierId, actor }: SupplierTarget,
): Promise<void> {
  const { name } = await findSupplier(db, { companyId, supplierId })
  await db.transaction().execute(async (transaction) => {
    await lockSuppliers(transaction, companyId)
    await transaction
      .updateTable('invoice')
      .set({ supplier_match: null })
      .where('supplier_id', '=', supplierId)
      .execute()
    await transaction.deleteFrom('supplier').where('id', '=', supplierId).execute()
    const data = { supplierId, name }
    await appendEvent(transaction, { companyId, invoiceId: null, at: now(), actor, kind: 'supplier.removed', data })
  })
}

/** A person's word: an account is trusted. */
async function writeIdentifiers(
  transaction: DatabaseTransaction,
  {
    companyId,
    supplierId,
    identifiers,
    at,
  }: { companyId: string; supplierId: string; identifiers: readonly Identifier[]; at: Date },
): Promise<void> {
  for (const { kind, value, shown } of identifiers) {
    await transaction
      .insertInto('supplier_identifier')
      .values({
        supplier_id: supplierId,
        company_id: companyId,
        kind,
        value,
        shown,
        trusted: kind === 'iban',
        invoice_id: null,
        created_at: at,
      })
      .onConflict((conflict) =>
        conflict.columns(['supplier_id', 'kind', 'value']).doUpdateSet({ shown, trusted: kind === 'iban' }),
      )
      .execute()
  }
}

/** Which kinds the entry says all of. */
function kindsOf(entry: SupplierEntry): IdentifierKind[] {
  const kinds: [IdentifierKind, unknown][] = [
    ['vat-id', entry.vatId],
    ['tax-number', entry.taxNumber],
    ['iban', entry.ibans],
    ['domain', entry.domains],
    ['phone', entry.phones],
    ['name', entry.otherNames],
  ]
  return kinds.flatMap(([kind, said]) => (said === undefined ? [] : [kind]))
}

/** @throws BillhookError `http.invalid-request` for what can recognize nobody */
function identifiersOfEntry(entry: SupplierEntry): Identifier[] {
  const { name, vatId, taxNumber, ibans = [], domains = [], phones = [], otherNames = [] } = entry
  const pairs: [IdentifierKind, string][] = [
    ['name', name],
    ...(vatId ? [['vat-id', vatId] as [IdentifierKind, string]] : []),
    ...(taxNumber ? [['tax-number', taxNumber] as [IdentifierKind, string]] : []),
    ...ibans.map((iban): [IdentifierKind, string] => ['iban', iban]),
    ...domains.map((domain): [IdentifierKind, string] => ['domain', domain]),
    ...phones.map((phone): [IdentifierKind, string] => ['phone', phone]),
    ...otherNames.map((other): [IdentifierKind, string] => ['name', other]),
  ]
  return pairs.map(([kind, shown]) => {
    const identifier = identifierOf(kind, shown)
    if (identifier) return identifier
    throw new BillhookError(
      'http.invalid-request',
      `Nothing was saved: "${shown}" is no ${kind} by which a supplier can be told from others.`,
      { details: { kind, shown } },
    )
  })
}
