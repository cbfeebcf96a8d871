import { type Kysely, sql } from 'kysely'

/** What a company books under: accounts, cost centres, tax codes and its defaults. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table billhook.company add column code_lists jsonb`.execute(db)
}
