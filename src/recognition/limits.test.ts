import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoicePdf } from '../../fixtures/hostile/invoice-pdf.ts'
import { type DocumentReader, openDocumentReader } from './index.ts'

let folder: string
let reader: DocumentReader
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-limits-'))
  reader = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

async function save(name: string, content: Uint8Array): Promise<{ path: string; name: string }> {
  const path = join(folder, name)
  await writeFile(path, content)
  return { path, name }
}

const drawBlank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'white' } })
    .png({ compressionLevel: 1 })
    .toBuffer()

test('a picture of more than 100 megapixels is too large, one of 20,000 pixels a side is not', async () => {
  const large = await save('large.png', await drawBlank(10_001, 10_000))
  expect(await reader.identify(large)).toMatchObject({ unreadable: { code: 'too-large' } })
  expect(await reader.recognize(large)).toMatchObject({ unreadable: { code: 'too-large' } })
  const long = await save('long.png', await drawBlank(20_000, 200))
  expect(await reader.identify(long)).toMatchObject({ ok: true })
})

test('a picture of more than 20,000 pixels a side is too large in either direction', async () => {
  for (const [width, height] of [
    [20_001, 200],
    [200, 20_001],
  ] as const)
    expect(await reader.identify(await save('strip.png', await drawBlank(width, height)))).toMatchObject({
      unreadable: { code: 'too-large' },
    })
})

test('a file of more than 200 megabytes is too large to be opened', async () => {
  const file = await save('heavy.pdf', Buffer.concat([invoicePdf(), Buffer.alloc(200e6)]))
  expect(await reader.identify(file)).toMatchObject({ unreadable: { code: 'too-large' } })
})

type Process = { pid: number; parent: number; command: string }

/** The processes below this one in which documents are opened. */
async function listChildren(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const processes = new Map((await Promise.all(pids.map(readProcess))).map((process) => [process.pid, process]))
  const isBelow = (one: Process | undefined): boolean =>
    one !== undefined && (one.parent === process.pid || isBelow(processes.get(one.parent)))
  return [...processes.values()].filter((one) => /^\S*node .*recognition\/child\.ts/.test(one.command) && isBelow(one))
}

async function readProcess(pid: string): Promise<Process> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')
  const parent = /^\d+ \(.*\) \S (\d+)/s.exec(await read('stat'))?.[1] ?? '0'
  return { pid: Number(pid), parent: Number(parent), command: (await read('cmdline')).replaceAll('\0', ' ') }
}

test.runIf(process.platform === 'linux')('a child has 512 megabytes', async () => {
  await reader.identify(await save('invoice.pdf', invoicePdf()))
  const commands = (await listChildren()).map(({ command }) => command)
  expect(commands.length).toBeGreaterThan(0)
  for (const command of commands) expect(command).toContain('--max-old-space-size=512 ')
})

test.runIf(process.platform === 'linux')(
  'a child is replaced after a thousand tasks',
  { timeout: 300_000 },
  async () => {
    const before = new Set((await listChildren()).map(({ pid }) => pid))
    const own = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
    const file = await save('invoice.pdf', invoicePdf())
    const seen: number[][] = []
    const look = async () => seen.push((await listChildren()).map(({ pid }) => pid).filter((pid) => !before.has(pid)))
    await own.identify(file)
    await look()
    for (let count = 0; count < 1000; count += 1) await own.identify(file)
    await look()
    await own.close()
    expect(seen[0]?.length).toBeGreaterThan(0)
    expect(seen[1]?.filter((pid) => !seen[0]?.includes(pid))).toHaveLength(1)
  },
)
