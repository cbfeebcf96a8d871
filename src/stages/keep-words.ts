import { sql } from 'kysely'
import type { Transcript } from '../../schemas/transcript.ts'
import type { DatabaseTransaction } from '../database/index.ts'

/** Different words of one invoice that are searchable; a long document has no more to say than that. */
const MOST_WORDS = 3000
/** Letters of a word that are told apart; as `billhook.search_terms`. */
const MOST_LETTERS = 40

const UMLAUTS = { ä: 'ae', ö: 'oe', ü: 'ue' } as const

/**
 * Makes what stands on an invoice's pages searchable, together with its move; the same words again change nothing.
 * @returns to be run in the transaction of the move, after what the fields say was noted
 */
export function keepWords({ pages }: Pick<Transcript, 'pages'>, { invoiceId }: { invoiceId: string }) {
  const words = collectWords(pages).join(' ')
  return async (transaction: DatabaseTransaction): Promise<void> => {
    await sql`
      insert into billhook.invoice_text (invoice_id, company_id, week, created_at, fields, pages)
      select invoice_id, company_id, week, created_at, words, billhook.fold_words(${words})
      from billhook.invoice_search where invoice_id = ${invoiceId}
      on conflict (invoice_id) do update set fields = excluded.fields, pages = excluded.pages
      where (invoice_text.fields, invoice_text.pages) <> (excluded.fields, excluded.pages)`.execute(transaction)
  }
}

/** Each once, as the database folds them; one with an umlaut also as people type it without ("Mueller"). */
function collectWords(pages: Transcript['pages']): string[] {
  const words = new Set<string>()
  for (const { text } of pages.flatMap((page) => page.words)) {
    const word = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase().slice(0, MOST_LETTERS)
    if (word === '' || word.includes('\0')) continue
    if (words.size >= MOST_WORDS) break
    words.add(word)
    words.add(word.replace(/[äöü]/g, (letter) => UMLAUTS[letter as keyof typeof UMLAUTS]))
  }
  return [...words]
}
