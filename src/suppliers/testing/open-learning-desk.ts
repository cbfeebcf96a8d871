import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { OWN } from '../../../fixtures/own.ts'
import type { InvoiceTruth } from '../../../fixtures/truth.ts'
import type { FieldName } from '../../../schemas/draft.ts'
import type { Transcript } from '../../../schemas/transcript.ts'
import { openTestDatabase } from '../../database/open-test-database.ts'
import { extract } from '../../extraction/index.ts'
import { learnLessons } from '../../extraction/lessons/learn-lessons.ts'
import { readStack } from '../../extraction/stacks/index.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../../http/testing/records.ts'
import { openFolderStore } from '../../object-store/folder.ts'
import { derivedKey } from '../../object-store/index.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import { runStage } from '../../pipeline/run-stage.ts'
import { openDocumentReader } from '../../recognition/index.ts'
import { accept } from '../../review/accept.ts'
import { correct } from '../../review/correct.ts'
import { extract as extractStage } from '../../stages/extract.ts'
import type { StagePorts } from '../../stages/ports.ts'
import { TRANSCRIPT_NAME } from '../../stages/recognize.ts'
import { validate as validateStage } from '../../stages/validate.ts'
import { learnFromInvoice } from '../learn-from-invoice.ts'

const CLERK = 'clerk@brightwater.example'
const TRIES = { attempts: 1, timeoutMs: 60_000, backoffMs: [] }

/** A clerk's desk with everything behind it that suppliers need: embedded PostgreSQL, a store, the stages from the words of a document on. */
export async function openLearningDesk() {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-learning-'))
  const opened = await openTestDatabase()
  const objects = await openFolderStore({ folder: join(folder, 'objects') })
  const reader = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
  const { db } = opened
  const clock = startClock()
  const company = await insertCompany(db, { own: OWN })
  const ports = {
    db,
    objects,
    now: clock.now,
    newId,
    dispatch: async () => {},
    log: () => {},
    publicUrl: 'http://billhook.example',
    temporaryFolder: folder,
    documentReader: async () => reader,
    extract: async (transcript, context) => extract(transcript, context),
    readStack: async (transcript, context) => readStack(transcript, context),
    connectorsOf: () => [],
    learn: async (input: Parameters<typeof learnLessons>[0]) => learnLessons(input),
  } satisfies StagePorts & { learn: unknown }

  async function recognize(pdf: Buffer): Promise<Transcript> {
    const path = join(folder, `${newId()}.pdf`)
    await writeFile(path, pdf)
    const result = await reader.recognize({ path, name: 'bill.pdf' }, { pageImages: false })
    if (!result.ok) throw new Error(`a generated bill could not be read: ${result.unreadable.message}`)
    return result.transcript
  }

  return {
    db,
    company,
    ports,
    recognize,
    /** Brings a document to where it waits for a person, or went on by itself. */
    async bringIn(pdf: Buffer): Promise<InvoiceRow> {
      const invoice = await insertInvoice(db, { company, status: 'recognized', values: {}, content: pdf })
      const transcript = gzipSync(JSON.stringify(await recognize(pdf)))
      const key = derivedKey(invoice.original_sha256, TRANSCRIPT_NAME)
      const sha256 = createHash('sha256').update(transcript).digest('hex')
      await objects.put(key, transcript, { sha256, mediaType: 'application/gzip' })
      for (const [stage, run] of [
        ['extract', extractStage],
        ['validate', validateStage],
      ] as const) {
        await db.updateTable('invoice').set({ due_at: clock.now() }).where('id', '=', invoice.id).execute()
        const { version } = await readInvoice(db, invoice.id)
        await runStage(ports, { stage, invoiceId: invoice.id, version }, { run: run as never, tries: TRIES })
      }
      const after = await readInvoice(db, invoice.id)
      if (after.failure) throw new Error(after.failure.message)
      return after
    },
    /** Corrects what differs from the truth and accepts; then what there is to learn is learned. */
    async confirm(invoice: InvoiceRow, truth: Pick<InvoiceTruth, 'type' | 'fields' | 'implied'>): Promise<void> {
      const right: Partial<Record<FieldName, string>> = { ...truth.implied, ...truth.fields }
      const wrong = Object.keys(invoice.draft?.fields ?? {}).filter((field) => !(field in right))
      const fields = { ...right, ...Object.fromEntries(wrong.map((field) => [field, null])) }
      const target = { companyId: company.id, invoiceId: invoice.id, actor: CLERK }
      const { version } = await correct(ports, {
        ...target,
        version: invoice.version,
        correction: { type: truth.type, fields },
      })
      await accept(ports, { ...target, version })
      await learnFromInvoice(ports, invoice.id)
    },
    async close() {
      await reader.close()
      await objects.close()
      await opened.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type LearningDesk = Awaited<ReturnType<typeof openLearningDesk>>
