/**
 * A tree as one flat list of four numbers a node: [feature, threshold, left, right], left and right counted in nodes; a leaf is
 * [-1, value, 0, 0]. What is at most the threshold goes left.
 */
export type Tree = readonly number[]

/** Gradient-boosted trees: the sum of their leaves is the logarithm of the odds. */
export type Forest = { base: number; trees: readonly Tree[] }

/** The logarithm of the odds that the forest gives to a candidate. */
export function weigh(forest: Forest, features: readonly number[]): number {
  let sum = forest.base
  for (const tree of forest.trees) {
    let node = 0
    while (tree[node]! >= 0) node = 4 * (features[tree[node]!]! <= tree[node + 1]! ? tree[node + 2]! : tree[node + 3]!)
    sum += tree[node + 1]!
  }
  return sum
}

export function toProbability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
