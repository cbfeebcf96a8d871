import sharp from 'sharp'
import { expect, test } from 'vitest'
import { castFold } from '../../../fixtures/generate/degrade/mishaps.ts'
import { renderPages } from '../../../fixtures/generate/degrade/render-pages.ts'
import type { GreyImage } from '../ocr/tesseract.ts'
import { printPages } from '../testing/print-pages.ts'
import { invertDarkFields } from './invert-dark-fields.ts'
import { toGrey } from './picture.ts'

async function draw(svg: string): Promise<GreyImage> {
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000"><rect width="800" height="1000" fill="#f4f4f4"/>${svg}</svg>`
  const { data, info } = await sharp(Buffer.from(page)).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Shares of dark and of white pixels in a box. */
function weigh({ data, width }: GreyImage, [left, top, right, bottom]: [number, number, number, number]) {
  let [dark, white, count] = [0, 0, 0]
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const value = data[y * width + x]!
      if (value < 100) dark += 1
      if (value > 200) white += 1
      count += 1
    }
  return { dark: dark / count, white: white / count }
}

const text = (x: number, y: number, colour: string) =>
  `<text x="${x}" y="${y}" font-family="sans-serif" font-size="24" fill="${colour}">Description Quantity Price</text>`

test('white text upon a dark band becomes dark text upon white, and what stands below it stays', async () => {
  const page = await draw(
    `<rect x="60" y="200" width="680" height="44" fill="#1d3557"/>${text(80, 230, 'white')}${text(80, 270, 'black')}`,
  )
  const turned = invertDarkFields(page)
  const band = weigh(turned, [64, 204, 736, 240])
  expect(band.white).toBeGreaterThan(0.8)
  expect(band.dark).toBeGreaterThan(0.01)
  const below = [60, 256, 740, 290] as [number, number, number, number]
  expect(weigh(turned, below)).toEqual(weigh(page, below))
})

test('a sloping band leaves no dark rim behind', async () => {
  const page = await draw(
    `<g transform="rotate(1.2 400 220)"><rect x="60" y="200" width="680" height="44" fill="#333"/>${text(80, 230, 'white')}</g>`,
  )
  const turned = invertDarkFields(page)
  // above and below the line of text
  for (const box of [
    [60, 180, 740, 200],
    [60, 246, 740, 262],
  ] as [number, number, number, number][])
    expect(weigh(turned, box).dark).toBeLessThan(0.002)
})

test('dark things without light text stay as they are', async () => {
  const page = await draw(
    `${text(80, 100, 'black')}<rect x="0" y="400" width="300" height="40" fill="#222"/><rect x="60" y="600" width="680" height="44" fill="#777"/>${text(80, 630, 'black')}`,
  )
  expect(invertDarkFields(page)).toBe(page)
})

test('the shadow of a fold, and the dark text in it, is no dark field', async () => {
  const lines = [
    'Invoice number and date|INV-20417',
    'Repair of the warehouse door, next day|1,240.00',
    'Courier service and letterhead cards|4,464.18',
    'Please pay within thirty days to our account|17.39',
    'Net total of all the items above|368.29',
    'Amount due until the end of month|4,832.47',
  ]
  const [page] = await renderPages(await printPages([lines]), { dpi: 150 })
  const { data, width, channels } = page!
  const height = 420
  const top = castFold(
    { data: data.slice(0, width * height * channels), width, height, channels },
    { depth: 0.6, at: 0.25 },
  )
  const grey = await toGrey(top)
  // not toBe(grey): where it fails, a difference of half a million bytes would be printed
  expect(invertDarkFields(grey) === grey).toBe(true)
})
