import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asJson } from '../../database/json.ts'
import { openTestDatabase } from '../../database/open-test-database.ts'
import type { Work } from '../../job-queue/index.ts'
import { openFolderStore } from '../../object-store/folder.ts'
import type { ReceivePorts } from '../receive.ts'
import { openSpool } from '../spool.ts'

/** A real database, a real folder of objects and a spool, with the companies `acme` and `globex`; one for each test file. */
export async function openTestIntake() {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-intake-'))
  const database = await openTestDatabase()
  const objects = openFolderStore({ folder: join(folder, 'objects') })
  const spoolFolder = join(folder, 'spool')
  const spool = await openSpool({ folder: spoolFolder })
  const dispatched: Work[] = []
  let ids = 0
  const ports: ReceivePorts = {
    db: database.db,
    objects,
    now: () => new Date('2026-11-21T10:00:00.000Z'),
    newId: () => `id-${String(++ids).padStart(6, '0')}`,
    dispatch: async (work) => void dispatched.push(work),
  }
  for (const id of ['acme', 'globex']) {
    const own = asJson({ names: [], vatIds: [], ibans: [] })
    const policy = asJson({ rules: [], linkHours: 1 })
    const company = { id, name: id, own, policy, connectors: asJson([]), created_at: ports.now() }
    await database.db.insertInto('company').values(company).execute()
  }
  return {
    ports,
    db: database.db,
    objects,
    spool,
    spoolFolder,
    dispatched,
    async close() {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type TestIntake = Awaited<ReturnType<typeof openTestIntake>>

/** As much of a PDF as intake looks at; different for every text. */
export function fakePdf(text: string): Buffer {
  return Buffer.from(`%PDF-1.7\n% ${text}\n%%EOF\n`)
}

/** A PNG header of the given size; intake decodes nothing. */
export function fakePng(width: number, height: number): Buffer {
  const png = Buffer.alloc(64)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(png)
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

export const XML_INVOICE = Buffer.from('<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl"/>')
