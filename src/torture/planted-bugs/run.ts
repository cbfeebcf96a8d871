/** Plants each bug in a copy of the source and sees whether its suite turns red: whether the tests could fail at all. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PLANTED_BUGS, type PlantedBug } from './bugs.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const COPIED = [
  'src',
  'schemas',
  'workers',
  'fixtures',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
]

/** @returns how many bugs no suite noticed; each is told by `log`, with the suites that were not green to begin with. */
export async function runPlantedBugs({ only, log }: { only?: string; log: (line: string) => void }): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'billhook-planted-'))
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    const bugs = PLANTED_BUGS.filter(({ name }) => only === undefined || name.includes(only))
    const green = new Map<string, boolean>()
    let missed = 0
    for (const bug of bugs) {
      const known = `${bug.suite} ${bug.test ?? ''}`
      if (!green.has(known)) green.set(known, (await runSuite(copy, bug)).isGreen)
      const started = performance.now()
      const { isGreen, failed } = await withBug(copy, bug, () => runSuite(copy, bug))
      const isFound = green.get(known) === true && !isGreen && failed.length > 0
      if (!isFound) missed++
      const seconds = Math.round((performance.now() - started) / 1000)
      const by = isFound ? failed[0] : green.get(known) ? 'NOBODY' : `${bug.suite} was red before`
      log(`${isFound ? 'found ' : 'MISSED'} ${String(seconds).padStart(4)} s  ${bug.name.padEnd(58)} ${by}`)
    }
    log(`${bugs.length - missed} of ${bugs.length} planted bugs were found`)
    return missed
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function withBug<T>(copy: string, { name, file, change }: PlantedBug, work: () => Promise<T>): Promise<T> {
  const path = join(copy, file)
  const sound = readFileSync(path, 'utf8')
  let text = sound
  for (const [from, to] of change) {
    if (text.split(from).length !== 2) throw new Error(`"${name}" no longer fits ${file}: ${JSON.stringify(from)}`)
    text = text.replace(from, () => to)
  }
  writeFileSync(path, text)
  try {
    return await work()
  } finally {
    writeFileSync(path, sound)
  }
}

/** @returns whether all tests passed, and the names of those that failed. */
async function runSuite(copy: string, { suite, test }: PlantedBug): Promise<{ isGreen: boolean; failed: string[] }> {
  const project = suite.endsWith('.int.ts') ? 'int' : 'unit'
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const args = ['run', '--project', project, '--bail', '1', '--reporter', 'json', '--outputFile', report, suite]
  const child = spawn(join(ROOT, 'node_modules/.bin/vitest'), [...args, ...(test ? ['-t', test] : [])], {
    cwd: copy,
    stdio: 'ignore',
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}` },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { status: string; fullName: string }[] }[]
  }
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName.trim())
  return { isGreen: code === 0 && results.some(({ status }) => status === 'passed'), failed }
}
