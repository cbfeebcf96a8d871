import { type Kysely, sql } from 'kysely'

/**
 * The words of an invoice's pages become searchable, and who sent a delivery under which subject with which files. Like the search of migration 0003 it walks back week by week, so its cost depends on
 * how many are wanted; unlike it, it finds beginnings of words, because three letters from every place of every word of every page would
 * be several times as much to write. Pages that were read before this migration become searchable when they are read again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Apart from invoice_search: what a field says changes more often than what stands on the pages.
  `create table billhook.invoice_text (
     invoice_id text primary key references billhook.invoice on delete cascade, company_id text not null, week int not null,
     created_at timestamptz not null, fields text not null, pages text not null)`,
  // Fields and pages together: "stadtwerke gas" finds a bill whose supplier is known and nowhere written but in its logo. A word of one
  // letter says nothing; 40 letters tell any two words apart.
  `create function billhook.search_terms(company text, week int, words text) returns tsvector language plpgsql immutable parallel safe as $$
   begin
     return array_to_tsvector(array(
       select distinct company || '/' || week || '/' || left(word, 40)
       from unnest(string_to_array(words, ' ')) as word where length(word) > 1));
   end $$`,
  `create index invoice_text_terms on billhook.invoice_text
     using gin (billhook.search_terms(company_id, week, fields || ' ' || pages)) with (fastupdate = off)`,
  // As invoice_search_grams: different in every week, so a sample says nothing.
  `alter index billhook.invoice_text_terms alter column 1 set statistics 0`,
  `create or replace function billhook.note_words() returns trigger language plpgsql as $$
   declare noted text := billhook.words_of(new);
   begin
     insert into billhook.invoice_search (invoice_id, company_id, week, created_at, words)
     values (new.id, new.company_id, billhook.week_of(new.created_at), new.created_at, noted)
     on conflict (invoice_id) do update set words = excluded.words;
     update billhook.invoice_text set fields = noted where invoice_id = new.id and fields <> noted;
     return null;
   end $$`,

  // "Why is my invoice not here": asked with a part of an address, a subject or a file name, so punctuation ends a word here.
  `create table billhook.delivery_text (
     delivery_id text primary key references billhook.delivery on delete cascade, company_id text not null, week int not null,
     received_at timestamptz not null, words text not null)`,
  `create function billhook.split_words(given text) returns text language plpgsql immutable strict parallel safe as $$ begin
     return billhook.fold_words(regexp_replace(given, '[!-/:-@[-\`{-~]+', ' ', 'g'));
   end $$`,
  `create function billhook.note_delivery(noted text[]) returns void language plpgsql as $$ begin
     insert into billhook.delivery_text (delivery_id, company_id, week, received_at, words)
     select id, company_id, billhook.week_of(received_at), received_at, left(billhook.split_words(concat_ws(' ',
       envelope ->> 'from', envelope ->> 'by', envelope ->> 'subject',
       (select string_agg(file_name, ' ') from billhook.delivery_part where delivery_id = delivery.id))), 20000)
     from billhook.delivery where id = any(noted) order by id
     on conflict (delivery_id) do update set words = excluded.words where delivery_text.words <> excluded.words;
   end $$`,
  `create index delivery_text_terms on billhook.delivery_text
     using gin (billhook.search_terms(company_id, week, words)) with (fastupdate = off)`,
  `alter index billhook.delivery_text_terms alter column 1 set statistics 0`,
  // Once for all parts of a mail, however many.
  `create function billhook.note_deliveries() returns trigger language plpgsql as $$ begin
     perform billhook.note_delivery(array(select distinct id from noted));
     return null;
   end $$`,
  `create function billhook.note_delivery_parts() returns trigger language plpgsql as $$ begin
     perform billhook.note_delivery(array(select distinct delivery_id from noted));
     return null;
   end $$`,
  `create trigger new_delivery_is_searchable after insert on billhook.delivery
     referencing new table as noted for each statement execute function billhook.note_deliveries()`,
  `create trigger new_part_is_searchable after insert on billhook.delivery_part
     referencing new table as noted for each statement execute function billhook.note_delivery_parts()`,
  `create function billhook.note_envelope() returns trigger language plpgsql as $$ begin
     perform billhook.note_delivery(array[new.id]);
     return null;
   end $$`,
  `create trigger changed_envelope_is_searchable after update of envelope on billhook.delivery for each row
     when (old.envelope is distinct from new.envelope) execute function billhook.note_envelope()`,
  `select billhook.note_delivery(array(select id from billhook.delivery))`,
]
