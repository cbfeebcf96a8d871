import type { FieldName } from '../../../schemas/draft.ts'
import { FEATURES } from './features.ts'
import { type Forest, toProbability, weigh } from './forest.ts'
import weights from './weights.json' with { type: 'json' }

/** From a forest's probability to the share that was right: [given, right] pairs in rising order, straight lines between them. */
export type Calibration = readonly (readonly [number, number])[]

/** What `npm run train` writes to weights.json. */
export type Weights = {
  /** The names that the forests were trained with; others are ignored by them. */
  features: readonly string[]
  fields: Partial<Record<FieldName, { forest: Forest; calibrations: Calibrations }>>
}

/** Recognition goes wrong in other ways and more often than a text layer: what a probability means is learned for each. */
export type Calibrations = { textLayer: Calibration; recognized: Calibration }

const { features: known, fields } = weights as unknown as Weights
/** Where weights were trained with other features than the code has, they say nothing. */
const isCurrent = known.length === FEATURES.length && known.every((name, at) => FEATURES[at] === name)

/** How likely a candidate is right, by everything that is known of it; null for a field that was never trained. */
export function judgeLikelihood(field: FieldName, features: readonly number[]): number | null {
  const trained = isCurrent ? fields[field] : undefined
  if (!trained?.calibrations) return null
  return applyCalibration(trained.calibrations[sourceOf(features)], toProbability(weigh(trained.forest, features)))
}

const OCR_SHARE = FEATURES.indexOf('ocrShare')

/** Where most words of the document come from. */
export function sourceOf(features: readonly number[]): keyof Calibrations {
  return features[OCR_SHARE]! > 0.5 ? 'recognized' : 'textLayer'
}

/** Straight lines between the pairs of a calibration; beyond its ends it stays as it is there. */
export function applyCalibration(calibration: Calibration, probability: number): number {
  const above = calibration.findIndex(([given]) => given >= probability)
  if (above < 0) return calibration.at(-1)?.[1] ?? probability
  if (above === 0) return calibration[0]![1]
  const [fromGiven, fromRight] = calibration[above - 1]!
  const [toGiven, toRight] = calibration[above]!
  return toGiven === fromGiven
    ? toRight
    : fromRight + ((probability - fromGiven) / (toGiven - fromGiven)) * (toRight - fromRight)
}
