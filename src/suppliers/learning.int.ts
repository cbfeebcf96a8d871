/** The measure of supplier memory: twenty suppliers whose paper no reader is made for. The same as `bench learning`. */
import { expect, test } from 'vitest'
import { measureLearning } from './testing/measure-learning.ts'
import { openLearningDesk } from './testing/open-learning-desk.ts'

test('of twenty suppliers one bill is corrected each: of the next five 95 % of fields are right, and none is surely wrong', {
  timeout: 600_000,
}, async () => {
  const desk = await openLearningDesk()
  try {
    const { first, later } = await measureLearning(desk, { seed: '1', suppliers: 20, next: 5 })
    expect(first.right / first.fields).toBeLessThan(0.75)
    expect(later.right / later.fields, later.wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
    expect(later.wrongAndSure).toEqual([])
  } finally {
    await desk.close()
  }
})
