import { GENESIS_HASH, hashEvent } from '../../pipeline/audit.ts'
import type { Check } from '../problem.ts'

/** Each company's trail counts without gaps, every hash fits its event and its predecessor, and the head is the last one. */
export const auditChainIsIntact: Check = async ({ db }) => {
  const heads = await db.selectFrom('event_head').selectAll().execute()
  const problems = []
  for (const head of heads) {
    const events = await db
      .selectFrom('event')
      .selectAll()
      .where('company_id', '=', head.company_id)
      .orderBy('seq')
      .execute()
    let previousHash = GENESIS_HASH
    const broken = events.find((event, index) => {
      const { company_id: companyId, invoice_id: invoiceId, seq, at, actor, kind, data } = event
      const hash = hashEvent({ companyId, invoiceId, seq, at, actor, kind, data, previousHash })
      const fits = seq === index + 1 && event.previous_hash === previousHash && event.hash === hash
      previousHash = event.hash
      return !fits
    })
    const subject = `company ${head.company_id}`
    if (broken) problems.push({ subject, message: `Its audit trail was changed at or before event ${broken.seq}.` })
    else if (events.length !== head.seq || previousHash !== head.hash) {
      problems.push({ subject, message: `Its audit trail ends at event ${events.length}, its head says ${head.seq}.` })
    }
  }
  return problems
}
