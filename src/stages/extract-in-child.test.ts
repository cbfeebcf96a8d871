import { afterAll, expect, test } from 'vitest'
import type { Transcript, Word } from '../../schemas/transcript.ts'
import { extract } from '../extraction/index.ts'
import { openExtraction } from './extract-in-child.ts'

const extraction = openExtraction()
afterAll(() => extraction.close())

const own = { names: ['Acme GmbH'], vatIds: [], ibans: [] }

function transcriptOf(lines: string[]): Transcript {
  const words = lines.flatMap((line, row) =>
    line.split(' ').map((text, column): Word => {
      const [left, top] = [50 + column * 80, 50 + row * 18]
      return { text, box: [left, top, left + text.length * 6, top + 10], source: 'text-layer', confidence: 1 }
    }),
  )
  return { pages: [{ number: 1, width: 595, height: 842, source: 'text-layer', words }], ocrLanguages: [], notes: [] }
}

test('a draft made in the child is the draft', async () => {
  const transcript = transcriptOf(['Hosting Ltd', 'Invoice number: 4711', 'Date: 2026-03-01', 'Total: 119.00 EUR'])
  const expected = extract(transcript, { own })
  expect(Object.keys(expected.fields)).toContain('grossTotal')
  expect(await extraction.extract(transcript, { own })).toEqual(expected)
})

test('a long transcript leaves the event loop free', async () => {
  const page = transcriptOf(
    Array.from({ length: 40 }, (_, n) => `Item ${n} at 12.${n} EUR of 2026-03-01 in all 119.00`),
  )
  const pages = Array.from({ length: 20 }, (_, n) => ({
    ...(page.pages[0] as Transcript['pages'][number]),
    number: n + 1,
  }))
  const before = performance.eventLoopUtilization()
  await extraction.extract({ ...page, pages }, { own })
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
})
