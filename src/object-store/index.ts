/**
 * The object store: bytes under a key, written once. What every implementation promises, held by object-store.contract.ts:
 * - `put` resolves only when the bytes survive a power cut, and is atomic: a key holds all of its bytes or is absent. Content that does
 *   not have the SHA-256 it was announced with is refused with `object-store.corrupt` and not stored.
 * - Keys of originals are their content's SHA-256, so putting the same key again is harmless; it also heals damaged bytes.
 * - `get` of an absent key throws `object-store.missing`; bytes that differ from what was put throw `object-store.corrupt`; an outage
 *   throws `object-store.unavailable`.
 * - Keys are of our own making (`[a-z0-9._-]` in segments that do not start with a dot), never of a sender's.
 */
export type ObjectStore = {
  /**
   * Puts bytes, or the file at a path (whose content must not change meanwhile). `sha256` is of the content, 64 hex digits. `isNew`: the
   * caller knows of no earlier put of this key, so a store that would have to be asked for it need not be; being wrong is harmless.
   */
  put(
    key: string,
    content: Buffer | { path: string },
    options: { sha256: string; mediaType: string; isNew?: boolean },
  ): Promise<void>
  /** The bytes, verified against the SHA-256 they were put with. At most 35 MB here, so whole. */
  get(key: string): Promise<Buffer>
  has(key: string): Promise<boolean>
  /** Resolves when the store can be written to; @throws BillhookError `object-store.unavailable` with the remedy. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Where an original lies; addressed by its content, so one company's invoice and another's may share it. */
export function originalKey(sha256: string): string {
  return `originals/${sha256.slice(0, 2)}/${sha256}`
}

/** Where something made from an original lies: `transcript.json`, `page-1.webp`. Can be made again from the original. */
export function derivedKey(sha256: string, name: string): string {
  return `derived/${sha256.slice(0, 2)}/${sha256}/${name}`
}

/** The SHA-256 that a content-addressed key carries in its last segment; null for other keys. */
export function hashInKey(key: string): string | null {
  return /(?:^|\/)([0-9a-f]{64})$/.exec(key)?.[1] ?? null
}

/** Fails on a key that could leave the store's folder or collide with its own files: a mistake in our code, never a sender's. */
export function assertKey(key: string): void {
  if (!/^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/.test(key) || key.length > 512)
    throw new RangeError(`not a key of the object store: ${JSON.stringify(key)}`)
}
