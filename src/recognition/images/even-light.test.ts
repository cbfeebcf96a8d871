import { expect, test } from 'vitest'
import { evenLight, measureLight } from './even-light.ts'

const [WIDTH, HEIGHT] = [640, 480]

/** Paper with rows of strokes, under a light that is given for every column. */
function drawPage(lightAt: (x: number) => number, ink = 20) {
  const data = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      const isInk = y % 24 < 12 && x % 8 < 2
      data[y * WIDTH + x] = Math.round((isInk ? ink : 250) * lightAt(x))
    }
  return { data, width: WIDTH, height: HEIGHT }
}

const fold = (x: number) => 1 - 0.6 * Math.exp(-(((x / WIDTH - 0.3) / 0.1) ** 2))

test('the shadow of a fold is seen and goes, and the ink in it stays', () => {
  const page = drawPage(fold)
  const light = measureLight(page)
  expect(light.isUneven).toBe(true)
  const { data } = evenLight(page, { light, darken: false })
  const row = [...data.subarray(16 * WIDTH, 17 * WIDTH)]
  const [paper, ink] = [row, [...data.subarray(4 * WIDTH, 5 * WIDTH)].filter((_, x) => x % 8 < 2)]
  expect(Math.min(...paper)).toBeGreaterThan(170)
  expect(Math.max(...ink)).toBeLessThan(60)
})

test('a page in an even light is none of its business, whatever the colour of its paper', () => {
  expect(measureLight(drawPage(() => 1)).isUneven).toBe(false)
  expect(measureLight(drawPage(() => 0.7)).isUneven).toBe(false)
})

test('pale ink becomes dark where that is asked for', () => {
  const page = drawPage(() => 1, 150)
  const light = measureLight(page)
  const inkOf = (darken: boolean) => evenLight(page, { light, darken }).data[4 * WIDTH]!
  expect(inkOf(true)).toBeLessThan(inkOf(false) - 40)
})
