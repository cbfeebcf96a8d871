import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { makeCode, writeEpcPayment, writeSwissPayment } from '../../../fixtures/generate/e-invoice/payment-code.ts'
import type { GreyImage } from '../ocr/tesseract.ts'
import { readCodes } from './read-codes.ts'

const SWISS = writeSwissPayment({
  iban: 'CH4431999123000889012',
  creditor: { name: 'Bergbach Söhne AG', street: 'Seestrasse 5', postcode: '8002', city: 'Zürich', country: 'CH' },
  amount: '1949.75',
  currency: 'CHF',
  reference: '210000000003139471430009017',
  message: 'Rechnung 4711',
})
const EPC = writeEpcPayment({ name: 'Mühle GmbH', iban: 'DE89370400440532013000', amount: '12.30', text: 'R-1' })

/** A white page with a code of so many millimetres at the lower left, at so many dots an inch. */
async function page(text: string, { millimetres, dpi }: { millimetres: number; dpi: number }): Promise<Sharp> {
  const modules = await makeCode(text)
  const side = modules.length
  const pixels = Buffer.from(modules.flat().map((dark) => (dark ? 0 : 255)))
  const size = Math.round((millimetres / 25.4) * dpi)
  const code = await sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
    .resize(size, size, { kernel: 'nearest' })
    .png()
    .toBuffer()
  const [width, height] = [Math.round(8.27 * dpi), Math.round(11.69 * dpi)]
  const paper = await sharp({ create: { width, height, channels: 3, background: 'white' } })
    .composite([{ input: code, left: Math.round(width * 0.32), top: Math.round(height * 0.7) }])
    .png()
    .toBuffer()
  return sharp(paper)
}

async function grey(picture: Sharp): Promise<GreyImage> {
  const { data, info } = await picture.toColourspace('b-w').removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const read = async (picture: Sharp) =>
  (await readCodes(await grey(picture), { thorough: true })).map(({ text }) => text)

describe('a payment code is read', () => {
  test.each([
    ['at 300 dpi', 300],
    ['at 150 dpi', 150],
    ['at 100 dpi', 100],
  ])('from a page %s', async (_, dpi) => {
    expect(await read(await page(SWISS, { millimetres: 46, dpi }))).toEqual([SWISS])
  })

  test.each([90, 180, 270, 3, -7, 31])('from a page turned by %i degrees', async (degrees) => {
    const turned = (await page(SWISS, { millimetres: 46, dpi: 150 })).rotate(degrees, { background: '#cccccc' })
    expect(await read(sharp(await turned.png().toBuffer()))).toEqual([SWISS])
  })

  test('from a photo: slanted, dim, soft and noisy', async () => {
    const paper = await (await page(SWISS, { millimetres: 46, dpi: 200 })).png().toBuffer()
    const slanted = await sharp(paper)
      .affine(
        [
          [0.97, 0.09],
          [-0.06, 0.93],
        ],
        { background: '#8a6a4a' },
      )
      .linear(0.55, 40)
      .blur(1.1)
      .jpeg({ quality: 55 })
      .toBuffer()
    const { width, height } = await sharp(slanted).metadata()
    const noise = { type: 'gaussian', mean: 128, sigma: 14 } as const
    const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
      .png()
      .toBuffer()
    const photo = sharp(slanted).composite([{ input: grain, blend: 'soft-light' }])
    expect(await read(sharp(await photo.jpeg({ quality: 60 }).toBuffer()))).toEqual([SWISS])
  })

  test('of the EPC, small on a fine scan', async () => {
    expect(await read(await page(EPC, { millimetres: 18, dpi: 300 }))).toEqual([EPC])
  })

  test('with its place on the picture', async () => {
    const picture = await grey(await page(EPC, { millimetres: 30, dpi: 150 }))
    const [found] = await readCodes(picture, { thorough: false })
    const [left, top, right, bottom] = found?.box ?? [0, 0, 0, 0]
    expect(left).toBeCloseTo(picture.width * 0.32, -1)
    expect(top).toBeCloseTo(picture.height * 0.7, -1)
    expect(right - left).toBeCloseTo((30 / 25.4) * 150, -1)
    expect(bottom - top).toBeCloseTo((30 / 25.4) * 150, -1)
  })
})

test("a code that is no payment is nobody's business", async () => {
  expect(await read(await page('https://supplier.example/newsletter', { millimetres: 40, dpi: 150 }))).toEqual([])
})
