import type { FieldName } from '../../schemas/draft.ts'
import { loadTruth, manifestName, type Sample } from '../bench/load-truth.ts'
import { scoreField } from '../bench/score-fields.ts'
import { extract } from '../extraction/index.ts'
import type { DocumentReader } from '../recognition/index.ts'

/** A candidate of a document whose truth is known. */
export type KnownExample = {
  /** Set and file: what is kept together when documents are divided. */
  document: string
  field: FieldName
  features: readonly number[]
  isGiven: boolean
  /** What its confidence may not exceed. */
  highest: number
  right: boolean
  isReal: boolean
}

export type ExampleSet = { name: string; folder: string; isReal: boolean }

/** Reads every document of a set and tells of each candidate whether it is right. Documents that can't be read are left out. */
export async function gatherExamples(
  { name, folder, isReal }: ExampleSet,
  { reader, atOnce }: { reader: DocumentReader; atOnce: number },
): Promise<KnownExample[]> {
  const samples = await loadTruth(folder)
  if (typeof samples === 'string') throw new Error(samples)
  const examples: KnownExample[] = []
  const left = [...samples]
  const readNext = async (): Promise<void> => {
    for (let sample = left.shift(); sample; sample = left.shift()) {
      const result = await reader.recognize({ path: sample.path, name: sample.path })
      if (!result.ok) continue
      const document = `${name}/${sample.file}`
      const own: KnownExample[] = []
      extract(result.transcript, {
        own: { names: [], vatIds: [], ibans: [] },
        watch: ({ field, value, features, isGiven, highest }) => {
          const right = isRight(sample as Sample, { field, value })
          if (right !== null) own.push({ document, field, features, isGiven, highest, right, isReal })
        },
      })
      examples.push(...own)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, readNext))
  return examples.toSorted((a, b) => (a.document < b.document ? -1 : a.document > b.document ? 1 : 0))
}

/** null where the truth does not say. */
function isRight(sample: Sample, { field, value }: { field: FieldName; value: string }): boolean | null {
  const name = manifestName(field)
  if (name in sample.truth) return scoreField(name, { row: sample, predicted: value }) === 'right'
  if (sample.implied === undefined) return null
  return (
    name in sample.implied &&
    scoreField(name, { row: { ...sample, truth: sample.implied }, predicted: value }) === 'right'
  )
}
