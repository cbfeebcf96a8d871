import { describe, expect, test } from 'vitest'
import { createRandom } from '../../fixtures/generate/random.ts'
import { toProbability, weigh } from '../extraction/likelihood/forest.ts'
import { applyCalibration } from '../extraction/likelihood/index.ts'
import { fitCalibration } from './fit-calibration.ts'
import { growForest } from './grow-forest.ts'

/** Right where the first number is large or the second is: what no straight line through one of them tells. */
function drawCases(seed: string, count: number) {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    const features = [random.next(), random.next(), random.next()]
    return { features, right: features[0]! > 0.7 || features[1]! > 0.6, weight: 1 }
  })
}

describe('a forest', () => {
  test('tells right candidates from wrong ones that it has not seen', () => {
    const forest = growForest(drawCases('seen', 600))
    const unseen = drawCases('unseen', 300)
    const hits = unseen.filter(({ features, right }) => toProbability(weigh(forest, features)) > 0.5 === right).length
    expect(hits / unseen.length).toBeGreaterThan(0.95)
  })

  test('is the same for the same cases', () => {
    expect(growForest(drawCases('same', 200))).toEqual(growForest(drawCases('same', 200)))
  })

  test('heeds weight: a real document outweighs made ones that say otherwise', () => {
    const made = Array.from({ length: 30 }, () => ({ features: [1], right: false, weight: 1 }))
    const other = Array.from({ length: 30 }, () => ({ features: [0], right: false, weight: 1 }))
    const real = Array.from({ length: 30 }, () => ({ features: [1], right: true, weight: 10 }))
    const forest = growForest([...made, ...other, ...real])
    expect(toProbability(weigh(forest, [1]))).toBeGreaterThan(0.7)
    expect(toProbability(weigh(forest, [0]))).toBeLessThan(0.2)
  })
})

describe('a calibration', () => {
  const values = Array.from({ length: 400 }, (_, at) => ({
    probability: at / 400,
    // Half as often right as said.
    right: at % 8 < Math.round((at / 400) * 4),
    weight: 1,
  }))

  test('rises, and says how often such values were right', () => {
    const pairs = fitCalibration(values)
    for (const [at, pair] of pairs.entries()) if (at > 0) expect(pair[1]).toBeGreaterThanOrEqual(pairs[at - 1]![1])
    expect(applyCalibration(pairs, 0.9)).toBeCloseTo(0.45, 1)
    expect(applyCalibration(pairs, 0.2)).toBeCloseTo(0.1, 1)
  })

  test('is sure from the first value on above which all were right, and not below', () => {
    const mixed = Array.from({ length: 600 }, (_, at) => ({
      probability: 0.9 + at / 6000,
      right: at >= 300 || at % 10 !== 0,
      weight: 1,
    }))
    const pairs = fitCalibration(mixed)
    expect(applyCalibration(pairs, 0.955)).toBeGreaterThanOrEqual(0.95)
    expect(applyCalibration(pairs, 0.945)).toBeLessThan(0.95)
  })

  test('is never certain, however many were right', () => {
    const right = Array.from({ length: 50 }, () => ({ probability: 0.97, right: true, weight: 1 }))
    expect(applyCalibration(fitCalibration(right), 0.99)).toBeLessThan(1)
  })
})
