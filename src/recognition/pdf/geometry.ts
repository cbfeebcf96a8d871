import type { Box } from '../../../schemas/transcript.ts'

/** [a, b, c, d, e, f] as in PDF: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [number, number, number, number, number, number]

/** The matrix that applies `inner` first. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ]
}

export function transformPoint(matrix: Matrix, [x, y]: readonly [number, number]): [number, number] {
  return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]]
}

/** How much taller something becomes; type size times this is the size on the page. */
export function scaleOf(matrix: Matrix): number {
  return Math.hypot(matrix[2], matrix[3])
}

/** The upright box around a transformed box. */
export function boundBox([left, top, right, bottom]: Box, matrix: Matrix): Box {
  const corners = [
    transformPoint(matrix, [left, top]),
    transformPoint(matrix, [right, top]),
    transformPoint(matrix, [left, bottom]),
    transformPoint(matrix, [right, bottom]),
  ]
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** Undefined where they share no area. */
export function intersect(one: Box, other: Box): Box | undefined {
  const box: Box = [
    Math.max(one[0], other[0]),
    Math.max(one[1], other[1]),
    Math.min(one[2], other[2]),
    Math.min(one[3], other[3]),
  ]
  return box[0] <= box[2] && box[1] <= box[3] ? box : undefined
}

export function areaOf(box: Box): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1])
}

/** How much of a character's width lies inside the clip, by the middle of its height. */
export function shareInside(baseline: Box, { size, clip }: { size: number; clip: Box }): number {
  const [x, y, endX, endY] = baseline
  const length = Math.hypot(endX - x, endY - y)
  const ux = length > 0 ? (endX - x) / length : 1
  const uy = length > 0 ? (endY - y) / length : 0
  const middleX = x + uy * size * 0.3
  const middleY = y - ux * size * 0.3
  const [otherX, otherY] = [middleX + ux * length, middleY + uy * length]
  const isInX = Math.min(middleX, otherX) >= clip[0] && Math.max(middleX, otherX) <= clip[2]
  const isInY = Math.min(middleY, otherY) >= clip[1] && Math.max(middleY, otherY) <= clip[3]
  if (isInX && isInY) return 1
  const [fromX, toX] = findRange(middleX, { step: ux * length, low: clip[0], high: clip[2] })
  const [fromY, toY] = findRange(middleY, { step: uy * length, low: clip[1], high: clip[3] })
  return Math.min(toX, toY, 1) - Math.max(fromX, fromY, 0)
}

/** From where to where, in shares of the way, a way lies between two bounds. */
function findRange(start: number, { step, low, high }: { step: number; low: number; high: number }): [number, number] {
  if (Math.abs(step) < 1e-6) return start >= low - 0.5 && start <= high + 0.5 ? [0, 1] : [1, 0]
  const one = (low - start) / step
  const other = (high - start) / step
  return [Math.min(one, other), Math.max(one, other)]
}

/** Whether a path is one upright rectangle. pdf.js writes a path as [operation, x, y, ...]: moveTo 0, lineTo 1, closePath 4. */
export function isRectangle(path: Float32Array | null | undefined): boolean {
  if (path === null || path === undefined) return false
  if (path.length < 12 || path.length > 16 || path[0] !== 0) return false
  if (path[3] !== 1 || path[6] !== 1 || path[9] !== 1) return false
  const [, x0, y0, , x1, y1, , x2, y2, , x3, y3] = path
  return (x0 === x1 && y1 === y2 && x2 === x3 && y3 === y0) || (y0 === y1 && x1 === x2 && y2 === y3 && x3 === x0)
}
