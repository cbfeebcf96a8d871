import type { CarriedInvoice, Concern, Transcript } from '../../../schemas/transcript.ts'

/** Pages of a file, counted from 1. */
export type Pages = { firstPage: number; lastPage: number }

/** The transcript of some pages of a file, as if they had come alone: they count from 1, and so does all that names a page. */
export function takePages(transcript: Transcript, { firstPage, lastPage }: Pages): Transcript {
  const { eInvoice, bodies, bookmarks: _, concerns, ...rest } = transcript
  const isTaken = (page: number) => page >= firstPage && page <= lastPage
  const renumber = (page: number) => page - firstPage + 1
  const body = firstPage === 1 ? eInvoice : bodies?.find((one) => one.firstPage === firstPage)?.eInvoice
  const left = concerns?.flatMap((concern): Concern[] =>
    !('page' in concern) ? [concern] : isTaken(concern.page) ? [{ ...concern, page: renumber(concern.page) }] : [],
  )
  return {
    ...rest,
    pages: transcript.pages
      .filter(({ number }) => isTaken(number))
      .map((page) => ({ ...page, number: renumber(page.number) })),
    ...(left && left.length > 0 && { concerns: left }),
    ...(body && { eInvoice: movePlaces(body, { isTaken, renumber }) }),
  }
}

function movePlaces(
  body: CarriedInvoice,
  { isTaken, renumber }: { isTaken: (page: number) => boolean; renumber: (page: number) => number },
): CarriedInvoice {
  const places = Object.entries(body.places)
    .filter(([, { page }]) => isTaken(page))
    .map(([path, { page, box }]) => [path, { page: renumber(page), box }])
  return { ...body, places: Object.fromEntries(places) }
}
