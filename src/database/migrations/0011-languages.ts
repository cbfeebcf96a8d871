import { type Kysely, sql } from 'kysely'

/** The language in which a company and a person are spoken to; null: the person's is the company's, the company's is English. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table billhook.company add column language text`.execute(db)
  await sql`alter table billhook.person add column language text`.execute(db)
}
