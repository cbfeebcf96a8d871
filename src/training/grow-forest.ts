import { type Forest, type Tree, toProbability } from '../extraction/likelihood/forest.ts'

/** A candidate with what is known of it, whether it was right, and how much it counts. */
export type Case = { features: readonly number[]; right: boolean; weight: number }

const TREES = 50
const DEPTH = 3
const SHRINKAGE = 0.15
/** Thresholds that are tried for a feature: this many shares of the cases lie between two. */
const CUTS = 24
/** Weight of cases that a leaf must hold. */
const LEAST_LEAF = 4
/** Pulls small leaves towards nothing (lambda of Chen and Guestrin 2016, XGBoost). */
const PULL = 2
const LEAST_GAIN = 0.05

/** Gradient-boosted trees for the logarithm of the odds (Friedman 2001), with second-order leaves. No chance is in it: the same cases give the same forest. */
export function growForest(cases: readonly Case[]): Forest {
  const total = cases.reduce((sum, one) => sum + one.weight, 0)
  const right = cases.reduce((sum, one) => sum + (one.right ? one.weight : 0), 0)
  const base = round(Math.log((right + 1) / (total - right + 1)))
  const bins = binFeatures(cases)
  const odds = new Float64Array(cases.length).fill(base)
  const gradients = new Float64Array(cases.length)
  const curvatures = new Float64Array(cases.length)
  const trees: Tree[] = []
  for (let round = 0; round < TREES; round++) {
    for (const [at, { right: isRight, weight }] of cases.entries()) {
      const p = toProbability(odds[at]!)
      gradients[at] = weight * ((isRight ? 1 : 0) - p)
      curvatures[at] = Math.max(1e-6, weight * p * (1 - p))
    }
    const tree: number[] = []
    growNode({ tree, rows: cases.map((_, at) => at), depth: 0 }, { cases, bins, gradients, curvatures, odds })
    if (tree.length <= 4) break
    trees.push(tree)
  }
  return { base, trees }
}

type Bins = { cuts: number[][]; binOf: Uint8Array[] }
type Ground = {
  cases: readonly Case[]
  bins: Bins
  gradients: Float64Array
  curvatures: Float64Array
  odds: Float64Array
}

function binFeatures(cases: readonly Case[]): Bins {
  const width = cases[0]?.features.length ?? 0
  const cuts: number[][] = []
  const binOf: Uint8Array[] = []
  for (let feature = 0; feature < width; feature++) {
    const sorted = cases.map((one) => one.features[feature]!).toSorted((a, b) => a - b)
    const distinct = [...new Set(sorted)]
    const chosen =
      distinct.length <= CUTS
        ? distinct.slice(0, -1).map((value, at) => (value + distinct[at + 1]!) / 2)
        : [
            ...new Set(
              Array.from({ length: CUTS }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / (CUTS + 1))]!),
            ),
          ]
    const own = chosen.map(round)
    cuts.push(own)
    binOf.push(Uint8Array.from(cases, (one) => own.filter((cut) => one.features[feature]! > cut).length))
  }
  return { cuts, binOf }
}

/** Grows the node at the tree's end, and below it. */
function growNode(
  { tree, rows, depth }: { tree: number[]; rows: readonly number[]; depth: number },
  ground: Ground,
): void {
  const at = tree.length
  tree.push(-1, 0, 0, 0)
  const split = depth < DEPTH ? findSplit(rows, ground) : null
  if (!split) {
    const value = round(SHRINKAGE * leafValue(rows, ground))
    tree[at + 1] = value
    for (const row of rows) ground.odds[row]! += value
    return
  }
  const { feature, bin } = split
  const goesLeft = (row: number): boolean => ground.bins.binOf[feature]![row]! <= bin
  tree[at] = feature
  tree[at + 1] = ground.bins.cuts[feature]![bin]!
  tree[at + 2] = tree.length / 4
  growNode({ tree, rows: rows.filter(goesLeft), depth: depth + 1 }, ground)
  tree[at + 3] = tree.length / 4
  growNode({ tree, rows: rows.filter((row) => !goesLeft(row)), depth: depth + 1 }, ground)
}

function leafValue(rows: readonly number[], { gradients, curvatures }: Ground): number {
  let gradient = 0
  let curvature = 0
  for (const row of rows) {
    gradient += gradients[row]!
    curvature += curvatures[row]!
  }
  return gradient / (curvature + PULL)
}

function findSplit(
  rows: readonly number[],
  { cases, bins, gradients, curvatures }: Ground,
): { feature: number; bin: number } | null {
  let best: { feature: number; bin: number; gain: number } | null = null
  const size = CUTS + 1
  for (const [feature, cuts] of bins.cuts.entries()) {
    if (cuts.length === 0) continue
    const g = new Float64Array(size)
    const h = new Float64Array(size)
    const w = new Float64Array(size)
    const binOf = bins.binOf[feature]!
    for (const row of rows) {
      const bin = binOf[row]!
      g[bin]! += gradients[row]!
      h[bin]! += curvatures[row]!
      w[bin]! += cases[row]!.weight
    }
    const [allG, allH, allW] = [g, h, w].map((list) => list.reduce((sum, one) => sum + one, 0)) as [
      number,
      number,
      number,
    ]
    let [leftG, leftH, leftW] = [0, 0, 0]
    for (let bin = 0; bin < cuts.length; bin++) {
      leftG += g[bin]!
      leftH += h[bin]!
      leftW += w[bin]!
      if (leftW < LEAST_LEAF || allW - leftW < LEAST_LEAF) continue
      const rightG = allG - leftG
      const gain = leftG ** 2 / (leftH + PULL) + rightG ** 2 / (allH - leftH + PULL) - allG ** 2 / (allH + PULL)
      if (gain > LEAST_GAIN && gain > (best?.gain ?? 0)) best = { feature, bin, gain }
    }
  }
  return best
}

/** Four decimals are more than the cases know. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
