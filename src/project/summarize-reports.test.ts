import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const SUMMARIZE = fileURLToPath(new URL('./summarize-reports.ts', import.meta.url))

const GOOD = `test('adds', () => expect(1 + 1).toBe(2))
test('adds again', () => expect(2 + 2).toBe(4))
`
const BAD = `describe('a bill', () => {
  test('is added up', () => expect('12.50').toBe('12.05'))
  test('is dated', () => expect(1).toBe(1))
  test('is long', () => { throw new Error('\\u001b[31mline 0\\u001b[39m' + Array.from({ length: 40 }, (_, at) => '\\nline ' + (at + 1)).join('')) })
})
`
const BROKEN = `throw new Error('the database did not start')
`
const HOOKED = `afterAll(() => { throw new Error('the server did not close') })
test('serves', () => {})
`
const SKIPPED = `test('adds', () => {})
test.skip('subtracts', () => {})
test.todo('divides')
`

let folder: string
let good: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billhook-summary-'))
  good = report('good', { 'good.test.ts': GOOD })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the tests with the real reporter. */
function report(name: string, tests: Record<string, string>): string {
  for (const [file, content] of Object.entries(tests)) writeFileSync(join(folder, file), content)
  const path = join(folder, `${name}.json`)
  const args = ['run', '--globals', '--root', folder, '--reporter=json', `--outputFile=${path}`]
  const own = Object.entries(process.env).filter(([variable]) => !/^VITEST|^TEST$/.test(variable))
  const env = Object.fromEntries(own)
  const ran = spawnSync(process.execPath, [VITEST, ...args, ...Object.keys(tests)], { env, encoding: 'utf8' })
  if (!existsSync(path)) throw new Error(`no report was written: ${ran.stdout}${ran.stderr}`)
  return path
}

function summarize(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [SUMMARIZE, ...args], { cwd: folder, encoding: 'utf8' })
}

test('tests that all passed are counted, and nothing else is said', () => {
  const { stdout, status } = summarize(good)
  expect(stdout).toBe('2 passed, 0 failed, 0 skipped\n')
  expect(status).toBe(0)
})

test('every test that failed is named with its file and the start of its message, before the count', () => {
  const bad = report('bad', { 'bad.test.ts': BAD })
  const { stdout, status } = summarize('--failed', 'check', '--failed', 'test', good, bad)
  expect(stdout).toContain(
    "\nFAILED bad.test.ts > a bill > is added up\n    AssertionError: expected '12.50' to be '12.05'",
  )
  expect(stdout).toContain('bad.test.ts:2:')
  expect(stdout).toContain('\nFAILED bad.test.ts > a bill > is long\n    Error: line 0\n    line 1\n')
  expect(stdout).toContain('    line 14\n')
  expect(stdout).not.toContain('line 15')
  expect(stdout).not.toContain('is dated')
  expect(stdout).not.toContain('\u001b')
  expect(stdout).toMatch(/\nfailed steps: check, test\n3 passed, 2 failed, 0 skipped\n$/)
  expect(status).toBe(1)
})

test('files that fail outside their tests are named with their message', () => {
  const { stdout, status } = summarize(report('broken', { 'broken.test.ts': BROKEN, 'hooked.test.ts': HOOKED }))
  expect(stdout).toContain('\nFAILED broken.test.ts, outside its tests\n    the database did not start\n')
  expect(stdout).toContain('\nFAILED hooked.test.ts, outside its tests\n    the server did not close\n')
  expect(stdout).toMatch(/\n1 passed, 2 failed, 0 skipped\n$/)
  expect(status).toBe(1)
})

test('what was skipped, a step that failed by itself, and a report that is missing are no success', () => {
  const skipped = summarize(report('skipped', { 'skipped.test.ts': SKIPPED }))
  expect([skipped.stdout, skipped.status]).toEqual(['1 passed, 0 failed, 2 skipped\n', 1])

  const step = summarize('--failed', 'check', good)
  expect([step.stdout, step.status]).toEqual(['\nfailed steps: check\n2 passed, 0 failed, 0 skipped\n', 1])

  const missing = summarize(good, 'none.json')
  expect([missing.stdout, missing.status]).toEqual([
    '\nFAILED none.json was not written\n    Its step broke off before any test could be counted.\n2 passed, 1 failed, 0 skipped\n',
    1,
  ])
})
