/**
 * Letters that must be put in, taken out or replaced to make `b` of `a` (Levenshtein 1966); `most` + 1 where it is more than `most`. Cost:
 * the product of both lengths.
 */
export function editDistance(a: string, { b, most }: { b: string; most: number }): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let at = 1; at <= a.length; at++) {
    const next = [at]
    let least = at
    for (let to = 1; to <= b.length; to++) {
      const replaced = row[to - 1]! + (a[at - 1] === b[to - 1] ? 0 : 1)
      const distance = Math.min(replaced, row[to]! + 1, next[to - 1]! + 1)
      next.push(distance)
      least = Math.min(least, distance)
    }
    if (least > most) return most + 1
    row = next
  }
  return Math.min(row[b.length]!, most + 1)
}
