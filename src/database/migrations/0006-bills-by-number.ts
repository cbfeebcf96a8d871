import { type Kysely, sql } from 'kysely'

/** Documents of one bill are found by its number, however it is spaced and dotted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index invoice_by_number on billhook.invoice (company_id, translate(upper(invoice_number), ' -./_:#', ''))
         where invoice_number is not null`,
    )
    .execute(db)
}
