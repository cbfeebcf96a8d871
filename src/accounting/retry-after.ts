/** What a Retry-After header asks for: seconds or an HTTP date, RFC 9110, section 10.2.3. Empty where there is none that can be read. */
export function readRetryAfter({ headers }: Response, now: Date): { retryAfterSeconds?: number } {
  const value = headers.get('retry-after')
  if (value === null) return {}
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now.getTime()) / 1000)
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {}
}
