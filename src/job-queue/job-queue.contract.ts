import { afterEach, describe, expect, test } from 'vitest'
import { type JobQueue, openJobQueue, type QueueSettings, type Work } from './index.ts'

/** What every backend of the queue must do; run over the embedded PostgreSQL, a PostgreSQL server and Redis. */
export function describeJobQueue(name: string, settings: () => QueueSettings): void {
  describe(`the job queue on ${name}`, () => {
    const open: JobQueue[] = []
    const openQueue = async () => {
      const queue = await openJobQueue(settings(), () => {})
      open.push(queue)
      return queue
    }
    afterEach(async () => {
      for (const queue of open.splice(0)) await queue.close()
    })
    let made = 0
    const job = (): Work => ({ name: 'extract', invoiceId: `inv-${Date.now()}-${++made}`, version: 3 })

    test('brings a job to a worker, with what it was given and nothing else', async () => {
      const queue = await openQueue()
      const work = job()
      const taken: Work[] = []
      await queue.take('extract', { concurrency: 1, lockMs: 30_000 }, async (item) => void taken.push(item))
      await queue.add(work)
      await expect.poll(() => taken).toEqual([work])
    })

    test('holds one hint of a kind while it waits, and takes it again once it is done', async () => {
      const queue = await openQueue()
      const work = job()
      await queue.add(work)
      await queue.add(work)
      const waiting = async () => (await queue.count()).find(({ name }) => name === 'extract')?.waiting
      expect(await waiting()).toBe(1)
      let runs = 0
      await queue.take('extract', { concurrency: 1, lockMs: 30_000 }, async () => void runs++)
      await expect.poll(() => runs).toBe(1)
      await expect
        .poll(async () => (await queue.count()).find(({ name }) => name === 'extract'))
        .toMatchObject({ waiting: 0, active: 0 })
      await queue.add(work)
      await expect.poll(() => runs).toBe(2)
    })

    test('cleared, it has forgotten what waits and what a dead worker holds, and takes the same again', async () => {
      const taken: Work[] = []
      const [dead, queue] = [await openQueue(), await openQueue()]
      const [held, waiting] = [job(), job()]
      let release = () => {}
      const isHeld = new Promise<void>((hold) => {
        let isFirst = true
        const worker = async (item: Work) => {
          // Freed, it lives on in this test's process and may be the one that takes the second hint.
          if (!isFirst) return void taken.push(item)
          isFirst = false
          hold()
          await new Promise<void>((resolve) => {
            release = resolve
          })
        }
        void dead.take('extract', { concurrency: 1, lockMs: 60_000 }, worker)
      })
      await dead.add(held)
      await isHeld
      await dead.add(waiting)
      await queue.clear()
      expect((await queue.count()).find(({ name }) => name === 'extract')).toMatchObject({ waiting: 0, active: 0 })
      release()
      await queue.take('extract', { concurrency: 1, lockMs: 30_000 }, async (item) => void taken.push(item))
      await queue.add(held)
      await expect.poll(() => taken).toContainEqual(held)
    })

    test('a job whose handler throws is gone and blocks neither the next nor itself', async () => {
      const queue = await openQueue()
      const work = job()
      let runs = 0
      await queue.take('extract', { concurrency: 1, lockMs: 30_000 }, async () => {
        if (++runs === 1) throw new Error('boom')
      })
      await queue.add(work)
      await expect.poll(() => runs).toBe(1)
      await expect
        .poll(async () => {
          await queue.add(work)
          return runs
        })
        .toBeGreaterThan(1)
    })

    test('runs no more at once than it may', async () => {
      const queue = await openQueue()
      let running = 0
      let most = 0
      // What the tests before this one have left in the queue is taken, too.
      const done: Work[] = []
      await queue.take('extract', { concurrency: 2, lockMs: 30_000 }, async (work) => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        running--
        done.push(work)
      })
      const works = Array.from({ length: 10 }, job)
      for (const work of works) await queue.add(work)
      await expect.poll(() => done).toEqual(expect.arrayContaining(works))
      expect(most).toBeLessThanOrEqual(2)
    })

    test('finishes what runs before it closes', async () => {
      const queue = await openQueue()
      let finish = () => {}
      let started = false
      let finished = false
      await queue.take('extract', { concurrency: 1, lockMs: 30_000 }, async () => {
        started = true
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        finished = true
      })
      await queue.add(job())
      await expect.poll(() => started).toBe(true)
      const closing = queue.close().then(() => finished)
      finish()
      expect(await closing).toBe(true)
      open.splice(0)
    })
  })
}
