/** What is promised of a child holds where bubblewrap is not installed, too: the pool's own tests, on a system that has none. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ISOLATED, isIsolating } from './start-child.ts'

/** Everything as it is, but for that program, which is an empty file there. */
const WITHOUT = ['--dev-bind', '/', '/', '--ro-bind', '/dev/null', ISOLATED.command, '--']

test('limits of time, memory and output hold without bubblewrap', { timeout: 300_000 }, async () => {
  const ask = `import(${JSON.stringify(new URL('./start-child.ts', import.meta.url))}).then((room) => console.log(room.isIsolating()))`
  const { stdout, stderr } = spawnSync(ISOLATED.command, [...WITHOUT, process.execPath, '-e', ask], {
    encoding: 'utf8',
  })
  expect([isIsolating(), stdout.trim()], stderr).toEqual([true, 'false'])

  const tests = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'src/sandbox/index.test.ts']
  const ran = await promisify(execFile)(ISOLATED.command, [...WITHOUT, process.execPath, ...tests], {
    env: { ...process.env, NO_COLOR: '1' },
  })
  expect(ran.stdout).toMatch(/Tests\s+(\d+) passed \(\1\)/)
})
