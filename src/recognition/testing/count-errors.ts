/** Of the printed words, how many were not read, and how many of those that hold a digit; `missed` names them for the one who debugs. */
export type Errors = { words: number; numbers: number; missed: string[]; extra: string[] }

/**
 * Compares words as two bags: the order of columns is nobody's error. Shares of the printed ones, 0 to 1. What has neither letter nor
 * digit (rulings, bullets) does not count.
 */
export function countErrors(read: readonly string[], printed: readonly string[]): Errors {
  const left = new Map<string, number>()
  for (const text of read.map(plain).filter(tells)) left.set(text, (left.get(text) ?? 0) + 1)
  const wanted = printed.map(plain).filter(tells)
  const missed = wanted.filter((text) => {
    const count = left.get(text) ?? 0
    if (count > 0) left.set(text, count - 1)
    return count === 0
  })
  const numbers = wanted.filter(hasDigit)
  return {
    words: missed.length / Math.max(1, wanted.length),
    numbers: missed.filter(hasDigit).length / Math.max(1, numbers.length),
    missed,
    extra: [...left].flatMap(([text, count]) => Array<string>(count).fill(text)),
  }
}

// programs that print "$ 12.50" leave no gap that an eye would see
const plain = (text: string) => text.replace(/^[$€£]/u, '')
const tells = (text: string) => /[\p{L}\p{N}]/u.test(text)
const hasDigit = (text: string) => /\d/.test(text)
