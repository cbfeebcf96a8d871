/** A bounded part of `npm run bench -- hostile`: each family with some of its files, the costly ones left to the bench. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { type HostileService, openHostileService } from '../bench/try-hostile.ts'

// Of each family this many, spread over it.
const EACH = 6
const FILES = [...Map.groupBy(HOSTILE_FILES, ({ family }) => family).values()].flatMap((family) =>
  family.filter((_, index) => index % Math.ceil(family.length / EACH) === 0),
)
// The hardening rules. How long it takes is the bench's to say: a machine with other work gets the same answers later.
const MOST_MEGABYTES = 1024
const SLOW = { timeout: 600_000 }

let folder: string
let service: HostileService

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-hostile-'))
  service = await openHostileService(folder)
})
afterAll(async () => {
  await service?.close()
  await rm(folder, { recursive: true })
})

describe('a hostile file ends in a named state, within the limits', () => {
  test.each(FILES)('$trick: $name', SLOW, async ({ name, make, expect: expected }) => {
    const { met, state, detail, megabytes } = await service.tryFile({ name, content: await make() }, expected)
    expect(met, `${state}: ${detail}`).toBe(true)
    expect(megabytes).toBeLessThan(MOST_MEGABYTES)
  })

  test('good invoices that arrived at the same time are unharmed', async () => {
    // one more, with which the server was tried before
    expect(service.neighbours()).toEqual({ read: FILES.length + 1, harmed: [] })
  })
})
