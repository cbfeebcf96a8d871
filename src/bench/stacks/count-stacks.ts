import type { MadeStack } from '../../../fixtures/generate/stacks/make-stack.ts'
import type { StackReading } from '../../../schemas/stack.ts'

/** Boundaries are pages with which a document begins, the first page of the file left out. */
export type StackCounts = {
  files: number
  pages: number
  boundaries: number
  /** Made without a person. */
  made: number
  madeRight: number
  /** Made or proposed. */
  found: number
  foundRight: number
  /** Files that were cut without a person, and of these the ones that were cut rightly. */
  cut: number
  cutRight: number
  /** Files that are left to a person. */
  proposed: number
  attachments: number
  attachmentsFound: number
  attachmentsWrong: number
}

export function startCounts(): StackCounts {
  return {
    ...{ files: 0, pages: 0, boundaries: 0, made: 0, madeRight: 0, found: 0, foundRight: 0 },
    ...{ cut: 0, cutRight: 0, proposed: 0, attachments: 0, attachmentsFound: 0, attachmentsWrong: 0 },
  }
}

/** Adds one file to the counts. @returns whether it was read as it is */
export function countStack(
  counts: StackCounts,
  { truth, reading }: { truth: Pick<MadeStack, 'starts' | 'roles'>; reading: StackReading },
): boolean {
  const real = truth.starts.filter((page) => page > 1)
  const found = reading.pieces.map(({ firstPage }) => firstPage).filter((page) => page > 1)
  const right = found.filter((page) => real.includes(page)).length
  const isRight = right === real.length && right === found.length
  counts.files += 1
  counts.pages += truth.roles.length
  counts.boundaries += real.length
  counts.found += found.length
  counts.foundRight += right
  if (reading.sure && found.length > 0) {
    counts.made += found.length
    counts.madeRight += right
    counts.cut += 1
    counts.cutRight += isRight ? 1 : 0
  }
  if (!reading.sure) counts.proposed += 1
  const roles = reading.pieces.flatMap((piece) => piece.roles)
  for (const [at, role] of truth.roles.entries()) {
    if (role === 'attachment') counts.attachments += 1
    if (role === 'attachment' && roles[at] === 'attachment') counts.attachmentsFound += 1
    if (role === 'invoice' && roles[at] === 'attachment') counts.attachmentsWrong += 1
  }
  return isRight
}

/** One block of lines. */
export function printCounts(title: string, counts: StackCounts): string {
  const { files, pages, boundaries, made, madeRight, found, foundRight, cut, cutRight, proposed } = counts
  const share = (part: number, of: number) => (of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`)
  return `${title}: ${files} files, ${pages} pages, ${boundaries} boundaries
  made without a person: precision ${share(madeRight, made)} (${made}), recall ${share(madeRight, boundaries)}; files cut ${cut}, wrongly ${cut - cutRight}
  made or proposed: precision ${share(foundRight, found)} (${found}), recall ${share(foundRight, boundaries)}; files left to a person ${proposed}
  attachment pages: found ${counts.attachmentsFound} of ${counts.attachments}; pages of invoices taken for one: ${counts.attachmentsWrong}
`
}
