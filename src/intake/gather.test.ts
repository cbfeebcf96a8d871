import { expect, test } from 'vitest'
import { gather } from './gather.ts'

/** Work whose rounds end when the test says so; an item below 0 fails its round. */
function openWork() {
  const rounds: number[][] = []
  const ends: (() => void)[] = []
  const work = async (items: number[]): Promise<string[]> => {
    rounds.push(items)
    await new Promise<void>((resolve) => ends.push(resolve))
    if (items.some((item) => item < 0)) throw new RangeError(`one of ${items.join()}`)
    if (items.includes(0)) throw new Error('out of order')
    return items.map((item) => `done ${item}`)
  }
  const endRound = async () => {
    ends.shift()?.()
    await new Promise(setImmediate)
  }
  return { rounds, work, endRound }
}

const options = { most: 3, isOnesFault: (error: unknown) => error instanceof RangeError }

test('the first is worked on at once, and who comes meanwhile goes into the next round, so many at most', async () => {
  const { rounds, work, endRound } = openWork()
  const take = gather(work, options)
  const taken = [1, 2, 3, 4, 5].map(take)
  expect(rounds).toEqual([[1]])
  await endRound()
  await endRound()
  await endRound()
  expect(rounds).toEqual([[1], [2, 3, 4], [5]])
  expect(await Promise.all(taken)).toEqual(['done 1', 'done 2', 'done 3', 'done 4', 'done 5'])
  const later = take(6)
  await endRound()
  expect(await later).toBe('done 6')
})

test('nobody pays for the fault of another one in the round', async () => {
  const { rounds, work, endRound } = openWork()
  const take = gather(work, options)
  const taken = Promise.allSettled([1, 2, -3, 4].map(take))
  for (let round = 0; round < 5; round++) await endRound()
  expect(rounds).toEqual([[1], [2, -3, 4], [2], [-3], [4]])
  expect((await taken).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('an outage is told to the whole round at once, and the next round tries again', async () => {
  const { rounds, work, endRound } = openWork()
  const take = gather(work, options)
  const taken = Promise.allSettled([1, 0, 2, 3, 4].map(take))
  for (let round = 0; round < 3; round++) await endRound()
  expect(rounds).toEqual([[1], [0, 2, 3], [4]])
  expect((await taken).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
    'fulfilled',
  ])
})
