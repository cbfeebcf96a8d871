import type { Channel } from '../../schemas/delivery.ts'
import { isBillhookError } from '../errors.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import { type ReceivePorts, receive } from './receive.ts'
import type { Spool } from './spool.ts'

export type DroppedPorts = ReceivePorts & { spool: Spool }

/** A file that somebody put somewhere for us, and does not wait for an answer. */
export type DroppedFile = {
  channel: Channel
  companyId: string
  /** As it was called; hostile. */
  name: string
  read(): Promise<AsyncIterable<Uint8Array>>
  /** Asked after reading: whether what was read is what lies there. */
  isUnchanged?(): Promise<boolean>
}

/** `refused`: never acceptable like this, with the reason in plain words. `changed`: somebody still writes to it; look again later. */
export type Taken =
  | { kind: 'taken'; sha256: string; deliveryId: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'changed' }

/**
 * Takes one dropped file in by the single door. Once this says `taken`, it is committed and the file may be moved away; until then it must
 * stay where it is.
 * @throws BillhookError of an outage, or whatever reading throws: look again later.
 */
export async function takeDropped(ports: DroppedPorts, file: DroppedFile): Promise<Taken> {
  try {
    const spooled = await ports.spool.take(await file.read(), { name: file.name, limit: MAX_FILE_BYTES })
    try {
      if (file.isUnchanged && !(await file.isUnchanged())) return { kind: 'changed' }
      const { delivery } = await receive(ports, {
        companyId: file.companyId,
        channel: file.channel,
        envelope: {},
        files: [{ name: file.name, declaredType: '', spool: spooled }],
      })
      return { kind: 'taken', sha256: spooled.sha256, deliveryId: delivery.id }
    } finally {
      await spooled.remove()
    }
  } catch (error) {
    if (isBillhookError(error) && !error.retry && error.status < 500) return { kind: 'refused', reason: error.message }
    throw error
  }
}

/**
 * What a dropped file is called once it is taken: with the beginning of its SHA-256, so that the same bytes again lie in the same place and
 * another file of that name beside it.
 */
export function takenName(name: string, sha256: string): string {
  return `${sha256.slice(0, 12)}-${shorten(name)}`
}

/** What a refused file is called: with the time, because its bytes may never have been read. */
export function refusedName(name: string, at: Date): string {
  return `${at.toISOString().replaceAll(/[:.]/g, '-')}-${shorten(name)}`
}

/** Keeps the end, which holds the extension. File systems take 255 bytes, of which a character may need 4. */
function shorten(name: string): string {
  return [...name].slice(-50).join('')
}
