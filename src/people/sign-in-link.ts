import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { hashSecretToken, looksLikeSecretToken, makeSecretToken } from './secret-token.ts'

/** Minutes; long enough for slow mail, short enough that an old mail opens nothing. */
export const SIGN_IN_LINK_MINUTES = 30

/**
 * A new one-time link for a person; only the token's hash is stored. `minutes` says how long it can be used.
 * @returns the link's address, to be mailed or printed, never logged.
 */
export async function issueSignInLink(
  db: Database,
  {
    personId,
    now,
    publicUrl,
    minutes = SIGN_IN_LINK_MINUTES,
  }: { personId: string; now: () => Date; publicUrl: string; minutes?: number },
): Promise<{ url: string; expiresAt: Date }> {
  const { token, hash } = makeSecretToken()
  const expiresAt = new Date(now().getTime() + minutes * 60_000)
  await db.insertInto('sign_in_link').values({ token_hash: hash, person_id: personId, expires_at: expiresAt }).execute()
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
  return { url: new URL(`sign-in/${token}`, base).href, expiresAt }
}

/** Whether the link could be used now. Changes nothing, so a mail scanner may ask as often as it likes. */
export async function canUseSignInLink(
  { db, now }: { db: Database; now: () => Date },
  token: string,
): Promise<boolean> {
  if (!looksLikeSecretToken(token)) return false
  const link = await db
    .selectFrom('sign_in_link')
    .select('token_hash')
    .where('token_hash', '=', hashSecretToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return link !== undefined
}

/**
 * Uses the link up, in one conditional update: of two at once one wins.
 * @throws BillhookError `people.link-invalid` when it is unknown, used or expired; the message does not say which.
 */
export async function consumeSignInLink(
  { db, now }: { db: Database; now: () => Date },
  token: string,
): Promise<{ personId: string }> {
  const at = now()
  const used = looksLikeSecretToken(token)
    ? await db
        .updateTable('sign_in_link')
        .set({ used_at: at })
        .where('token_hash', '=', hashSecretToken(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', at)
        .returning('person_id')
        .executeTakeFirst()
    : undefined
  if (used) return { personId: used.person_id }
  throw new BillhookError(
    'people.link-invalid',
    'This sign-in link was used already or has expired. Ask for a new one on the sign-in page.',
  )
}
