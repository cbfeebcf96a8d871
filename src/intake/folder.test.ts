import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BillhookError } from '../errors.ts'
import { type FolderPorts, openFolderIntake, startFolderIntake } from './folder.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import { fakePdf, openTestIntake, type TestIntake } from './testing/open-test-intake.ts'

let intake: TestIntake
let folder: string
let clock = Date.parse('2026-11-21T10:00:00.000Z')
const logged: string[] = []
beforeAll(async () => {
  intake = await openTestIntake()
})
afterAll(() => intake?.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-inbox-'))
  logged.length = 0
  return () => rm(folder, { recursive: true, force: true })
})

const portsOf = (): FolderPorts => ({
  ...intake.ports,
  spool: intake.spool,
  now: () => new Date(clock),
  log: (message, details) => void logged.push(`${message} ${JSON.stringify(details)}`),
})
const open = (ports: Partial<FolderPorts> = {}) =>
  openFolderIntake({ ...portsOf(), ...ports }, { folder, settleMs: 3_000 })
async function drop(path: string, content: Buffer | string): Promise<string> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), content)
  return join(folder, path)
}
/** Two looks with the time between them that a file needs to count as complete. */
async function lookTwice(watcher: { look(): Promise<void> }): Promise<void> {
  await watcher.look()
  clock += 3_000
  await watcher.look()
}
const list = async (path: string) => (await readdir(join(folder, path)).catch(() => [])).sort()
const deliveriesOf = (companyId: string) =>
  intake.db
    .selectFrom('delivery')
    .innerJoin('delivery_part', 'delivery_part.delivery_id', 'delivery.id')
    .select(['channel', 'file_name', 'disposition', 'sha256'])
    .where('company_id', '=', companyId)
    .orderBy('delivery.id')
    .execute()
const namesOf = async (companyId: string) => (await deliveriesOf(companyId)).map((row) => row.file_name)

describe('a file put into the inbox of a company', () => {
  test('becomes an invoice of that company and is moved away, under a name of its own', async () => {
    await drop('acme/Rechnung März.pdf', fakePdf('folder 1'))
    await lookTwice(open())
    const delivery = (await deliveriesOf('acme')).find((row) => row.file_name === 'Rechnung März.pdf')
    expect(delivery).toMatchObject({ channel: 'folder', disposition: 'invoice' })
    expect(await list('acme')).toEqual(['taken'])
    expect(await list('acme/taken')).toEqual([`${delivery?.sha256.slice(0, 12)}-Rechnung März.pdf`])
  })

  test('is left alone while somebody writes to it, however long that takes', async () => {
    const watcher = open()
    const path = await drop('acme/growing.pdf', fakePdf('first half'))
    for (let written = 1; written <= 3; written++) {
      await lookTwice(watcher)
      await writeFile(path, fakePdf(`${written} more`), { flag: 'a' })
      await watcher.look()
      clock += 2_999
      await watcher.look()
      expect(await list('acme')).toContain('growing.pdf')
    }
  })

  test('counts as unfinished by its name, whatever its age', async () => {
    const names = ['a.pdf.part', 'b.tmp', '.hidden.pdf', '~$c.pdf', 'd.pdf.crdownload']
    for (const name of names) await drop(`acme/${name}`, fakePdf(name))
    const watcher = open()
    await lookTwice(watcher)
    await lookTwice(watcher)
    expect(await list('acme')).toEqual([...names].sort())
  })

  test('that is empty has a minute to be filled before it is taken for what it is', async () => {
    const path = await drop('acme/touched.pdf', '')
    const watcher = open()
    await lookTwice(watcher)
    expect(await list('acme')).toContain('touched.pdf')
    await writeFile(path, fakePdf('filled at last'))
    await lookTwice(watcher)
    expect(await namesOf('acme')).toContain('touched.pdf')
    expect((await deliveriesOf('acme')).find((row) => row.file_name === 'touched.pdf')?.disposition).toBe('invoice')
  })

  test('stays while the records are out of reach, and is taken once when they are back', async () => {
    const path = await drop('acme/outage.pdf', fakePdf('outage'))
    let out = true
    const objects: typeof intake.objects = {
      ...intake.objects,
      put: async (...args) => {
        if (out) throw new BillhookError('object-store.unavailable', 'out')
        return intake.objects.put(...args)
      },
    }
    const watcher = open({ objects })
    await lookTwice(watcher)
    expect(await readFile(path)).toEqual(fakePdf('outage'))
    expect(logged.join()).toContain('left for now')
    out = false
    await watcher.look()
    await lookTwice(watcher)
    expect((await namesOf('acme')).filter((name) => name === 'outage.pdf')).toHaveLength(1)
  })

  test('that was committed but not yet moved when the process died is moved, and no second delivery', async () => {
    const path = await drop('acme/died.pdf', fakePdf('died'))
    await lookTwice(open())
    await writeFile(path, fakePdf('died'))
    await lookTwice(open())
    expect((await namesOf('acme')).filter((name) => name === 'died.pdf')).toHaveLength(1)
    expect((await list('acme/taken')).filter((name) => name.endsWith('died.pdf'))).toHaveLength(1)
  })

  test('that changes while it is read is not taken', async () => {
    const path = await drop('acme/changing.pdf', fakePdf('before'))
    const spool: typeof intake.spool = {
      take: async (stream, about) => {
        const spooled = await intake.spool.take(stream, about)
        await writeFile(path, fakePdf('after, and longer'))
        return spooled
      },
    }
    await lookTwice(open({ spool }))
    expect(await namesOf('acme')).not.toContain('changing.pdf')
    expect(await readFile(path)).toEqual(fakePdf('after, and longer'))
  })

  test('may lie in folders of its own; they are looked into', async () => {
    await drop('acme/2026/november/nested.pdf', fakePdf('nested'))
    await lookTwice(open())
    expect(await namesOf('acme')).toContain('nested.pdf')
    expect((await list('acme/taken')).join()).toContain('nested.pdf')
  })

  test('is never a link to a file outside', async () => {
    const secret = join(folder, '.secret')
    await writeFile(secret, fakePdf('secret'))
    await mkdir(join(folder, 'acme'))
    await symlink(secret, join(folder, 'acme', 'link.pdf'))
    await symlink('/etc', join(folder, 'acme', 'etc'))
    await lookTwice(open())
    expect(await namesOf('acme')).not.toContain('link.pdf')
    expect(await readFile(secret)).toEqual(fakePdf('secret'))
  })
})

describe('a file that can never be accepted', () => {
  test('of a company that is not here is set aside with the reason', async () => {
    await drop('nobody/x.pdf', fakePdf('nobody'))
    await lookTwice(open())
    const [kept, reason] = await list('nobody/refused')
    expect(kept).toMatch(/x\.pdf$/)
    expect(await readFile(join(folder, 'nobody/refused', reason as string), 'utf8')).toContain('no company "nobody"')
    expect(await readFile(join(folder, 'nobody/refused', kept as string))).toEqual(fakePdf('nobody'))
  })

  test('because it is too large is set aside with the limit', async () => {
    const path = await drop('acme/large.pdf', 'x')
    await truncate(path, MAX_FILE_BYTES + 1)
    await lookTwice(open())
    const [, reason] = await list('acme/refused')
    expect(await readFile(join(folder, 'acme/refused', reason as string), 'utf8')).toContain('larger than 25 MB')
    expect(await namesOf('acme')).not.toContain('large.pdf')
  })

  test('because it lies beside the companies gets a note, once, and stays', async () => {
    await drop('stray.pdf', fakePdf('stray'))
    const watcher = open()
    await lookTwice(watcher)
    await lookTwice(watcher)
    expect(await list('')).toEqual(['stray.pdf', 'stray.pdf.reason.txt'])
  })
})

test('a file that is taken but cannot be moved away blocks no other, makes no second delivery, and is complained about once', async () => {
  await drop('globex/a.pdf', fakePdf('stuck'))
  await drop('globex/taken', fakePdf('a file where the folder should be'))
  await drop('acme/b-fine.pdf', fakePdf('fine'))
  const watcher = open()
  await lookTwice(watcher)
  await lookTwice(watcher)
  expect(await namesOf('acme')).toContain('b-fine.pdf')
  expect((await namesOf('globex')).sort()).toEqual(['a.pdf', 'taken'])
  const complaints = logged.filter((line) => line.includes('stays in the inbox'))
  expect(complaints).toHaveLength(2)
  expect(await list('globex')).toEqual(['a.pdf', 'taken'])
})

test('the watch takes what lies there at its start, and ends when it is told to', async () => {
  const path = await drop('acme/watched.pdf', fakePdf('watched'))
  await utimes(path, 0, 0)
  const watch = startFolderIntake({ ...portsOf(), now: () => new Date() }, { folder, settleMs: 1, everyMs: 10 })
  await expect.poll(() => list('acme/taken'), { timeout: 20_000 }).toHaveLength(1)
  await watch.stop()
})
