import { horizontalOverlap } from './boxes.ts'
import type { Layout, Segment } from './types.ts'

/** Segments that stand under one another with a common edge: an address, a letterhead, a cell of a footer. */
export type Block = { page: number; segments: Segment[] }

const GAP = 1.1

/** Stacks of segments of a page, in order of their first line. Cost: lines times the columns that are open at once. */
export function findBlocks(layout: Layout, { pages }: { pages: number }): Block[] {
  const blocks: Block[] = []
  let open: Block[] = []
  for (const line of layout.lines) {
    if (line.page > pages) break
    open = open.filter(
      (block) => block.page === line.page && line.box[1] - block.segments.at(-1)!.box[3] < 2.5 * line.height,
    )
    for (const segment of line.segments) {
      const height = segment.box[3] - segment.box[1]
      const block = open.find((candidate) => {
        const last = candidate.segments.at(-1)!
        if (last.line === segment.line || segment.box[1] - last.box[3] > GAP * height) return false
        const edge = Math.min(
          Math.abs(last.box[0] - segment.box[0]),
          Math.abs(last.box[2] - segment.box[2]),
          Math.abs(last.box[0] + last.box[2] - segment.box[0] - segment.box[2]) / 2,
        )
        return edge < 0.8 * height && horizontalOverlap(last.box, segment.box) > 0
      })
      if (block) block.segments.push(segment)
      else {
        const fresh = { page: line.page, segments: [segment] }
        open.push(fresh)
        blocks.push(fresh)
      }
    }
  }
  return blocks
}
