import type { Calibration } from '../extraction/likelihood/index.ts'

/** A value that was given with a probability by a forest that had not seen its document. */
export type Unseen = { probability: number; right: boolean; weight: number }

/** Weight of the doubt that is added to every step: so many values as likely as the forest says. */
const DOUBT = 1.5
/** Weight of values that a step must hold. */
const LEAST_STEP = 10

/** A field is sure from here on (DESIGN.md: accepted without a person), and only where so many of such values were right. */
const SURE = 0.95
const LEAST_RIGHT_OF_SURE = 0.995
const HIGHEST_UNSURE = 0.949

/** `from`: the lowest probability in it; `given`: their sum by weight. */
type Step = { from: number; given: number; right: number; weight: number }

/**
 * From a forest's probability to the share that was right: isotonic regression (pool adjacent violators, Ayer et al. 1955) over values of
 * unseen documents, in steps of some weight, pulled a little towards what the forest said. Straight lines lead from step to step, but
 * what is sure is so from its first value on. No step is certain.
 */
export function fitCalibration(values: readonly Unseen[]): Calibration {
  const sorted = values.toSorted((a, b) => a.probability - b.probability)
  const fine: Step[] = []
  for (const { probability, right, weight } of sorted) {
    const last = fine.at(-1)
    const step = { from: probability, given: probability * weight, right: right ? weight : 0, weight }
    if (last && (last.weight < LEAST_STEP || probability - last.given / last.weight < 0.0002)) add(last, step)
    else fine.push(step)
  }
  // A rest at the top would be a step of its own with nothing to stand on.
  if (fine.length > 1 && fine.at(-1)!.weight < LEAST_STEP) add(fine.at(-2)!, fine.pop()!)
  const steps: Step[] = []
  for (const step of fine) {
    steps.push(step)
    while (steps.length > 1 && shareOf(steps.at(-2)!) >= shareOf(steps.at(-1)!)) add(steps.at(-2)!, steps.pop()!)
  }
  const shares = steps.map(({ given, right, weight }) => (right + DOUBT * (given / weight)) / (weight + DOUBT))
  // Pulled steps may cross again by a hair.
  for (const [at, share] of shares.entries()) if (at > 0) shares[at] = Math.max(share, shares[at - 1]!)
  const isSure = steps.map((step, at) => shares[at]! >= SURE && shareOf(step) >= LEAST_RIGHT_OF_SURE)
  return steps.flatMap((step, at) =>
    drawStep(step, { share: shares[at]!, isSure: isSure[at]!, followsSure: isSure[at - 1] ?? false }),
  )

  function add(to: Step, step: Step): void {
    to.given += step.given
    to.right += step.right
    to.weight += step.weight
  }
  function shareOf(step: Step): number {
    return step.right / step.weight
  }
}

/** A step whose values were not right often enough stays below what is sure. One that is sure begins with its first value: nothing below it is. */
function drawStep(
  { from, given, weight }: Step,
  { share, isSure, followsSure }: { share: number; isSure: boolean; followsSure: boolean },
): [number, number][] {
  const middle = round(given / weight)
  if (!isSure) return [[middle, Math.min(round(share), HIGHEST_UNSURE)]]
  const first = round(from)
  const pairs: [number, number][] = [
    [first, round(share)],
    [middle, round(share)],
  ]
  return followsSure ? pairs : [[round(first - 0.0001), HIGHEST_UNSURE], ...pairs]
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
