import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Headers by which a proxy says that it asks for somebody else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

/**
 * Whether a request may read the metrics: it brings the token, or it comes from this machine and not through a proxy on it, behind which
 * everybody would look like this machine.
 */
export function mayReadMetrics(
  { remoteAddress, headers }: { remoteAddress: string | undefined; headers: IncomingHttpHeaders },
  { token }: { token: string | undefined },
): boolean {
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (given !== undefined) return token !== undefined && isSame(given, token)
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false
  return remoteAddress !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress)
}

/** Takes the same time wherever the two differ, and however long they are. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
