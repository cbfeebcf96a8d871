import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const PROGRAM = `
import { restartLean } from ${JSON.stringify(new URL('./restart-lean.ts', import.meta.url))}
restartLean()
console.log(JSON.stringify({
  pid: process.pid,
  given: process.argv.slice(2),
  node: process.execArgv,
  arenas: process.env.MALLOC_ARENA_MAX,
  own: process.env.OWN,
}))
`

async function run(environment: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-lean-'))
  try {
    const program = join(folder, 'program.mjs')
    await writeFile(program, PROGRAM)
    const child = spawn(process.execPath, ['--no-warnings', program, 'serve', 'a b'], { env: environment })
    const said = JSON.parse(await text(child.stdout)) as Record<string, unknown>
    return { said, pid: child.pid }
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.runIf(process.platform === 'linux')(
  'a service goes on as the same process, with the same arguments and settings, and keeps less memory',
  async () => {
    const { said, pid } = await run({ OWN: 'yes' })
    expect(said).toEqual({
      pid,
      given: ['serve', 'a b'],
      node: ['--no-warnings', '--max-semi-space-size=4'],
      arenas: '2',
      own: 'yes',
    })
  },
)

test('who has chosen how memory is kept is left alone', async () => {
  const { said } = await run({ MALLOC_ARENA_MAX: '8' })
  expect(said).toMatchObject({ arenas: '8', node: ['--no-warnings'] })
})
