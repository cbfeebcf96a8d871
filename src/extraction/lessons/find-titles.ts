import type { Sight } from '../sight.ts'
import { type Furniture, findFurniture } from './find-furniture.ts'

const HEAD_OF_PAGE = 0.5
/** Times the height of ordinary text. */
const LARGE = 1.2

/** Keys of the words in large print in the head of the first page: who sends it, and what it calls itself. */
export function findTitles({ layout, bodyHeight }: Pick<Sight, 'layout' | 'bodyHeight'>): string[] {
  const first = layout.pages[0]
  if (!first) return []
  const head = findFurniture(layout, { pages: new Set([1]) }).filter(
    ({ box, key }) => box[1] < HEAD_OF_PAGE * first.height && key.length > 2,
  )
  return [...new Set(head.filter((one) => heightOf(one) > LARGE * bodyHeight).map(({ key }) => key))]
}

function heightOf({ box }: Furniture): number {
  return box[3] - box[1]
}
