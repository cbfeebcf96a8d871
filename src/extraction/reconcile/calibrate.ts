import type { DraftField, FieldName } from '../../../schemas/draft.ts'

/**
 * From what reconciling gives to the share that was right, per field: [given, right] pairs, straight lines between them. Set from the
 * documents of `bench accuracy` (the project's fixtures and the development sets; 66 of 66 numbers given 0.6 or more were right, 39 of 39
 * supplier names given 0.6 or more). Fields without pairs mean what they say already.
 */
const RIGHT_SHARES: Partial<Record<FieldName, readonly (readonly [number, number])[]>> = {
  invoiceNumber: [
    [0, 0.05],
    [0.3, 0.6],
    [0.6, 0.9],
    [0.7, 0.955],
    [0.9, 0.975],
    [1, 0.99],
  ],
  supplierName: [
    [0, 0.05],
    [0.3, 0.42],
    [0.5, 0.8],
    [0.6, 0.93],
    [0.65, 0.955],
    [0.8, 0.97],
    [1, 0.99],
  ],
}

/** The field with its confidence as a probability of being right. */
export function calibrate(name: FieldName, field: DraftField): DraftField {
  const pairs = RIGHT_SHARES[name]
  if (!pairs) return field
  const above = pairs.findIndex(([given]) => given >= field.confidence)
  const [toGiven, toRight] = pairs[Math.max(1, above)]!
  const [fromGiven, fromRight] = pairs[Math.max(0, above - 1)]!
  const share = (field.confidence - fromGiven) / (toGiven - fromGiven)
  return { ...field, confidence: Math.round((fromRight + share * (toRight - fromRight)) * 1000) / 1000 }
}
