/** A bounded part of `npm run bench -- hostile`: each family with some of its files, the costly ones left to the bench. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { openHostileReader } from '../bench/try-hostile.ts'

// Of each family this many, spread over it.
const EACH = 6
const FILES = [...Map.groupBy(HOSTILE_FILES, ({ family }) => family).values()].flatMap((family) =>
  family.filter((_, index) => index % Math.ceil(family.length / EACH) === 0),
)
// The hardening rules; a machine with other work gets the same answers later.
const MOST_MILLISECONDS = 120_000
const MOST_MEGABYTES = 1024
const MOST_DELAY_MILLISECONDS = 100

let folder: string
let reader: ReturnType<typeof openHostileReader>
const delay = monitorEventLoopDelay({ resolution: 10 })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-hostile-'))
  reader = openHostileReader({ processes: 2, folder })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

describe('a hostile file ends in a named state, within the limits', () => {
  test.each(FILES)('$trick: $name', { timeout: 3 * MOST_MILLISECONDS }, async ({ name, make, expect: expected }) => {
    const path = join(folder, name)
    await writeFile(path, await make())
    delay.enable()
    const { met, state, detail, milliseconds, megabytes } = await reader.tryFile(path, expected)
    delay.disable()
    expect(met, `${state}: ${detail}`).toBe(true)
    expect(milliseconds).toBeLessThan(MOST_MILLISECONDS)
    expect(megabytes).toBeLessThan(MOST_MEGABYTES)
  })

  test('good invoices that were read at the same time are unharmed, and the process went on answering', () => {
    expect(reader.neighbours()).toEqual({ read: FILES.length, harmed: 0 })
    expect(delay.percentile(99) / 1e6).toBeLessThan(MOST_DELAY_MILLISECONDS)
  })
})
