import { hashSecretToken, makeSecretToken } from '../people/secret-token.ts'

export type Decision = 'approve' | 'reject'

/** A new decision link's secret; the request row keeps only the hash. */
export function makeDecisionToken(): { token: string; hash: string } {
  return makeSecretToken()
}

/** What a request row is found by. */
export function hashDecisionToken(token: string): string {
  return hashSecretToken(token)
}

/**
 * Where the link leads: a page. `decision` only puts that button first; opening the link decides nothing. `publicUrl` is where people
 * reach this installation, with or without a path.
 */
export function decisionUrl(
  token: string,
  { publicUrl, decision }: { publicUrl: string; decision?: Decision },
): string {
  const url = new URL(`decide/${token}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`)
  if (decision) url.searchParams.set('decision', decision)
  return url.href
}
