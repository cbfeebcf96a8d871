import { createHash } from 'node:crypto'
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receive } from '../intake/receive.ts'
import { openTestIntake, type TestIntake } from '../intake/testing/open-test-intake.ts'
import { canonicalJson, hashEvent } from '../pipeline/audit.ts'
import { exportAuditHeads } from './audit-heads.ts'
import { exportPack, manifestSum } from './export-pack.ts'
import { MANIFEST, MANIFEST_SUM, type Manifest, type PackEvent } from './pack.ts'
import { postAnInvoice } from './testing/post-an-invoice.ts'
import { verifyPack } from './verify-pack.ts'

let intake: TestIntake
let folder: string
let pack: string
let posted: { id: string; tokens: string[] }
let copies = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-evidence-'))
  intake = await openTestIntake()
  await postAnInvoice(intake, { name: 'before', folder })
  posted = await postAnInvoice(intake, { name: 'R-2026-17', folder })
  await postAnInvoice(intake, { name: 'after', folder })
  await exportAuditHeads(intake.ports)
  pack = join(folder, 'pack')
  await exportPack(intake.ports, { invoiceId: posted.id, to: pack })
})
afterAll(async () => {
  await intake?.close()
  await rm(folder, { recursive: true, force: true })
})

async function copyPack(): Promise<string> {
  const copy = join(folder, `copy-${++copies}`)
  await cp(pack, copy, { recursive: true })
  return copy
}
const list = async (path: string) =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
const problemsOf = async (path: string) => (await verifyPack(path)).problems
const readManifest = async (path: string) => JSON.parse(await readFile(join(path, MANIFEST), 'utf8')) as Manifest

/** Changes a JSON file of a copy and makes manifest and sum fit again, as a forger with a text editor and sha256sum would. */
async function forge(file: string, changes: Record<string, unknown>): Promise<string[]> {
  const copy = await copyPack()
  const content = JSON.parse(await readFile(join(copy, file), 'utf8')) as object
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.')
    const last = steps.pop() as string
    const inner = steps.reduce((object, step) => (object as Record<string, object>)[step] as object, content)
    Object.assign(inner, { [last]: value })
  }
  await writeFile(join(copy, file), `${JSON.stringify(content, null, 2)}\n`)
  await reseal(copy)
  return await problemsOf(copy)
}
async function reseal(copy: string): Promise<void> {
  const manifest = await readManifest(copy)
  for (const path of Object.keys(manifest.files)) {
    const bytes = await readFile(join(copy, path))
    manifest.files[path] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
  }
  const content = `${JSON.stringify(manifest, null, 2)}\n`
  await writeFile(join(copy, MANIFEST), content)
  await writeFile(join(copy, MANIFEST_SUM), manifestSum(content))
}
async function forgeChain(change: (events: PackEvent[]) => PackEvent[]): Promise<string[]> {
  const copy = await copyPack()
  const lines = (await readFile(join(copy, 'chain.jsonl'), 'utf8')).trim().split('\n')
  const events = change(lines.map((line) => JSON.parse(line) as PackEvent))
  await writeFile(join(copy, 'chain.jsonl'), events.map((event) => `${canonicalJson(event)}\n`).join(''))
  await reseal(copy)
  return await problemsOf(copy)
}
/** Makes every hash fit again. */
function rehash(events: PackEvent[]): PackEvent[] {
  let previousHash = events[0]?.previousHash ?? ''
  return events.map(({ hash: _, ...event }) => {
    const hash = hashEvent({ ...event, at: new Date(event.at), previousHash })
    const rehashed = { ...event, previousHash, hash }
    previousHash = hash
    return rehashed
  })
}

describe('an evidence pack', () => {
  test('holds everything about the invoice, and checks', async () => {
    const { problems, head, manifest } = await verifyPack(pack)
    expect(problems).toEqual([])
    expect(manifest?.notes).toEqual([])
    expect(head?.company).toBe('acme')
    const files = await list(pack)
    expect(files.map((file) => file.replace(/[0-9a-f]{64}/, 'HASH'))).toEqual([
      'README.txt',
      'chain.jsonl',
      'decisions.json',
      'delivery.json',
      'head.json',
      'manifest.json',
      'manifest.sha256',
      'messages.json',
      'original/HASH.pdf',
      'pages/page-1.webp',
      'pages/transcript.json.gz',
      'postings.json',
      'record.json',
      'supporting/HASH.xml',
    ])
    const record = JSON.parse(await readFile(join(pack, 'record.json'), 'utf8'))
    expect(record).toMatchObject({ status: 'posted', approvedBy: 'boss@acme.example' })
    expect(record.draft.fields.invoiceNumber).toMatchObject({ value: 'R-2026-17', source: 'person' })
    expect(record.draft.fields.grossTotal.place).toMatchObject({ page: 1 })
  })

  test('holds no secret of a decision link, neither as it was sent nor as a hash', async () => {
    for (const file of await list(pack)) {
      const content = await readFile(join(pack, file), 'latin1')
      for (const token of posted.tokens) {
        expect(content).not.toContain(token)
        expect(content).not.toContain(createHash('sha256').update(token).digest('hex'))
      }
    }
    expect(await readFile(join(pack, 'messages.json'), 'utf8')).toContain('/decide/…')
  })

  test('of an invoice that has just arrived checks too, and says what is not there yet', async () => {
    const spool = await intake.spool.take(stream('%PDF-1.7 fresh'), { name: 'x', limit: 1e6 })
    const files = [{ name: 'fresh.pdf', declaredType: '', spool }]
    const { delivery } = await receive(intake.ports, { companyId: 'acme', channel: 'folder', envelope: {}, files })
    const to = join(folder, 'fresh')
    const { notes } = await exportPack(intake.ports, { invoiceId: delivery.parts[0]?.invoiceId as string, to })
    expect(notes.join()).toContain('was not exported since')
    expect(await problemsOf(to)).toEqual([])
  })

  test('is not written over what is in a folder, and a failed one leaves nothing', async () => {
    await expect(exportPack(intake.ports, { invoiceId: posted.id, to: pack })).rejects.toMatchObject({
      code: 'config.invalid',
    })
    const to = join(folder, 'nothing')
    await expect(exportPack(intake.ports, { invoiceId: 'nobody', to })).rejects.toMatchObject({
      code: 'pipeline.not-found',
    })
    await expect(readdir(to)).rejects.toThrow('ENOENT')
  })
})

describe('a changed pack', () => {
  test('is found out by any changed byte of any file', async () => {
    for (const file of await list(pack)) {
      const original = await readFile(join(pack, file))
      const places = new Set([0, 1, Math.floor(original.length / 2), original.length - 2, original.length - 1])
      const copy = await copyPack()
      for (const place of places) {
        const changed = Buffer.from(original)
        changed[place] = (changed[place] ?? 0) ^ 0x01
        await writeFile(join(copy, file), changed)
        expect(await problemsOf(copy), `${file}, byte ${place}`).not.toEqual([])
      }
      await writeFile(join(copy, file), original)
      await appendFile(join(copy, file), ' ')
      expect(await problemsOf(copy), `${file} with a blank more`).not.toEqual([])
      await unlink(join(copy, file))
      expect(await problemsOf(copy), `without ${file}`).not.toEqual([])
      await rm(copy, { recursive: true })
    }
  })

  test('is found out by a file that does not belong to it, and by a link in place of a file', async () => {
    const more = await copyPack()
    await writeFile(join(more, 'original', 'more.pdf'), 'x')
    expect(await problemsOf(more)).toEqual([expect.stringContaining('does not belong')])
    const link = await copyPack()
    await unlink(join(link, 'postings.json'))
    await symlink(join(pack, 'postings.json'), join(link, 'postings.json'))
    expect(await problemsOf(link)).toContain('postings.json is no plain file.')
  })

  test('never leads out of its folder', async () => {
    const copy = await copyPack()
    const manifest = await readManifest(copy)
    manifest.files['../../etc/passwd'] = { sha256: '0'.repeat(64), bytes: 1 }
    await writeFile(join(copy, MANIFEST), JSON.stringify(manifest))
    expect((await problemsOf(copy)).join()).toContain('no evidence pack')
  })

  test('whose hashes were all made to fit again is found out by what the events say', async () => {
    const nothing = '0'.repeat(64)
    const findings: [string, string[]][] = [
      ['events lead to posted', await forge('record.json', { status: 'paid' })],
      ['grossTotal', await forge('record.json', { 'draft.fields.grossTotal.value': '1.00' })],
      [
        'iban',
        await forge('record.json', {
          'draft.fields.iban': { value: 'X', confidence: 1, source: 'x', satisfies: [], alternatives: [] },
        }),
      ],
      ['dueDate', await forge('record.json', { 'draft.fields.dueDate': undefined })],
      ['approval', await forge('record.json', { approvedBy: 'somebody@acme.example' })],
      ['not the document', await forge('record.json', { 'original.sha256': nothing })],
      ['another invoice', await forge('record.json', { invoice: 'other' })],
      ['receipt of csv', await forge('postings.json', { '0.receipt.at': 'never' })],
      ['receipt of csv', await forge('postings.json', { '0.state': 'refused' })],
      ['not of this invoice', await forge('postings.json', { '0.key': 'other-v1-csv' })],
      ['decision of boss', await forge('decisions.json', { '0.comment': 'no', '1.comment': 'no' })],
      ['is missing', await forge('decisions.json', { '0.decision': null, '1.decision': null })],
      ['not what arrived', await forge('delivery.json', { digest: nothing })],
      ['No part', await forge('delivery.json', { 'parts.0.invoice': null })],
      ['was exported on', await forge('head.json', { hash: nothing })],
    ]
    for (const [expected, problems] of findings) expect(problems.join('\n'), expected).toContain(expected)
  })

  test('whose audit trail was forged is found out, link by link and by the exported head', async () => {
    const approve = (events: PackEvent[]) => events.findIndex(({ kind }) => kind === 'invoice.approve')
    const asSomebody = (events: PackEvent[]) =>
      events.map((event, index) => (index === approve(events) ? { ...event, actor: 'x' } : event))
    const without = (events: PackEvent[]) => events.filter((_, index) => index !== approve(events))
    expect((await forgeChain(asSomebody)).join()).toContain('was changed at or before event')
    expect((await forgeChain(without)).join()).toContain('was changed at or before event')
    expect((await forgeChain((events) => rehash(asSomebody(events)))).join()).toContain('was exported on')
    expect((await forgeChain((events) => events.slice(0, -1))).join()).toContain('and not at the exported one')
    expect((await forgeChain((events) => events.slice(1))).join()).toContain('arrival of the delivery is not')
    expect((await forgeChain(() => [])).join()).toContain('is empty')
  })
})

async function* stream(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content)
}
