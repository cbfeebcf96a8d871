import { type Kysely, sql } from 'kysely'

/**
 * What a million invoices need: a search that finds parts of words without reading them all, tallies instead of counting, and the indexes
 * that were missing. No extensions: they need rights that the owner of a database may not have, and the embedded PostgreSQL has none.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const SEARCH = [
  // Words as they are compared: without case and accents, "R-2026/17" as r202617 and 1.234,50 as 123450, however somebody writes it.
  // All of these are in PL/pgSQL: a session compiles such a function once, a SQL function that is not inlined at every statement.
  `create function billhook.fold_words(given text) returns text language plpgsql immutable strict parallel safe as $$ begin
     return trim(regexp_replace(
       replace(replace(replace(translate(lower(regexp_replace(
         regexp_replace(normalize(given, NFKD), '\\s+', ' ', 'g'), '[\\u0300-\\u036f]', '', 'g')),
         'øłđħıŧ', 'oldhit'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
       '[^ 0-9a-z\\u00aa-\\u1fff\\u2c00-\\u2dff\\u3040-\\ud7ff\\uf900-\\ufdff\\ufe70-\\uffef]|[\\u00ab-\\u00b9\\u00bb-\\u00bf\\u00d7\\u00f7]',
       '', 'g'));
   end $$`,
  // An umlaut is written as one letter or as two ("Mueller"); both are found. An amount has two decimals, as people type it.
  `create function billhook.words_of(invoice billhook.invoice) returns text language plpgsql immutable parallel safe as $$
   declare
     supplier text := invoice.supplier_name;
     total numeric := trim_scale(invoice.gross_total);
   begin
     if supplier ~ '[äöüÄÖÜ]' then
       supplier := supplier || ' ' || replace(replace(replace(replace(replace(replace(
         supplier, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue');
     end if;
     if scale(total) < 2 then total := round(total, 2); end if;
     return left(billhook.fold_words(concat_ws(' ', supplier, invoice.invoice_number, total, invoice.currency, invoice.file_name)), 1000);
   end $$`,
  `create function billhook.week_of(at timestamptz) returns int language sql stable parallel safe as $$
     select floor(extract(epoch from at) / 604800)::int $$`,

  // Apart from the invoice, whose every move would otherwise write all of its search entries again.
  `create table billhook.invoice_search (
     invoice_id text primary key references billhook.invoice on delete cascade, company_id text not null, week int not null,
     created_at timestamptz not null, words text not null)`,
  // Three letters from every place of every word, behind company and week: the index answers "which invoices of this week hold these
  // letters", so a search walks back week by week and ends when its page is full, whether a word is rare or in every second invoice.
  `create function billhook.search_grams(company text, week int, words text) returns tsvector language plpgsql immutable parallel safe as $$
   declare
     word text;
     grams text[] := '{}';
   begin
     foreach word in array string_to_array(words, ' ') loop
       for place in 1 .. length(word) loop
         grams := grams || (company || '/' || week || '/' || substr(word, place, 3));
       end loop;
     end loop;
     return array_to_tsvector(grams);
   end $$`,
  // Without fastupdate: every search would read the whole list of pending entries, once for each week.
  `create index invoice_search_grams on billhook.invoice_search
     using gin (billhook.search_grams(company_id, week, words)) with (fastupdate = off)`,
  // What it holds is different in every week, so a sample of it says nothing, and would cost seconds at every ANALYZE.
  `alter index billhook.invoice_search_grams alter column 1 set statistics 0`,
  `insert into billhook.invoice_search (invoice_id, company_id, week, created_at, words)
     select id, company_id, billhook.week_of(created_at), created_at, billhook.words_of(invoice) from billhook.invoice
     order by created_at`,
  `create function billhook.note_words() returns trigger language plpgsql as $$ begin
     insert into billhook.invoice_search (invoice_id, company_id, week, created_at, words)
     values (new.id, new.company_id, billhook.week_of(new.created_at), new.created_at, billhook.words_of(new))
     on conflict (invoice_id) do update set words = excluded.words;
     return null;
   end $$`,
  `create trigger new_invoice_is_searchable after insert on billhook.invoice
     for each row execute function billhook.note_words()`,
  `create trigger changed_invoice_is_searchable
     after update of supplier_name, invoice_number, gross_total, currency, file_name on billhook.invoice for each row
     when ((old.supplier_name, old.invoice_number, old.gross_total, old.currency, old.file_name)
       is distinct from (new.supplier_name, new.invoice_number, new.gross_total, new.currency, new.file_name))
     execute function billhook.note_words()`,
]

const TALLIES = [
  // Changed with every move, so half of each page stays free for the next versions of its rows.
  `create table billhook.tally (
     company_id text not null references billhook.company, record text not null, state text not null, count bigint not null,
     primary key (company_id, record, state)) with (fillfactor = 50)`,
  `insert into billhook.tally (company_id, record, state, count)
     select company_id, 'invoice', status, count(*) from billhook.invoice group by company_id, status`,
  `insert into billhook.tally (company_id, record, state, count)
     select company_id, 'effect', state, count(*) from billhook.effect group by company_id, state`,
  `create function billhook.keep_tally() returns trigger language plpgsql as $$
   declare company text; was text; becomes text;
   begin
     if tg_op <> 'INSERT' then
       company := old.company_id;
       if tg_table_name = 'invoice' then was := old.status; else was := old.state; end if;
     end if;
     if tg_op <> 'DELETE' then
       company := new.company_id;
       if tg_table_name = 'invoice' then becomes := new.status; else becomes := new.state; end if;
     end if;
     insert into billhook.tally as kept (company_id, record, state, count)
     select company, tg_table_name::text, state, step from (values (was, -1), (becomes, 1)) as change (state, step)
     where state is not null order by state
     on conflict (company_id, record, state) do update set count = kept.count + excluded.count;
     return null;
   end $$`,
  // Deferred: a transaction that moves an invoice holds the end of the company's audit trail by the time it commits, and never waits for
  // that while it holds a tally. So the tallies make nobody wait who did not wait anyway, and no deadlock.
  ...['invoice', 'effect'].flatMap((table) => {
    const column = table === 'invoice' ? 'status' : 'state'
    const deferred = 'deferrable initially deferred for each row'
    return [
      `create constraint trigger ${table}_is_tallied after insert or delete on billhook.${table}
         ${deferred} execute function billhook.keep_tally()`,
      `create constraint trigger ${table}_is_tallied_anew after update on billhook.${table}
         ${deferred} when (old.${column} is distinct from new.${column}) execute function billhook.keep_tally()`,
    ]
  }),
  // Nobody counts by them any more, and every move wrote into them.
  `drop index billhook.invoice_count_by_status`,
  `drop index billhook.effect_count_by_state`,
]

const STATEMENTS = [
  ...SEARCH,
  ...TALLIES,
  // Validation looks for the same bill in every status; the unique index knows some of them only.
  `create index invoice_by_bill on billhook.invoice (company_id, bill_key) where bill_key is not null`,
  // A company's open deliveries in the order in which they are listed; the number of all open ones as before.
  `drop index billhook.delivery_open`,
  `create index delivery_open on billhook.delivery (company_id, received_at desc, id desc) where disposed_at is null`,
  // A company's mails, not those of all companies until enough of its own are found.
  `drop index billhook.message_newest`,
  `create index message_newest on billhook.message (company_id, created_at desc, id desc)`,
  `create index message_by_invoice on billhook.message (invoice_id) where invoice_id is not null`,
]
