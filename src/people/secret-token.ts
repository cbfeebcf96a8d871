import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes as base64url: 43 characters. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/

/** A new secret for a link or key. Only `hash` is ever stored; the token itself exists in the link alone. */
export function makeSecretToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashSecretToken(token) }
}

/** SHA-256 as 64 hex digits. The token has 256 random bits, so a slow, salted hash would add nothing. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether it can be one of ours at all; saves the database the question. */
export function looksLikeSecretToken(token: string): boolean {
  return SHAPE.test(token)
}
