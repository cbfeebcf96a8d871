/**
 * Books of any size for a measurement: companies, deliveries, invoices and all that their lives left behind, made by the server itself in
 * a few statements. What they say is invented; how much of it there is, and where it stands, is as in life.
 */
import { Client } from 'pg'

/** Of the company whose lists are measured; it has four fifths of all invoices. */
export const MEASURED = 'acme'
export const YEARS = 3
/** In work, in review or waiting; the others have ended or wait to be paid. */
const OPEN_AT_MOST = 4_000
const IN_ONE_STATEMENT = 25_000
const DRAFTS = 499

/** What would take most of the time entry by entry. */
const TERMS = ['billhook.invoice_text_terms', 'billhook.delivery_text_terms']

/** Fills the migrated, empty database with so many invoices, the newest of them a minute old. */
export async function fillRecords(url: string, invoices: number): Promise<void> {
  const clients = [new Client({ connectionString: url }), new Client({ connectionString: url })]
  for (const client of clients) {
    await client.connect()
    // Rows go in as they lay; nobody waits for their commits.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set jit = off`)
    await client.query(`set billhook.invoices = ${invoices}; set billhook.now = '${new Date().toISOString()}'`)
    for (const statement of FUNCTIONS) await client.query(statement)
  }
  const [first] = clients as [Client, Client]
  await first.query(COMPANIES)
  const { rows: dropped } = await first.query<{ definition: string }>(
    `select pg_get_indexdef(it::regclass) as definition from unnest(array['${TERMS.join("', '")}']) as it`,
  )
  await first.query(`drop index ${TERMS.join(', ')}`)
  await setCheckpoints(first, `set max_wal_size = '16GB'`)
  let next = 1
  const fill = async (client: Client) => {
    while (next <= invoices) {
      const from = next
      next += IN_ONE_STATEMENT
      const to = Math.min(from + IN_ONE_STATEMENT - 1, invoices)
      await client.query(`create temp table made as select * from pg_temp.make_invoices(${from}, ${to})`)
      for (const statement of ROWS) await client.query(statement)
      await client.query('drop table made')
    }
  }
  await Promise.all(clients.map(fill))
  await first.query(`set maintenance_work_mem = '256MB'`)
  for (const { definition } of dropped) await first.query(definition)
  for (const statement of AFTERWARDS) await first.query(statement)
  await setCheckpoints(first, 'reset max_wal_size')
  for (const client of clients) await client.end()
}

/** A checkpoint every few seconds would double the time of filling; what is measured afterwards has the default again. */
async function setCheckpoints(client: Client, setting: string): Promise<void> {
  await client.query(`alter system ${setting}`)
  await client.query('select pg_reload_conf()')
}

const COMPANIES = `
  insert into billhook.company (id, name, own, policy, connectors, created_at)
  select id, id || ' Ltd', '{"names":["Acme Ltd"],"vatIds":[],"ibans":[]}',
    '{"rules":[{"approvers":["boss@acme.example"]}],"linkHours":336}', '[{"kind":"csv"}]', '2020-01-01'
  from unnest(array['${MEASURED}', 'bolt', 'cedar', 'dune']) as id on conflict do nothing`

const FUNCTIONS = [
  /** From 0 to below `below`, the same for the same n and salt. */
  `create function pg_temp.pick(n bigint, salt int, below int) returns int language sql immutable as $$
     select (((hashint8extended(n, salt) % below) + below) % below)::int $$`,
  /** One of some thousand words, the first of which stand on most pages. */
  `create function pg_temp.word_of(rank int) returns text language sql immutable as $$
     select translate(left(md5('word ' || rank), 4 + rank % 7), '0123456789', 'ghijklmnop') $$`,
  /** What stands on a page: words as frequent as in life, and numbers of its own. */
  `create function pg_temp.page_of(n bigint) returns text language sql immutable as $$
     select string_agg(pg_temp.word_of(floor(6000 * power(pg_temp.pick(n, 100 + place, 100000) / 100000.0, 3))::int), ' ')
       || ' ' || (select string_agg((pg_temp.pick(n, 300 + place, 100000000))::text, ' ') from generate_series(1, 30) as place)
     from generate_series(1, 130) as place $$`,
  /** As a UUID of version 7, so that ids ascend with time. */
  `create function pg_temp.id_at(at timestamptz, n bigint, salt int) returns text language sql stable as $$
     select substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7' || substr(h, 1, 3) || '-8' || substr(h, 4, 3) || '-' || substr(h, 7, 12)
     from (select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as t, md5(n || '/' || salt) as h) as parts $$`,
  /** A supplier out of 2,000, a few of which send most; every fifth sent only in the first half of the time. */
  `create function pg_temp.supplier_of(n bigint, share float) returns int language sql immutable as $$
     select case when share > 0.5 and supplier % 5 = 0 then supplier + 1 else supplier end
     from (select floor(2000 * power(pg_temp.pick(n, 1, 100000) / 100000.0, 2.5))::int as supplier) as picked $$`,
  `create function pg_temp.supplier_name(supplier int) returns text language sql immutable as $$
     select (array['Nordlicht','Hansen','Müller','Société','Brightwater','Kessler','Okonkwo','van Dijk','Rossi','García','Lindqvist','Novak',
       'Harbour','Redwood','Silber','Blue Ridge','Sankt Georg','Polar','Orion','Castle','Meadow','Falken','Granit','Aurora','Delta','Zenith',
       'Weber','Schmidt','Dupont','Moretti','Jansen','Kowalski','Papadopoulos','Andersson','Virtanen','Silva','Murphy','Byrne','Fischer',
       'Vogel'])[1 + supplier % 40] || ' ' ||
       (array['Papier','Bürobedarf','Logistics','Hosting','Energie','Catering','Reinigung','Software','Werkzeuge','Elektro','Consulting',
       'Telecom','Möbel','Print','Security','Fleet','Water','Insurance','Travel','Media','Labs','Foods','Textil','Packaging','Steel',
       'Gardens','Optik','Medical','Training','Couriers','Analytics','Cloud','Audit','Legal','Bau','Farben','Glas','Holz','Metall',
       'Druck','Studio','Events','Rental','Parts','Tools','Paper','Office','Data','Net','Group'])[1 + (supplier / 40) % 50] || ' ' ||
       (array['GmbH','Ltd','SARL','GmbH & Co. KG','B.V.','S.r.l.','Inc.','AG'])[1 + supplier % 8] $$`,
  `create function pg_temp.number_of(n bigint, supplier int, at timestamptz) returns text language sql stable as $$
     select case supplier % 4
       when 0 then 'R-' || to_char(at, 'YYYY') || '-' || lpad(n::text, 7, '0')
       when 1 then 'INV' || lpad((n * 7 % 9999991)::text, 8, '0')
       when 2 then to_char(at, 'YYYY') || '/' || (n * 3 % 899981 + 100000)
       else 'RE ' || (n * 11 % 8999993 + 1000000) || '-' || lpad((supplier % 100)::text, 2, '0') end $$`,
  // Drafts differ in little but their values; a few hundred serve for all invoices, whose columns say what is searched and listed.
  `create temp table drafts as
   with bill as materialized (
     select n, n * 3 % 2000 as supplier, pg_temp.supplier_name(n * 3 % 2000) as supplier_name, 'EUR' as currency,
       pg_temp.number_of(n, n * 3 % 2000, now() - n * interval '1 day') as number, now() - n * interval '1 day' as at,
       (pg_temp.pick(n, 2, 900000) + 500) / 100.0 as net, round((pg_temp.pick(n, 2, 900000) + 500) / 100.0 * 1.19, 2) as gross
     from generate_series(0, ${DRAFTS} - 1) as n)
   select n as nth, jsonb_build_object('type', 'invoice', 'typeConfidence', 0.97,
         'fields', (select jsonb_object_agg(field, jsonb_build_object('value', value, 'confidence', 0.9 + pg_temp.pick(n, length(field), 99) / 1000.0,
             'place', jsonb_build_object('page', 1, 'box', jsonb_build_array(pg_temp.pick(n, 11, 400), pg_temp.pick(n, 12, 700), 480, 720)),
             'source', 'labelled-text', 'satisfies', case when field like '%Total' then '["net + tax = gross"]'::jsonb else '[]' end,
             'alternatives', case when pg_temp.pick(n, length(field) + 20, 4) > 0 then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
               'field', field, 'value', value || '1', 'score', 0.31, 'reader', 'labelled-text', 'raw', value, 'because', 'right of a label')) end))
           from (values ('invoiceNumber', number), ('issueDate', to_char(at, 'YYYY-MM-DD')), ('dueDate', to_char(at + interval '30 days', 'YYYY-MM-DD')),
             ('supplierName', supplier_name), ('supplierVatId', 'DE' || 100000000 + supplier), ('customerName', 'Acme Ltd'),
             ('currency', currency), ('netTotal', round(net, 2)::text), ('taxTotal', (gross - round(net, 2))::text), ('grossTotal', gross::text),
             ('iban', 'DE89370400440532' || 100000 + supplier), ('paymentReference', number)) as fields (field, value)),
         'lines', (select jsonb_agg(jsonb_build_object('description', 'Item ' || md5(n || 'line' || line), 'quantity', '1', 'unit', 'pc',
             'unitPrice', round(net / 3, 2)::text, 'netAmount', round(net / 3, 2)::text, 'vatRate', '19',
             'place', jsonb_build_object('page', 1, 'box', jsonb_build_array(60, 300 + 20 * line, 540, 316 + 20 * line))))
           from generate_series(1, 3) as line),
         'vatBreakdown', jsonb_build_array(jsonb_build_object('rate', '19', 'base', round(net, 2)::text, 'tax', (gross - round(net, 2))::text))) as draft
   from bill`,
  `create function pg_temp.make_invoices(from_n int, to_n int) returns table (
     n bigint, company_id text, in_company bigint, at timestamptz, id text, delivery_id text, sha text, supplier int, supplier_name text,
     number text, gross numeric, net numeric, currency text, status text, draft jsonb, file_name text)
   language sql stable as $$
     with place as materialized (
       select n::bigint, n / current_setting('billhook.invoices')::float as share,
         date_trunc('milliseconds', current_setting('billhook.now')::timestamptz - interval '1 minute'
           - interval '${YEARS} years' * (1 - n / current_setting('billhook.invoices')::float)) as at,
         case when n % 20 < 16 then '${MEASURED}' when n % 20 < 18 then 'bolt' when n % 20 = 18 then 'cedar' else 'dune' end as company_id,
         case when n % 20 < 16 then (n / 20) * 16 + n % 20 when n % 20 < 18 then (n / 20) * 2 + n % 20 - 16 else n / 20 end as in_company,
         n > current_setting('billhook.invoices')::int
           - least(${OPEN_AT_MOST}, current_setting('billhook.invoices')::int / 10) as open
       from generate_series(from_n, to_n) as n),
     bill as materialized (
       select place.*, pg_temp.supplier_of(n, share) as supplier, (pg_temp.pick(n, 2, 900000) + 500) / 100.0 as net,
         pg_temp.pick(n, 3, 100) as luck, (array['EUR','EUR','EUR','USD','GBP'])[1 + pg_temp.pick(n, 4, 5)] as currency
       from place),
     named as materialized (
       select bill.*, pg_temp.supplier_name(supplier) as supplier_name, pg_temp.number_of(n, supplier, at) as number,
         round(net * 1.19, 2) as gross, encode(sha256(('original ' || n)::bytea), 'hex') as sha
       from bill)
     select n, company_id, in_company, at, pg_temp.id_at(at, n, 1), pg_temp.id_at(at, n, 2), sha, supplier, supplier_name, number, gross,
       round(net, 2), currency,
       case when open then
           case when luck < 45 then 'in-review' when luck < 80 then 'awaiting-approval' when luck < 90 then 'posted'
             else (array['received','identified','recognized','extracted','validated','approved'])[1 + pg_temp.pick(n, 5, 6)] end
         when luck < 52 then 'paid' when luck < 86 then 'posted' when luck < 92 then 'filed' when luck < 95 then 'rejected'
         else 'duplicate' end,
       drafts.draft,
       case pg_temp.pick(n, 6, 3) when 0 then 'Rechnung_' || replace(number, '/', '-') || '.pdf'
         when 1 then 'scan' || pg_temp.pick(n, 7, 100000) || '.pdf' else 'invoice.pdf' end
     from named join drafts on drafts.nth = n % ${DRAFTS} $$`,
]

const HAS_BEEN_READ = `status not in ('received', 'identified', 'recognized')`
const HAS_BEEN_ASKED = `status in ('awaiting-approval', 'approved', 'posted', 'paid')`
const MAIL_TEXT = `A bill for Acme Ltd waits for your decision.

Both links open a page that shows the bill. Nothing is decided until you press the button there. The links are for you alone and can be used once.`

const ROWS = [
  `insert into billhook.original select company_id, sha, 90000 + pg_temp.pick(n, 8, 400000), 'application/pdf', at from made`,
  `insert into billhook.delivery (id, company_id, channel, digest, raw_sha256, envelope, received_at, disposed_at)
   select delivery_id, company_id, case when n % 3 = 0 then 'http-upload' else 'smtp' end, encode(sha256(('delivery ' || n)::bytea), 'hex'),
     case when n % 3 > 0 then encode(sha256(('mail ' || n)::bytea), 'hex') end,
     jsonb_build_object('from', 'billing' || supplier || '@supplier.example', 'to', jsonb_build_array(company_id || '@in.billhook.example'),
       'subject', 'Your invoice ' || number, 'messageId', '<' || md5('m' || n) || '@supplier.example>', 'peer', '192.0.2.1'),
     at, case when status <> 'received' or n % 2 = 0 then at end from made`,
  `insert into billhook.invoice (id, company_id, delivery_id, original_sha256, file_name, media_type, page_count, status, version, due_at,
     failure, draft, findings, bill_key, touched_by, approved_by, approved_at, type, supplier_name, invoice_number, issue_date, due_date,
     currency, gross_total, created_at, updated_at)
   select id, company_id, delivery_id, sha, file_name, 'application/pdf', 1, status, 6,
     case when status in ('received', 'identified', 'recognized', 'extracted', 'validated', 'approved') then at end,
     case when status = 'approved' and n % 7 = 0 then '{"code":"accounting.unavailable","message":"out","at":"2026-01-01T00:00:00.000Z","attempts":2}'::jsonb end,
     case when ${HAS_BEEN_READ} then draft end,
     case when status = 'in-review' then '[{"code":"totals-add-up","severity":"error","message":"Net and tax do not make the total."}]'::jsonb
       else '[]'::jsonb end,
     case when ${HAS_BEEN_READ} then 'invoice|' || lower(supplier_name) || '|' || number || '|' || n end, '[]',
     case when ${HAS_BEEN_ASKED} and status <> 'awaiting-approval' then 'boss@acme.example' end,
     case when ${HAS_BEEN_ASKED} and status <> 'awaiting-approval' then at + interval '1 day' end,
     case when ${HAS_BEEN_READ} then 'invoice' end, case when ${HAS_BEEN_READ} then supplier_name end,
     case when ${HAS_BEEN_READ} then number end, case when ${HAS_BEEN_READ} then to_char(at, 'YYYY-MM-DD') end,
     case when ${HAS_BEEN_READ} then to_char(at + interval '30 days', 'YYYY-MM-DD') end,
     case when ${HAS_BEEN_READ} then currency end, case when ${HAS_BEEN_READ} then gross end, at, at from made order by n`,
  `insert into billhook.invoice_search (invoice_id, company_id, week, created_at, words)
   select invoice.id, invoice.company_id, billhook.week_of(invoice.created_at), invoice.created_at, billhook.words_of(invoice)
   from made join billhook.invoice on invoice.id = made.id order by n`,
  `insert into billhook.invoice_text (invoice_id, company_id, week, created_at, fields, pages)
   select invoice_id, search.company_id, week, created_at, words, pg_temp.page_of(n)
   from made join billhook.invoice_search as search on invoice_id = made.id where ${HAS_BEEN_READ} order by n`,
  `insert into billhook.delivery_part
   select pg_temp.id_at(at, n, 3), delivery_id, 0, file_name, 'application/pdf', 'application/pdf', sha, 120000, 'invoice', 'A PDF.', id from made`,
  `select billhook.note_delivery(array(select delivery_id from made))`,
  `insert into billhook.event (company_id, seq, invoice_id, at, actor, kind, data, previous_hash, hash)
   select company_id, in_company * 10 + step + 1, case when step > 0 then id end, at + step * interval '1 second', 'stage:' || kind,
     'invoice.' || kind, case step
       when 4 then jsonb_build_object('type', 'invoice', 'from', 'recognized', 'to', 'extracted', 'version', 3, 'fields', jsonb_build_object(
         'invoiceNumber', number, 'supplierName', supplier_name, 'grossTotal', gross, 'netTotal', net, 'currency', currency,
         'iban', 'DE89370400440532' || 100000 + supplier, 'issueDate', to_char(at, 'YYYY-MM-DD'), 'paymentReference', number))
       when 8 then jsonb_build_object('from', 'approved', 'to', 'posted', 'version', 7, 'receipts', jsonb_build_object(
         'csv', jsonb_build_object('reference', id || '-v6-csv', 'foreignId', 'bills.csv:' || n, 'at', at),
         'hledger', jsonb_build_object('reference', id || '-v6-hledger', 'foreignId', 'bills.journal:' || n, 'at', at)))
       else jsonb_build_object('from', 'before', 'to', kind, 'version', step, 'sha256', sha) end,
     encode(sha256((n * 10 + step)::text::bytea), 'hex'), encode(sha256((n * 10 + step + 1)::text::bytea), 'hex')
   from made, unnest(array['delivered','received','identified','recognized','extracted','clean','routed','approve','posted','pay'])
     with ordinality as step_of (kind, place), lateral (select place::int - 1 as step) as counted order by n, step`,
  `insert into billhook.decision_request (id, company_id, invoice_id, invoice_version, approver, token_hash, created_at, expires_at, decided_at, decision)
   select pg_temp.id_at(at, n, 4), company_id, id, 5, 'boss@acme.example', encode(sha256(('token ' || n)::bytea), 'hex'), at, at + interval '14 days',
     case when status <> 'awaiting-approval' then at end, case when status <> 'awaiting-approval' then 'approve' end
   from made where ${HAS_BEEN_ASKED}`,
  `insert into billhook.message (id, company_id, invoice_id, kind, recipient, subject, text, html, message_id, created_at, sent_at)
   select pg_temp.id_at(at, n, 5), company_id, id, 'decision-request', 'boss@acme.example', 'Approve? ' || supplier_name || ', ' || number,
     '${MAIL_TEXT}' || id || md5('a' || n), repeat('<p style="margin:0 0 16px;font-size:16px">${MAIL_TEXT}</p>', 8) || id || md5('b' || n),
     '<' || md5('mail' || n) || '@billhook.example>', at, at from made where ${HAS_BEEN_ASKED} order by n`,
  `insert into billhook.effect (key, company_id, invoice_id, invoice_version, target, state, attempts, receipt, created_at, updated_at)
   select id || '-v6-' || target, company_id, id, 6, target, case when n % 100000 = 7 then 'uncertain' else 'done' end, 1,
     jsonb_build_object('reference', id || '-v6-' || target, 'foreignId', target || ':' || n, 'at', at,
       'total', jsonb_build_object('amount', gross, 'currency', currency)), at, at
   from made, unnest(array['csv', 'hledger']) as target where status in ('posted', 'paid') order by n`,
]

const AFTERWARDS = [
  `insert into billhook.event_head select company_id, max(seq), encode(sha256('end'), 'hex') from billhook.event group by company_id
     on conflict (company_id) do update set seq = excluded.seq, hash = excluded.hash`,
  `insert into billhook.tally select company_id, 'invoice', status, count(*) from billhook.invoice group by company_id, status`,
  `insert into billhook.tally select company_id, 'effect', state, count(*) from billhook.effect group by company_id, state`,
  'vacuum (analyze)',
  'checkpoint',
]
