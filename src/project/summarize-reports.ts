/**
 * The end of .ci/run, of whose output often only the last part is shown: names what failed, and why, then counts.
 * `node src/project/summarize-reports.ts [--failed STEP]... REPORT...`: reports are JSON as vitest writes it. The exit code is 0 only when
 * tests have passed, and nothing has failed or was skipped.
 */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'

/** What is used of JsonReporter's output in vitest/dist/chunks/cli-api. */
type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    /** Path of the file. */
    name: string
    status: 'passed' | 'failed'
    /** Of what failed outside its tests; may be empty. */
    message: string
    assertionResults: { ancestorTitles: string[]; title: string; status: string; failureMessages: string[] }[]
  }[]
}

/** Enough for an assertion, its difference and its place. */
const LINES_OF_A_MESSAGE = 15

const { values, positionals: files } = parseArgs({
  options: { failed: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
})
let [passed, failed, skipped] = [0, 0, 0]

for (const file of files) {
  if (!existsSync(file)) {
    fail(`${file} was not written`, 'Its step broke off before any test could be counted.')
    continue
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  passed += report.numPassedTests
  skipped += report.numPendingTests + report.numTodoTests
  for (const { name, status, message, assertionResults } of report.testResults) {
    const path = relative('.', name)
    const bad = assertionResults.filter((test) => test.status === 'failed')
    for (const { ancestorTitles, title, failureMessages } of bad)
      fail([path, ...ancestorTitles, title].filter(Boolean).join(' > '), failureMessages.join('\n'))
    if (status === 'failed' && bad.length === 0)
      fail(
        `${path}, outside its tests`,
        message || 'No message; a hook may have failed. The output of the run says more.',
      )
  }
}

if (values.failed.length > 0) console.log(`\nfailed steps: ${values.failed.join(', ')}`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = passed > 0 && failed === 0 && skipped === 0 && values.failed.length === 0 ? 0 : 1

function fail(what: string, message: string): void {
  failed += 1
  console.log(`\nFAILED ${what}`)
  const lines = stripVTControlCharacters(message).split('\n')
  for (const line of lines.slice(0, LINES_OF_A_MESSAGE)) console.log(`    ${line}`.trimEnd())
}
