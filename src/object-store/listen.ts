import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { makeMinioClient } from './prepare-bucket.ts'
import type { S3Settings } from './s3.ts'

export type ListenOptions = {
  prefix: string
  /** An object was created; whoever hears of it lists. */
  onCreated: () => void
  /** The store says no, hung up, or is out of reach; `again` tells whether it will be asked again. */
  onSilence: (reason: string, again: boolean) => void
  /** Before the line is taken up again, in milliseconds. */
  restMs?: number
}

/** A store that holds the line answers in minutes; one that does not know the request answers at once. */
const HELD_MS = 2_000
/** How many quick answers in a row mean that the store does not know bucket notifications. */
const QUICK_ANSWERS = 3
const REST_MS = 30_000

/**
 * Listens for new objects, as MinIO offers it (the request is held, one JSON line an event). A store that does not know it (AWS S3, Ceph)
 * is left in peace; whoever calls this lists from time to time anyway, so a missed event costs minutes, never a file.
 */
export function listenForObjects(settings: S3Settings, options: ListenOptions): { stop(): void } {
  const { prefix, onCreated, onSilence, restMs = REST_MS } = options
  // An agent of its own: destroying it ends the held request, which the client itself would leave open.
  const agent = settings.endpoint.startsWith('https:') ? new HttpsAgent() : new HttpAgent()
  const client = makeMinioClient(settings, agent)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let endLine = () => {}

  const takeUp = () => {
    const poller = client.listenBucketNotification(settings.bucket, prefix, '', ['s3:ObjectCreated:*'])
    let quick = 0
    let askedAt = performance.now()
    let over = false
    endLine = () => {
      over = true
      poller.stop()
    }
    const hangUp = (reason: string, again: boolean) => {
      if (over || stopped) return
      endLine()
      onSilence(reason, again)
      if (again) timer = setTimeout(takeUp, restMs).unref()
    }
    // The client asks again in the next tick whenever an answer ends; a store that answers at once would get thousands of requests a second.
    const ask = poller.checkForChanges.bind(poller)
    poller.checkForChanges = () => {
      quick = performance.now() - askedAt < HELD_MS ? quick + 1 : 0
      if (quick > QUICK_ANSWERS) return hangUp('the store does not hold the line', false)
      askedAt = performance.now()
      ask()
    }
    poller.on('notification', onCreated)
    poller.on('error', (error) => {
      const { code, message } = (error ?? {}) as { code?: string; message?: string }
      const isUnknown = /NotImplemented|MethodNotAllowed|InvalidArgument|InvalidRequest|AccessDenied/.test(code ?? '')
      const isNoJson = message !== undefined && /JSON|parse/i.test(message)
      hangUp([code, message].filter(Boolean).join(': ') || String(error), !(isUnknown || isNoJson))
    })
  }
  takeUp()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      endLine()
      agent.destroy()
    },
  }
}
