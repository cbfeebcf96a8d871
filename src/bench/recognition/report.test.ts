import { expect, test } from 'vitest'
import { describeRuns, formatFigure, median, openReport } from './report.ts'

function openPrinted() {
  const lines: string[] = []
  return { lines, report: openReport((line) => lines.push(line)) }
}

test('a target that is missed is printed as such and counted', () => {
  const { lines, report } = openPrinted()
  report.judge('speed', { value: 1.2, unit: ' x', target: { atLeast: 1.5 } })
  report.judge('memory', { value: 351, unit: ' MB', target: { atMost: 350 } })
  expect(lines).toEqual(['  speed: 1.2 x (at least 1.5) NOT reached', '  memory: 351 MB (at most 350) NOT reached'])
  expect(report.missed()).toHaveLength(2)
})

test('a target that is just met is reached', () => {
  const { lines, report } = openPrinted()
  report.judge('speed', { value: 1.5, unit: ' x', target: { atLeast: 1.5 }, about: 'n = 3' })
  expect(lines).toEqual(['  speed: 1.5 x (at least 1.5; n = 3) reached'])
  expect(report.missed()).toEqual([])
})

test('what was never measured, a median of nothing, counts as missed', () => {
  const { report } = openPrinted()
  report.judge('speed', { value: median([]), unit: ' x', target: { atLeast: 1.5 } })
  report.judge('cost', { value: Number.NaN, unit: ' x', target: { atMost: 1.2 } })
  expect(report.missed()).toHaveLength(2)
})

test('a program that is missing is told with what to do, and counts as missed', () => {
  const { lines, report } = openPrinted()
  report.lack('speed', 'Missing: ocrmypdf. On Debian: apt-get install ocrmypdf')
  expect(lines.join()).toContain('apt-get install ocrmypdf')
  expect(report.missed()).toEqual(['speed: not measured'])
})

test('the median of an even number of runs lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
})

test('figures keep what matters', () => {
  expect([0.01234, 1.4666, 23.44, 345.6, 0].map(formatFigure)).toEqual(['0.0123', '1.47', '23.4', '346', '0'])
  expect(describeRuns([1.5, 1.4, 1.6])).toBe('1.5 (1.4 to 1.6, n = 3)')
})
