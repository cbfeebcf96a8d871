/**
 * `attachment` with a hostile file name: an ASCII stand-in in quotes and the whole name percent-encoded (RFC 6266, RFC 8187 `ext-value`).
 */
export function attachmentNamed(fileName: string): string {
  const name = fileName.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\]/gu, '_') || 'document'
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
