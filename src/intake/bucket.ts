/**
 * A file put into `inbox/<company>/` of the bucket is a delivery. It is taken in by the single door, and only after that is committed moved
 * to `taken/<company>/`; what can never be accepted goes to `refused/<company>/` with the reason beside it. Everything else stays in the
 * inbox and is looked at again. The store's events only say when to look, so a missed one is harmless.
 */
import { isBillhookError } from '../errors.ts'
import type { BucketInbox } from '../object-store/bucket-inbox.ts'
import { keepLooking } from './keep-looking.ts'
import { type DroppedPorts, refusedName, takeDropped, takenName } from './take-dropped.ts'

export const INBOX_PREFIX = 'inbox/'

export type BucketPorts = DroppedPorts & {
  inbox: BucketInbox
  log: (message: string, details: Record<string, unknown>) => void
}
export type BucketIntake = { stop(): Promise<void> }

/** Looks at start, at every event of the store, and from time to time. @param listEveryMs for what no event told of. */
export function startBucketIntake(ports: BucketPorts, { listEveryMs }: { listEveryMs: number }): BucketIntake {
  const looker = keepLooking(() => lookIntoBucket(ports), { everyMs: listEveryMs })
  const line = ports.inbox.listen({
    onCreated: () => looker.wake(),
    onSilence: (reason, again) =>
      ports.log(again ? 'no events of the bucket for now; it is listed' : 'the store has no events; it is listed', {
        reason,
        everySeconds: listEveryMs / 1000,
      }),
  })
  return {
    async stop() {
      line.stop()
      await looker.stop()
    },
  }
}

/** One look at everything in the inbox. Never fails: what is in the way of one file is logged and blocks no other. */
export async function lookIntoBucket(ports: BucketPorts): Promise<void> {
  try {
    for await (const key of ports.inbox.list()) {
      try {
        await takeObject(ports, key)
      } catch (error) {
        // An outage is in the way of every file; anything else of this one alone.
        if (isBillhookError(error) && error.retry) throw error
        ports.log('a file stays in the inbox for now', { key, error: String(error) })
      }
    }
  } catch (error) {
    ports.log('the inbox is left for now and looked at again', { error: String(error) })
  }
}

async function takeObject(ports: BucketPorts, key: string): Promise<void> {
  const { inbox, log } = ports
  const opened = await inbox.open(key)
  if (opened === null) return
  const [companyId = '', ...path] = key.slice(INBOX_PREFIX.length).split('/')
  const name = path.pop()
  const taken =
    name === undefined
      ? {
          kind: 'refused' as const,
          reason: `Put the file into ${INBOX_PREFIX}COMPANY/, not into ${INBOX_PREFIX} itself.`,
        }
      : await takeDropped(ports, { channel: 'bucket', companyId, name, read: opened.read })
  if (taken.kind === 'changed') return
  const folder = name === undefined ? [] : [companyId, ...path]
  if (taken.kind === 'taken') {
    const to = ['taken', ...folder, takenName(name ?? '', taken.sha256)].join('/')
    await inbox.move(opened.object, { to })
    log('delivery from the bucket', { key, to, deliveryId: taken.deliveryId })
    return
  }
  const to = ['refused', ...folder, refusedName(name ?? companyId, ports.now())].join('/')
  await inbox.note(`${to}.reason.txt`, `${taken.reason}\n`)
  await inbox.move(opened.object, { to })
  log('a file in the bucket was refused', { key, to, reason: taken.reason })
}
