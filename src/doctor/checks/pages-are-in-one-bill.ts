import type { Check } from '../problem.ts'

/** Of a file that was split each page belongs to one living piece, or to the whole: no bill is lost and none is there twice. */
export const pagesAreInOneBill: Check = async ({ db }) => {
  const rows = await db
    .selectFrom('invoice as piece')
    .innerJoin('invoice as whole', 'whole.id', 'piece.split_from')
    .select((of) => [
      'whole.id',
      'whole.status',
      of.ref('whole.page_count').as('pages'),
      of.ref('piece.status').as('pieceStatus'),
      of.ref('piece.first_page').as('first'),
      of.ref('piece.last_page').as('last'),
    ])
    .orderBy('piece.first_page')
    .execute()
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, pieces]) => {
    const { status, pages } = pieces[0] ?? {}
    const living = pieces.filter(({ pieceStatus }) => pieceStatus !== 'replaced')
    const subject = `invoice ${id}`
    if (status !== 'replaced')
      return living.length === 0 ? [] : [{ subject, message: `It is ${status}, but its pieces are still there.` }]
    let next = 1
    for (const { first, last } of living) {
      if (first !== next)
        return [{ subject, message: `Page ${Math.min(next, first ?? next)} is in no piece or in two.` }]
      next = (last ?? next) + 1
    }
    return typeof pages !== 'number' || next === pages + 1
      ? []
      : [{ subject, message: `Its pieces end with page ${next - 1} of ${pages}.` }]
  })
}
