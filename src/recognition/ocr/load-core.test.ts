import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { loadCore, RIL_WORD } from './load-core.ts'

const DATA = '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'

async function drawLine(): Promise<Buffer> {
  const text = '<text x="20" y="50" font-family="sans-serif" font-size="30">Invoice 4711, total EUR 1,751.20</text>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="80"><rect width="640" height="80" fill="#fff"/>${text}</svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

test('the engine reads the same to the last digit of its confidence, whose product of matrices it takes', {
  timeout: 120_000,
}, async () => {
  const [picture, packed] = [await drawLine(), await readFile(createRequire(import.meta.url).resolve(DATA))]
  const readings: [string, number][][] = []
  for (const asItIs of [true, false]) {
    const { FS, TessBaseAPI } = await loadCore({ asItIs })
    FS.writeFile('./eng.traineddata', gunzipSync(packed))
    const api = new TessBaseAPI()
    expect(api.Init(null, 'eng', 1)).toBe(0)
    FS.writeFile('/input', picture)
    expect(api.SetImageFile(1, 0)).toBe(0)
    api.Recognize(null)
    const [iterator, words] = [api.GetIterator(), [] as [string, number][]]
    do words.push([iterator.GetUTF8Text(RIL_WORD), iterator.Confidence(RIL_WORD)])
    while (iterator.Next(RIL_WORD))
    readings.push(words)
    api.End()
  }
  const [own, ours] = readings
  expect(own?.map(([text]) => text)).toContain('1,751.20')
  expect(ours).toEqual(own)
})
