/** A value that was given, with the confidence it was given with, and whether it was right. */
export type Given = { confidence: number; right: boolean }

export type ReliabilityBin = { from: number; to: number; count: number; meanConfidence: number; shareRight: number }

export type Reliability = {
  bins: ReliabilityBin[]
  /** Expected calibration error: mean distance of confidence and share of right values over ten bins of equal width, weighted by count (Naeini et al. 2015). */
  error: number
  count: number
}

const BINS = 10

/** How far confidence means what it says. */
export function measureReliability(given: readonly Given[]): Reliability {
  const bins: ReliabilityBin[] = []
  let error = 0
  for (let at = 0; at < BINS; at++) {
    const own = given.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === at)
    if (own.length === 0) continue
    const meanConfidence = own.reduce((sum, one) => sum + one.confidence, 0) / own.length
    const shareRight = own.filter((one) => one.right).length / own.length
    bins.push({ from: at / BINS, to: (at + 1) / BINS, count: own.length, meanConfidence, shareRight })
    error += (own.length / given.length) * Math.abs(meanConfidence - shareRight)
  }
  return { bins, error, count: given.length }
}

/** The curve for a person: one row a bin. */
export function printReliability({ bins, error, count }: Reliability): string {
  const rows = bins.map(
    ({ from, to, count: size, meanConfidence, shareRight }) =>
      `  ${from.toFixed(1)}-${to.toFixed(1)}  said ${meanConfidence.toFixed(3)}  right ${shareRight.toFixed(3)}  of ${size}`,
  )
  return [`expected calibration error: ${error.toFixed(4)} over ${count} values`, ...rows].join('\n')
}
