import { BillhookError } from '../errors.ts'

/**
 * Refuses text that PostgreSQL can't store (U+0000, lone surrogates) anywhere in a request's parameters or body, so that it is the sender's
 * mistake and not a failure of ours. @throws BillhookError `http.invalid-request`
 */
export function assertStorable(value: unknown): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return
    throw new BillhookError(
      'http.invalid-request',
      'The request holds characters that are no text (U+0000 or half of a pair).',
    )
  }
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return
  for (const [key, item] of Object.entries(value)) {
    assertStorable(key)
    assertStorable(item)
  }
}
