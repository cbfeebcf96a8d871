import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { BillhookError } from '../../errors.ts'
import type { ThreadAnswer, ThreadRequest, ThreadSettings } from './protocol.ts'

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never

/** The other end of thread.ts. `ask` answers in the order of asking. */
export type ThreadClient = {
  /** @throws BillhookError `database.unavailable` when the thread has ended or ends before it answers. */
  ask<T>(request: WithoutId<ThreadRequest>): Promise<T>
  close(): Promise<void>
}

/**
 * Starts PostgreSQL in its thread and waits until it takes queries.
 * @throws BillhookError `database.unavailable` when it does not come up.
 */
export async function startThread(settings: ThreadSettings): Promise<ThreadClient> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: settings })
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let nextId = 1
  let ended: Error | null = null

  const end = (cause: unknown) => {
    ended ??= new BillhookError('database.unavailable', 'The embedded database has stopped. Start Billhook again.', {
      cause,
    })
    for (const { reject } of pending.values()) reject(ended)
    pending.clear()
  }
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (answer: ThreadAnswer) => {
      if (answer.kind === 'ready') return resolve()
      const question = pending.get(answer.id)
      pending.delete(answer.id)
      if (answer.kind === 'result') question?.resolve(answer.result)
      else question?.reject(Object.assign(new Error(String(answer.error.message)), answer.error))
    })
    worker.on('error', (error) => {
      reject(error)
      end(error)
    })
    worker.on('exit', (code) => end(new Error(`the database thread ended with ${code}`)))
  })
  await ready

  const ask = <T>(request: WithoutId<ThreadRequest>): Promise<T> => {
    if (ended) return Promise.reject(ended)
    const id = nextId++
    return new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ ...request, id })
    })
  }
  return {
    ask,
    async close() {
      if (ended) return
      const exit = once(worker, 'exit')
      await ask({ kind: 'close' })
      await exit
    },
  }
}
