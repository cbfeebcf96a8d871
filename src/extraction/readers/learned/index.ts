import { applyLessons } from '../../lessons/apply-lessons.ts'
import type { Reader } from '../../reading.ts'

const NAME = 'learned'

/** What earlier bills of the supplier teach of this one; nothing where no supplier is known. */
export const learned: Reader = {
  name: NAME,
  read(sight) {
    const { values, types, absent, terms, unread } = applyLessons(sight)
    return {
      evidence: values.map(({ field, value, likelihood, isConstant, because, span }) => ({
        field,
        value,
        score: weightOf(likelihood),
        reader: NAME,
        raw: span?.raw ?? value,
        because,
        ...(span ? { place: { page: span.line.page, box: span.box }, span } : {}),
        lesson: { likelihood, isConstant },
      })),
      types: types.map(({ type, likelihood, because }) => ({ type, score: 0.8 * likelihood, because })),
      absent: absent.map(({ field, likelihood }) => ({ field, likelihood })),
      unread,
      terms: terms.map(({ days, because }) => ({ text: because, netDays: days, discounts: [] })),
    }
  },
}

/** Among labels a place that was confirmed weighs as much as the best of them. */
function weightOf(likelihood: number): number {
  return Math.round((1 - Math.max(0.01, 1 - likelihood) / 4) * 1000) / 1000
}
