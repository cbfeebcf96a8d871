import { type Kysely, sql } from 'kysely'

/**
 * One statement appends to a company's audit trail: it locks the trail's end, chains the events and moves the end. Between the lock and the
 * commit nobody waits for a program that waits for a processor.
 *
 * `events` is an array of {invoiceId, at, actor, kind, data, content}; `content` is the event's canonical JSON up to its last two keys,
 * which only the database knows: the previous hash and the place. `hashEvent` of src/pipeline/audit.ts is the same in TypeScript, and
 * checks it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create function billhook.append_events(of_company text, events jsonb) returns void language plpgsql as $$
       declare
         head billhook.event_head;
         entry jsonb;
         chained text;
       begin
         insert into billhook.event_head as this (company_id, seq, hash) values (of_company, 0, repeat('0', 64))
           on conflict (company_id) do update set seq = this.seq
           returning * into head;
         for entry in select value from jsonb_array_elements(events) with ordinality order by ordinality loop
           head.seq := head.seq + 1;
           chained := encode(sha256(convert_to(
             (entry->>'content') || '"previousHash":"' || head.hash || '","seq":' || head.seq || '}', 'UTF8')), 'hex');
           insert into billhook.event (company_id, seq, invoice_id, at, actor, kind, data, previous_hash, hash)
             values (of_company, head.seq, entry->>'invoiceId', (entry->>'at')::timestamptz, entry->>'actor', entry->>'kind',
               entry->'data', head.hash, chained);
           head.hash := chained;
         end loop;
         update billhook.event_head set seq = head.seq, hash = head.hash where company_id = of_company;
       end $$`,
    )
    .execute(db)
}
