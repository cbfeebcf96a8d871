import type { Language } from '../../schemas/said.ts'
import type { Database } from '../database/index.ts'

/** What somebody is spoken to in: what the person chose, or null for a stranger and for whoever chose nothing. */
export async function languageOfPerson(db: Database, email: string): Promise<Language | null> {
  const row = await db
    .selectFrom('person')
    .select('language')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst()
  return row?.language ?? null
}

/** In what a company's mails to this address are written. */
export async function languageOfMail(
  db: Database,
  { email, company }: { email: string; company: { language?: Language | null | undefined } },
): Promise<Language> {
  return (await languageOfPerson(db, email)) ?? company.language ?? 'en'
}

/** Keeps the language that somebody chose. */
export async function chooseLanguage(
  db: Database,
  { personId, language }: { personId: string; language: Language },
): Promise<void> {
  await db.updateTable('person').set({ language }).where('id', '=', personId).execute()
}
