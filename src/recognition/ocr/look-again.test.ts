import sharp from 'sharp'
import { expect, test } from 'vitest'
import { findInkOf, prepareForOcr } from '../images/prepare-for-ocr.ts'
import { lookAgain } from './look-again.ts'
import { loadTesseract, type OcrWord } from './tesseract.ts'

const ROWS = [
  ['Invoice number', 'RE-2026-4711'],
  ['Consulting', '1,250.00'],
  ['Total amount due', '1,751.20'],
] as const

async function drawPage() {
  const rows = ROWS.flatMap(([label, value], row) => [
    `<text x="50" y="${260 + row * 60}" font-size="24">${label}</text>`,
    `<text x="650" y="${260 + row * 60}" font-size="24">${value}</text>`,
  ])
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1000" font-family="sans-serif"><rect width="900" height="1000" fill="#fff"/><text x="30" y="110" font-weight="bold" font-size="96">Contoso</text>${rows.join('')}</svg>`
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  return prepareForOcr(findInkOf({ data, width: info.width, height: info.height }), { quarterTurns: 0, level: true })
}

test('a lost letter of a large name comes back, a misread amount is mended, and a sure word is left alone', {
  timeout: 120_000,
}, async () => {
  const page = await drawPage()
  const first = (await loadTesseract(['eng'])).recognize(page)
  expect(first.map(({ text }) => text)).toContain('Contoso')
  const damaged = first.map((word): OcrWord => {
    const [left, top, right, bottom] = word.box
    if (word.text === 'Contoso') return { ...word, text: 'ontoso', box: [left + 75, top, right, bottom] }
    if (word.text === '1,250.00') return { ...word, text: '1,260.00', confidence: 0.5 }
    return word
  })
  const words = await lookAgain(damaged, { page, languages: ['eng'] })
  const texts = words.map(({ text }) => text)
  expect(texts).toContain('Contoso')
  expect(texts).not.toContain('ontoso')
  const amount = words.find(({ text }) => text === '1,250.00')
  expect(amount?.alternatives).toContain('1,260.00')
  // what two readings disputed is less sure than what none did
  expect(amount!.confidence).toBeLessThan(first.find(({ text }) => text === '1,250.00')!.confidence)
  const sure = damaged.find(({ text }) => text === '1,751.20')!
  expect(words).toContain(sure)
})
