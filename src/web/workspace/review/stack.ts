import type { Stack } from '../../../../schemas/stack.ts'

/** With which pages Billhook thinks that new invoices begin, and why; none where a person has decided. */
export function proposedCuts(stack: Stack | null): { at: number; because: string }[] {
  if (stack?.state !== 'proposed') return []
  const [, ...others] = stack.reading?.pieces ?? []
  return others.map(({ firstPage, because }) => ({ at: firstPage, because }))
}

/** The pages of each invoice when new ones begin `at` these pages. */
export function rangesOf(at: readonly number[], pages: number): { first: number; last: number }[] {
  return [1, ...at].map((first, index) => ({ first, last: (at[index] ?? pages + 1) - 1 }))
}
