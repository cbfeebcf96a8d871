import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openConnectors } from '../../accounting/registry.ts'
import { decide } from '../../approvals/decide.ts'
import { asJson } from '../../database/json.ts'
import { makeDraft, PLAIN_BILL, readInvoice } from '../../http/testing/records.ts'
import { routeBill } from '../../http/testing/route-bill.ts'
import { receive } from '../../intake/receive.ts'
import { fakePdf, type TestIntake } from '../../intake/testing/open-test-intake.ts'
import { derivedKey } from '../../object-store/index.ts'
import { type Move, move } from '../../pipeline/move.ts'
import { runStage } from '../../pipeline/run-stage.ts'
import { summaryOf } from '../../pipeline/summary.ts'
import { accept } from '../../review/accept.ts'
import { correct } from '../../review/correct.ts'
import { loadCompany } from '../../stages/company.ts'
import type { StagePorts } from '../../stages/ports.ts'
import { post } from '../../stages/post.ts'

/**
 * An invoice with its whole life: arrived as an upload with a supporting XML beside it, read, corrected, accepted, approved by its link and
 * posted to CSV. Only the reading is made up. @returns its id.
 */
export async function postAnInvoice(intake: TestIntake, { name, folder }: { name: string; folder: string }) {
  const { db, objects, ports } = intake
  const { now } = ports
  await db
    .updateTable('company')
    .set({ connectors: asJson([{ kind: 'csv' as const }]) })
    .where('id', '=', 'acme')
    .execute()
  const files = []
  for (const [fileName, content] of [
    [`${name} <b>&.pdf`, fakePdf(name)],
    ['note.xml', Buffer.from(`<?xml version="1.0"?><note>${name}</note>`)],
  ] as const) {
    const spool = await intake.spool.take(toStream(content), { name: fileName, limit: 1e6 })
    files.push({ name: fileName, declaredType: '', spool })
  }
  const envelope = { by: 'clerk@acme.example' }
  const { delivery } = await receive(ports, { companyId: 'acme', channel: 'http-upload', envelope, files })
  const id = delivery.parts.find(({ invoiceId }) => invoiceId !== null)?.invoiceId as string
  const step = async (request: Pick<Move, 'outcome' | 'patch' | 'data'>) => {
    await move({ db, now }, { invoice: await readInvoice(db, id), actor: `stage:${request.outcome}`, ...request })
  }
  const { original_sha256: sha256 } = await readInvoice(db, id)
  await step({ outcome: 'identified', patch: { page_count: 1 } })
  for (const [derived, content] of [
    ['page-1.webp', Buffer.from(`a picture of ${name}`)],
    ['transcript.json.gz', gzipSync('{}')],
  ] as const) {
    const hash = createHash('sha256').update(content).digest('hex')
    await objects.put(derivedKey(sha256, derived), content, { sha256: hash, mediaType: 'image/webp' })
  }
  await step({ outcome: 'recognized' })
  const draft = makeDraft({ ...PLAIN_BILL, invoiceNumber: `${name}-misread` })
  const fields = Object.fromEntries(Object.entries(draft.fields).map(([field, read]) => [field, read?.value]))
  await step({ outcome: 'extracted', patch: { draft: asJson(draft), ...summaryOf(draft) }, data: { fields } })
  await step({ outcome: 'doubtful' })
  const target = { companyId: 'acme', invoiceId: id, actor: 'clerk@acme.example' }
  const { version } = await correct(ports, { ...target, version: 4, correction: { fields: { invoiceNumber: name } } })
  await accept(ports, { ...target, version })
  const company = await loadCompany(db, 'acme')
  const routing = {
    invoice: await readInvoice(db, id),
    company,
    approvers: ['boss@acme.example', 'other@acme.example'],
  }
  const { tokens } = await routeBill({ db, now, publicUrl: () => 'http://billhook.example' }, routing)
  await decide({ db, now }, { token: tokens[0] as string, decision: 'approve', comment: 'fine' })
  const approved = await readInvoice(db, id)
  const stagePorts = {
    ...ports,
    log: () => {},
    connectorsOf: () => openConnectors(company, { folder: join(folder, 'books'), now }),
  } as unknown as StagePorts
  const tries = { attempts: 3, timeoutMs: 10_000, backoffMs: [0] }
  await runStage(stagePorts, { stage: 'post', invoiceId: id, version: approved.version }, { run: post, tries })
  return { id, tokens }
}

async function* toStream(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}
