/** Links of ours that carry a secret: whoever has one can decide or sign in. The secret is 32 bytes as base64url, 43 characters. */
const SECRET_LINK = /\/(decide|sign-in)\/[A-Za-z0-9_-]{43}/g

/** The text with the secrets of our own links blotted out: for logs, and for mails that have left for their recipients. */
export function withoutSecretLinks(text: string): string {
  return text.replace(SECRET_LINK, '/$1/…')
}
