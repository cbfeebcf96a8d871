import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openEmbedded } from './installation.ts'
import { runTorture } from './run-torture.ts'

// Under a minute alone on two cores; other suites may use them meanwhile.
vi.setConfig({ testTimeout: 600_000 })

/** Of the day, so that every day tries another one; a failure names it. */
const seed = new Date().toISOString().slice(0, 10)

test(`killed twice while the world goes on, nothing is lost and nothing is posted twice (seed ${seed})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'billhook-torture-'))
  const lines: string[] = []
  const installation = await openEmbedded(folder)
  const report = await runTorture({
    kills: 2,
    seed,
    restMs: 1500,
    folder,
    installation,
    log: (line) => lines.push(line),
  })
  expect(report.problems, `seed ${seed}, ${folder}\n${lines.join('\n')}`).toEqual([])
  expect(report.delivered).toBeGreaterThan(0)
  expect(report.posted).toBeGreaterThan(0)
  rmSync(folder, { recursive: true, force: true })
})
