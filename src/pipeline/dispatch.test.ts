import { expect, test } from 'vitest'
import type { Work } from '../job-queue/index.ts'
import { dispatchTo } from './dispatch.ts'

const work = (n: number): Work => ({ name: 'unpack', deliveryId: `delivery ${n}` })

test('a burst of hints that the queue does not take as fast is left to the sweep, and later hints go through again', async () => {
  const added: Work[] = []
  const slow = Promise.withResolvers<void>()
  const queue = {
    async add(one: Work) {
      added.push(one)
      await slow.promise
    },
  }
  const dispatch = dispatchTo(queue, () => {})
  const hints = Array.from({ length: 5_000 }, (_, n) => dispatch(work(n)))
  expect(added.length).toBeLessThan(500)
  slow.resolve()
  await Promise.all(hints)
  await dispatch(work(5_000))
  expect(added.at(-1)).toEqual(work(5_000))
})

test('a queue that is out of reach fails nobody', async () => {
  const lost: Work[] = []
  const queue = { add: () => Promise.reject(new Error('connection refused')) }
  const dispatch = dispatchTo(queue, (one) => void lost.push(one))
  for (let n = 0; n < 500; n++) await dispatch(work(n))
  expect(lost).toHaveLength(500)
})
