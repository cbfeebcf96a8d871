import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openLarge } from './installation.ts'
import { runTorture } from './run-torture.ts'

vi.setConfig({ testTimeout: 1_200_000 })

const seed = new Date().toISOString().slice(0, 10)

test(`server and workers killed, PostgreSQL killed, Redis wiped, S3 stopped: nothing is lost, nothing posted twice, and work goes on within a minute (seed ${seed})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'billhook-torture-'))
  const lines: string[] = []
  const installation = await openLarge(folder)
  try {
    const options = { kills: 4, outages: 1, seed, folder, installation }
    const report = await runTorture({ ...options, log: (line) => lines.push(line) })
    expect(report.problems, `seed ${seed}, ${folder}\n${lines.join('\n')}`).toEqual([])
    expect(report.posted).toBeGreaterThan(0)
    for (const { outage, acknowledged, worked } of report.resumptions) {
      expect(acknowledged, `${outage}: acknowledges again`).toBeLessThan(60_000)
      expect(worked, `${outage}: works again`).toBeLessThan(60_000)
    }
  } finally {
    await installation.stop()
  }
  rmSync(folder, { recursive: true, force: true })
})
