import { sql } from 'kysely'
import type { IdentifierKind } from '../../schemas/supplier.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import type { Identifier } from './identifiers.ts'

/** Whose bill it is, and what says so. */
export type Match = { supplierId: string; because: string[] }

/** How much an identifier says. A number is one company's; a domain or a name is mostly; a phone only beside others. */
const WEIGHTS: Record<IdentifierKind, number> = {
  'vat-id': 8,
  iban: 6,
  'tax-number': 6,
  domain: 3,
  name: 3,
  phone: 1,
}
const LEAST = 3
/** Another supplier with so much of the best one's weight could be meant as well. */
const AMBIGUOUS = 0.6

const WORDS: Record<IdentifierKind, string> = {
  'vat-id': 'VAT id',
  iban: 'account',
  'tax-number': 'tax number',
  domain: 'mail domain',
  phone: 'phone',
  name: 'name',
}

type Row = Identifier & { supplier_id: string }

/**
 * The company's supplier that these identifiers name; null where none is known or several could be meant. What two suppliers share names
 * neither. `vatId`: what the bill says is its supplier's: where that is another one than the supplier's, a name or a domain is not enough.
 */
export async function matchSupplier(
  db: Database | DatabaseTransaction,
  { companyId, found, vatId }: { companyId: string; found: readonly Identifier[]; vatId?: string | undefined },
): Promise<Match | null> {
  if (found.length === 0) return null
  const shared = await findHolders(db, { companyId, found })
  const bySupplier = Map.groupBy(shared, ({ supplier_id: id }) => id)
  const judged = [...bySupplier]
    .map(([supplierId, rows]) => ({ supplierId, rows, weight: weightOf(rows) }))
    .toSorted((a, b) => b.weight - a.weight)
  const [best, second] = judged
  if (!best || best.weight < LEAST || (second && second.weight >= AMBIGUOUS * best.weight)) return null
  if (vatId !== undefined && !best.rows.some(({ kind }) => kind === 'vat-id')) {
    const others = await db
      .selectFrom('supplier_identifier')
      .select('value')
      .where('supplier_id', '=', best.supplierId)
      .where('kind', '=', 'vat-id')
      .execute()
    if (others.length > 0) return null
  }
  return { supplierId: best.supplierId, because: best.rows.map(({ kind, shown }) => `${WORDS[kind]} ${shown}`) }
}

/** Who has which of them; those that several have are left out. */
async function findHolders(
  db: Database | DatabaseTransaction,
  { companyId, found }: { companyId: string; found: readonly Identifier[] },
): Promise<Row[]> {
  const rows = await db
    .selectFrom('supplier_identifier')
    .select(['supplier_id', 'kind', 'value', 'shown'])
    .where('company_id', '=', companyId)
    .where(sql<boolean>`value = any(${sql.val([...new Set(found.map(({ value }) => value))])}::text[])`)
    .execute()
  const wanted = new Set(found.map(({ kind, value }) => `${kind} ${value}`))
  const holders = Map.groupBy(
    rows.filter(({ kind, value }) => wanted.has(`${kind} ${value}`)),
    ({ kind, value }) => `${kind} ${value}`,
  )
  return [...holders.values()].flatMap((same) => (same.length === 1 ? same : []))
}

/** Each kind counts once; a phone counts only beside something else. */
function weightOf(rows: readonly Row[]): number {
  const kinds = new Set(rows.map(({ kind }) => kind))
  return [...kinds].reduce((sum, kind) => sum + WEIGHTS[kind], 0)
}
