import { html } from 'ghtml'
import type { Language } from '../../schemas/said.ts'
import type { Database } from '../database/index.ts'
import { queueMessage } from '../mail/compose.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import { voiceOf } from '../wording/voice.ts'
import { findPersonByEmail } from './person.ts'
import { issueSignInLink, SIGN_IN_LINK_MINUTES } from './sign-in-link.ts'

/** Links of one person that can be used at once; more asking sends no more mail, so nobody's mailbox can be flooded from here. */
const MOST_OPEN_LINKS = 5

export type RequestSignInPorts = {
  db: Database
  now: () => Date
  newId: () => string
  publicUrl: string
  dispatch?: Dispatch
}

/**
 * Mails a one-time link to a person who is known and belongs to a company; for anybody else nothing happens. The caller answers the same
 * either way, so that nobody learns from it who is known.
 */
export async function requestSignIn(ports: RequestSignInPorts, email: string): Promise<void> {
  const { db, now, newId, publicUrl } = ports
  const person = await findPersonByEmail(db, email)
  if (!person) return
  const membership = await db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.company_id')
    .select(['company_id', 'company.language'])
    .where('person_id', '=', person.id)
    .orderBy('company_id')
    .executeTakeFirst()
  if (!membership) return
  const open = await db
    .selectFrom('sign_in_link')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('person_id', '=', person.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .executeTakeFirstOrThrow()
  if (Number(open.count) >= MOST_OPEN_LINKS) return
  const { id } = await db.transaction().execute(async (transaction) => {
    const { url } = await issueSignInLink(transaction, { personId: person.id, now, publicUrl })
    const mail = composeSignInMail(url, person.language ?? membership.language ?? 'en')
    const message = {
      companyId: membership.company_id,
      invoiceId: null,
      kind: 'sign-in',
      recipient: person.email,
    } as const
    return await queueMessage(transaction, { message: { ...message, ...mail }, now, newId, publicUrl })
  })
  await ports.dispatch?.({ name: 'send', messageId: id })
}

function composeSignInMail(url: string, language: Language) {
  const { t } = voiceOf(language)
  const subject = t('sign-in.subject')
  const note = t('sign-in.note', { minutes: SIGN_IN_LINK_MINUTES })
  return {
    subject,
    text: `${t('sign-in.open')}\n\n${url}\n\n${note}\n`,
    html: html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f4f6;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#111827">
<div style="max-width:520px;margin:0 auto;background:#ffffff;border:1px solid #d1d5db;border-radius:12px;padding:24px;font-size:16px">
<p style="margin:0 0 20px">${t('sign-in.press')}</p>
<p style="margin:0 0 20px"><a href="${url}" style="display:inline-block;padding:12px 24px;background:#1d4ed8;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600">${t('sign-in.button')}</a></p>
<p style="margin:0;font-size:14px;color:#4b5563">${note}</p></div></body></html>`,
  }
}
