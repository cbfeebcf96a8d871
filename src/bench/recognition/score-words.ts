/** How many of a page's known words and digits were read wrong, left out or made up. Rates are errors / words and errors / digits. */
export type WordScore = { words: number; wordErrors: number; digits: number; digitErrors: number }

/**
 * Compares bags of words: programs read columns in different orders, and no order is right. A word read as another one counts once, and so
 * does one that is missing or made up. Numbers that were not read as they are get the number of digits by which they differ from those that
 * are most like them. Marks without a letter or digit don't count, nor does which kind of dash or quotation mark stands there.
 */
export function scoreWords(known: readonly string[], read: readonly string[]): WordScore {
  const [expected, found] = [splitWords(known), splitWords(read)]
  const surplus = countAll(found)
  const missing = expected.filter((word) => !takeOne(surplus, word))
  const extra = [...surplus].flatMap(([word, count]) => Array.from({ length: count }, () => word))
  return {
    words: expected.length,
    wordErrors: Math.max(missing.length, extra.length),
    digits: digitsOf(expected.join('')).length,
    digitErrors: countDigitErrors(
      missing.map(digitsOf).filter((digits) => digits !== ''),
      extra.map(digitsOf).filter((digits) => digits !== ''),
    ),
  }
}

export function addScores(scores: readonly WordScore[]): WordScore {
  const total = { words: 0, wordErrors: 0, digits: 0, digitErrors: 0 }
  for (const score of scores) {
    total.words += score.words
    total.wordErrors += score.wordErrors
    total.digits += score.digits
    total.digitErrors += score.digitErrors
  }
  return total
}

/** Text as it stands on a page, or words that still hold blanks, as words to compare. */
export function splitWords(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.normalize('NFKC').split(/\s+/u))
    .map((word) =>
      word
        .replace(/\p{Pd}/gu, '-')
        .replace(/[“”„«»]/gu, '"')
        .replace(/[‘’‚`´]/gu, "'"),
    )
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
}

const digitsOf = (word: string) => word.replace(/\D/g, '')

function countAll(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function takeOne(counts: Map<string, number>, word: string): boolean {
  const count = counts.get(word) ?? 0
  if (count > 0) counts.set(word, count - 1)
  return count > 0
}

/** Pairs those that are most alike first; what finds no partner is all errors. */
function countDigitErrors(missing: readonly string[], extra: readonly string[]): number {
  const pairs = missing.flatMap((known, left) =>
    extra.map((read, right) => ({ left, right, distance: countEdits(known, read) })),
  )
  const [lefts, rights] = [new Set(missing.keys()), new Set(extra.keys())]
  let errors = 0
  for (const { left, right, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    const apart = (missing[left] ?? '').length + (extra[right] ?? '').length
    if (!lefts.has(left) || !rights.has(right) || distance >= apart) continue
    lefts.delete(left)
    rights.delete(right)
    errors += distance
  }
  for (const left of lefts) errors += (missing[left] ?? '').length
  for (const right of rights) errors += (extra[right] ?? '').length
  return errors
}

/** Levenshtein's distance. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
