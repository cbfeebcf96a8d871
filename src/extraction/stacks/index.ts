import type { OwnIdentity } from '../../../schemas/company.ts'
import type { StackPiece, StackReading } from '../../../schemas/stack.ts'
import type { Transcript } from '../../../schemas/transcript.ts'
import { assignRoles } from './assign-roles.ts'
import { cutStack, type FoundCut, type FoundPiece } from './cut-stack.ts'
import { type PageFacts, seePage } from './see-page.ts'
import type { Verdict } from './weigh-boundary.ts'

/** A boundary that is likelier than this is proposed; one that is not below `DOUBT` keeps everything from being sure. */
const SURE = 0.96
const DOUBT = 0.1
/** A boundary is sure by two kinds of evidence at least: a misread number alone is no reason to cut. */
const LEAST_KINDS = 2
const LEAST_NUMBER = 0.3
const LEAST_TOTAL = 0.3

/**
 * How the pages of a file fall apart into documents, and what each page is to its document. Data is split by its own bodies and never by what
 * its pages look like. `asOne`: a person said that it is one document. Pure.
 */
export function readStack(
  transcript: Transcript,
  { own, asOne = false }: { own: OwnIdentity; asOne?: boolean },
): StackReading {
  const { bodies, bookmarks, eInvoice, pages } = transcript
  if (bodies && !asOne) return splitByBodies(transcript, bodies)
  const facts = pages.map((page) => seePage(page, { own, bookmarks }))
  if (asOne || eInvoice || facts.length < 2)
    return { pieces: [describePiece(facts, 'It is one document.')], sure: true }
  const found = cutStack(facts)
  return {
    pieces: found.pieces.map((piece) => describePiece(piece.pages, explain(piece))),
    sure: isSure(found),
  }
}

function splitByBodies({ pages }: Transcript, bodies: NonNullable<Transcript['bodies']>): StackReading {
  const starts = [1, ...bodies.map(({ firstPage }) => firstPage)]
  const pieces = starts.map((firstPage, at): StackPiece => {
    const lastPage = (starts[at + 1] ?? pages.length + 1) - 1
    const roles = Array.from({ length: lastPage - firstPage + 1 }, () => 'invoice' as const)
    return { firstPage, lastPage, roles, because: `Invoice ${at + 1} of ${starts.length} in the file's data.` }
  })
  return { pieces, sure: true }
}

function describePiece(pages: readonly PageFacts[], because: string): StackPiece {
  return {
    firstPage: pages[0]?.page ?? 1,
    lastPage: pages.at(-1)?.page ?? 1,
    roles: assignRoles(pages),
    because,
  }
}

function explain({ verdict, pages }: FoundPiece): string {
  if (verdict === null) return 'The file begins with it.'
  const reasons = verdict.reasons
    .filter(({ weight }) => weight >= 0.5)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ says }) => says)
  return `Page ${pages[0]?.page}: ${reasons.join('; ')}.`
}

/** Whether all documents are clear bills of their own with different numbers, cut by clear evidence, and none may have been overlooked. */
function isSure({ pieces, missed }: FoundCut): boolean {
  if (missed >= DOUBT) return false
  if (pieces.length < 2) return true
  const numbers = pieces.map(
    ({ pages }) => pages.find(({ number }) => (number?.score ?? 0) >= LEAST_NUMBER)?.number?.key,
  )
  const isApart = ({ verdict, probability }: FoundPiece) =>
    verdict === null || (probability >= SURE && isClear(verdict))
  return (
    pieces.every(isApart) &&
    pieces.every(({ pages }) => pages.some(({ total }) => total >= LEAST_TOTAL)) &&
    numbers.every((number) => number !== undefined) &&
    new Set(numbers).size === numbers.length
  )
}

function isClear({ kinds }: Verdict): boolean {
  return kinds >= LEAST_KINDS
}
