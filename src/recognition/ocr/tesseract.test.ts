import sharp from 'sharp'
import { expect, test } from 'vitest'
import { loadTesseract } from './tesseract.ts'

const RULED =
  '<rect x="40" y="120" width="560" height="4" fill="#000"/><rect x="40" y="300" width="560" height="4" fill="#000"/>'
const TEXT = '<text x="60" y="220" font-family="sans-serif" font-size="28">Total 1,751.20</text>'

async function draw(content: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#fff"/>${content}</svg>`
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

test('words come with their places and how sure they are, rulings and white paper with nothing', {
  timeout: 120_000,
}, async () => {
  const tesseract = await loadTesseract(['eng'])
  expect(tesseract.recognize(await draw(''))).toEqual([])
  const words = tesseract.recognize(await draw(RULED + TEXT))
  expect(words.map(({ text }) => text)).toEqual(['Total', '1,751.20'])
  for (const { box, confidence } of words) {
    expect(confidence).toBeGreaterThan(0.8)
    expect(confidence).toBeLessThanOrEqual(1)
    expect(box[1]).toBeGreaterThan(190)
    expect(box[3]).toBeLessThan(230)
  }
  expect(words[0]!.box[2]).toBeLessThan(words[1]!.box[0])
  expect(tesseract.recognize(await draw(RULED))).toEqual([])
})
