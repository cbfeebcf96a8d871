import { createHash } from 'node:crypto'
import { FieldName } from '../../schemas/draft.ts'
import { FEATURES } from '../extraction/likelihood/features.ts'
import { toProbability, weigh } from '../extraction/likelihood/forest.ts'
import {
  applyCalibration,
  type Calibration,
  type Calibrations,
  sourceOf,
  type Weights,
} from '../extraction/likelihood/index.ts'
import { fitCalibration, type Unseen } from './fit-calibration.ts'
import type { KnownExample } from './gather-examples.ts'
import { type Case, growForest } from './grow-forest.ts'

/** How many parts the documents are divided into; each is judged by what was learned from the others. */
const PARTS = 5
/** A real document counts as this many made ones: they are few, and what they show is what will come. */
const REAL_WEIGHT = 4
/** Fewer right or wrong candidates than this teach nothing. */
const LEAST_RIGHT = 12
const LEAST_WRONG = 2

/** Fields that are chosen together; the others are chosen by likelihood alone. */
const JOINT: ReadonlySet<FieldName> = new Set([
  'issueDate',
  'dueDate',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'amountDue',
])

/** What was given for a field of a document that the forest had not seen, with the calibrated likelihood. */
export type Held = { document: string; field: FieldName; likelihood: number; right: boolean; isReal: boolean }

/** Learns forest and calibration of every field; `held` is what the held-out parts say about them. */
export function trainFields(
  examples: readonly KnownExample[],
  { seed }: { seed: string },
): { weights: Weights; held: Held[] } {
  const weights: Weights = { features: FEATURES, fields: {} }
  const held: Held[] = []
  for (const field of FieldName.options) {
    const own = examples.filter((example) => example.field === field)
    const right = own.filter((example) => example.right).length
    if (right < LEAST_RIGHT || own.length - right < LEAST_WRONG) continue
    const parts = own.map((example) => partOf(example.document, seed))
    const probabilities = new Float64Array(own.length)
    for (let part = 0; part < PARTS; part++) {
      const forest = growForest(own.filter((_, at) => parts[at] !== part).map(caseOf))
      for (const [at, example] of own.entries())
        if (parts[at] === part) probabilities[at] = toProbability(weigh(forest, example.features))
    }
    const given = pickGiven(own, { probabilities, field })
    // What is never sure by rule says nothing about how sure the others are.
    const free = given.filter(({ at }) => own[at]!.highest >= 1)
    const unseen = free.map(({ at }) => ({ at, example: own[at]!, probability: probabilities[at]! }))
    weights.fields[field] = { forest: growForest(own.map(caseOf)), calibrations: fitBoth(unseen) }
    // For the report each part is calibrated by the others, so that no document speaks for itself.
    for (let part = 0; part < PARTS; part++) {
      const calibrations = fitBoth(unseen.filter(({ at }) => parts[at] !== part))
      for (const { at } of given) {
        if (parts[at] !== part) continue
        const { document, right: isRight, isReal, highest, features } = own[at]!
        const calibrated = applyCalibration(calibrations[sourceOf(features)], probabilities[at]!)
        held.push({ document, field, likelihood: Math.min(highest, calibrated), right: isRight, isReal })
      }
    }
  }
  return { weights, held }
}

function caseOf({ features, right, isReal }: KnownExample): Case {
  return { features, right, weight: isReal ? REAL_WEIGHT : 1 }
}

type Judged = { at: number; example: KnownExample; probability: number }

/** Fewer values of one source say nothing of their own. */
const LEAST_OF_SOURCE = 40

function fitBoth(judged: readonly Judged[]): Calibrations {
  const calibrate = (values: readonly Judged[]): Calibration => {
    const realWeight = balance(values.map(({ example }) => example))
    return fitCalibration(
      values.map(({ example, probability }): Unseen => {
        return { probability, right: example.right, weight: example.isReal ? realWeight : 1 }
      }),
    )
  }
  const of = (source: keyof Calibrations): Calibration => {
    const own = judged.filter(({ example }) => sourceOf(example.features) === source)
    return calibrate(own.length >= LEAST_OF_SOURCE ? own : judged)
  }
  return { textLayer: of('textLayer'), recognized: of('recognized') }
}

const MOST_WEIGHT = 12

/** What a confidence means is said half by real documents, as far as there are any. */
function balance(given: readonly KnownExample[]): number {
  const real = given.filter((example) => example.isReal).length
  return real === 0 ? 1 : Math.min(MOST_WEIGHT, Math.max(1, (given.length - real) / real))
}

/** Of every document the candidate that would be given. */
function pickGiven(
  examples: readonly KnownExample[],
  { probabilities, field }: { probabilities: Float64Array; field: FieldName },
): { at: number }[] {
  const best = new Map<string, number>()
  for (const [at, example] of examples.entries()) {
    const known = best.get(example.document)
    if (JOINT.has(field)) {
      if (example.isGiven) best.set(example.document, at)
    } else if (known === undefined || probabilities[at]! > probabilities[known]!) best.set(example.document, at)
  }
  return [...best.values()].map((at) => ({ at }))
}

/** The same document falls into the same part, whatever else is trained on. */
function partOf(document: string, seed: string): number {
  return createHash('sha256').update(`${seed}/${document}`).digest().readUInt32BE(0) % PARTS
}
