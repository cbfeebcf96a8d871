/** What the searches have in common that walk back week by week; see migrations 0003 and 0009. */

export const WEEK_SECONDS = 7 * 24 * 60 * 60

/** As `billhook.week_of`. */
export function weekOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / WEEK_SECONDS)
}

/** Stands for the week's number in a query; `#` is in no folded word. */
export const WEEK = '#'

/** A tsquery for the entries that `billhook.search_terms` makes: beginnings of words; what has one or two letters is a whole word. */
export function writeTerms(companyId: string, words: readonly string[]): string {
  return words
    .map((word) => [...word].slice(0, 40))
    .map((letters) => writeTerm(companyId, letters.join('')) + (letters.length > 2 ? ':*' : ''))
    .join(' & ')
}

/** One entry of such an index. */
export function writeTerm(companyId: string, letters: string): string {
  return `'${`${companyId}/${WEEK}/${letters}`.replace(/['\\]/g, '$&$&')}'`
}
