import type { KnownLesson } from '../../../schemas/lesson.ts'

/** As if a new lesson had held so often and failed once; see `npm run bench -- learning`. */
const BEFORE_ANY: Record<KnownLesson['kind'], number> = { place: 8, constant: 16, format: 8, absent: 8 }
/** A miss costs as much as so many hits gain: what was wrong once is rather asked about. */
const WEIGHT_OF_A_MISS = 3
/** Below this a lesson says nothing. */
export const LEAST_LIKELIHOOD = 0.5

/** How likely a lesson holds, by how often it did: 0 to 1. */
export function likelihoodOfLesson({ kind, hits, misses }: Pick<KnownLesson, 'kind' | 'hits' | 'misses'>): number {
  const held = hits + BEFORE_ANY[kind]
  return held / (held + WEIGHT_OF_A_MISS * misses + 1)
}
