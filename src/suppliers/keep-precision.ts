import { sql } from 'kysely'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { FieldOutcome } from '../database/schema.ts'
import { isSameValue } from '../extraction/lessons/same-value.ts'

/** What was read of an invoice before any person changed it, and whether it was sure. */
export type ReadValues = Partial<Record<FieldName, { value: string; sure: boolean }>>

/** As the stage has put it into the trail, which no correction changes. */
export async function readValuesOf(db: Database, invoiceId: string): Promise<ReadValues> {
  const event = await db
    .selectFrom('event')
    .select('data')
    .where('invoice_id', '=', invoiceId)
    .where('kind', '=', 'invoice.extracted')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { fields = {}, sure = [] } = (event?.data ?? {}) as {
    fields?: Partial<Record<FieldName, string>>
    sure?: FieldName[]
  }
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, { value, sure: sure.includes(field as FieldName) }]),
  )
}

/** Counts how well a confirmed bill was read. What the invoice added before is taken off first. */
export async function keepPrecision(
  transaction: DatabaseTransaction,
  { supplierId, invoiceId, draft, read }: { supplierId: string; invoiceId: string; draft: Draft; read: ReadValues },
): Promise<void> {
  const known = await transaction
    .selectFrom('supplier_learning')
    .select(['supplier_id', 'outcomes'])
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirst()
  if (known) await count(transaction, { supplierId: known.supplier_id, outcomes: known.outcomes, by: -1 })
  const outcomes = judgeReading(draft, read)
  await count(transaction, { supplierId, outcomes, by: 1 })
  await transaction
    .insertInto('supplier_learning')
    .values({ invoice_id: invoiceId, supplier_id: supplierId, verdicts: asJson({}), outcomes: asJson(outcomes) })
    .onConflict((conflict) =>
      conflict.column('invoice_id').doUpdateSet({ supplier_id: supplierId, outcomes: asJson(outcomes) }),
    )
    .execute()
}

/** Field by field: right, wrong (something else, or nothing at all is right), or missing. */
function judgeReading(draft: Draft, read: ReadValues): Record<string, FieldOutcome> {
  const fields = new Set([...Object.keys(read), ...Object.keys(draft.fields)] as FieldName[])
  return Object.fromEntries(
    [...fields].map((field): [string, FieldOutcome] => {
      const was = read[field]
      const is = draft.fields[field]?.value
      if (!was) return [field, { read: 'missing', sure: false }]
      const isRight = is !== undefined && isSameValue(field, { one: was.value, other: is })
      return [field, { read: isRight ? 'right' : 'wrong', sure: was.sure }]
    }),
  )
}

async function count(
  transaction: DatabaseTransaction,
  { supplierId, outcomes, by }: { supplierId: string; outcomes: Record<string, FieldOutcome>; by: 1 | -1 },
): Promise<void> {
  const rows = Object.entries(outcomes).map(([field, { read, sure }]) => ({
    supplier_id: supplierId,
    field,
    right_count: read === 'right' ? by : 0,
    wrong_count: read === 'wrong' ? by : 0,
    missing_count: read === 'missing' ? by : 0,
    sure_count: sure ? by : 0,
    sure_right_count: sure && read === 'right' ? by : 0,
  }))
  if (rows.length === 0) return
  const added = (column: string) =>
    sql<number>`${sql.ref(`supplier_precision.${column}`)} + ${sql.ref(`excluded.${column}`)}`
  await transaction
    .insertInto('supplier_precision')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['supplier_id', 'field']).doUpdateSet({
        right_count: added('right_count'),
        wrong_count: added('wrong_count'),
        missing_count: added('missing_count'),
        sure_count: added('sure_count'),
        sure_right_count: added('sure_right_count'),
      }),
    )
    .execute()
}
