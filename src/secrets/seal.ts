/** Secrets at rest: AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF-SHA-256 (RFC 5869) from the installation's own secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Secrets = {
  /** Encrypts; `context` names the record that it belongs to, and nothing sealed for one opens in another. */
  seal(plain: string, context: string): string
  /** The text again; null when it was sealed under another key or for another context, or was changed since. */
  unseal(sealed: string, context: string): string | null
}

const VERSION = 'v1'
// As GCM wants it: 96 bits, chosen anew for each text.
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `material` is a secret of at least 32 characters; never used as a key itself, so that it may serve elsewhere too. */
export function openSecrets(material: string): Secrets {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', material, 'billhook', purpose, bytes))
  const key = derive('secrets at rest', 32)
  const prefix = `${VERSION}.${derive('name of the key for secrets at rest', 4).toString('hex')}.`
  const aboutOf = (context: string) => Buffer.from(prefix + context)
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aboutOf(context))
      const content = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return prefix + content.toString('base64url')
    },
    unseal(sealed, context) {
      if (!sealed.startsWith(prefix)) return null
      const content = Buffer.from(sealed.slice(prefix.length), 'base64url')
      if (content.length < NONCE_BYTES + TAG_BYTES) return null
      const nonce = content.subarray(0, NONCE_BYTES)
      const tag = content.subarray(-TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aboutOf(context)).setAuthTag(tag)
      try {
        const plain = decipher.update(content.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([plain, decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
