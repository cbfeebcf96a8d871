import { mkdtempSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import nodemailer from 'nodemailer'
import { demoDeliveries } from '../../fixtures/demo.ts'
import { OWN } from '../../fixtures/own.ts'
import { type App, startApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { asJson } from '../database/json.ts'
import { WORK_NAMES } from '../job-queue/index.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import { sendCommand } from './send.ts'
import { stopOnSignal } from './serve.ts'

/** `billhook demo`: a Billhook of its own with a dozen invoices in it, shown as they move; goes on until SIGINT. */
export async function demoCommand(): Promise<void> {
  const folder = process.env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'billhook-demo-'))
  process.env.DATA_DIR = folder
  const config = readConfig({ LOG_LEVEL: 'warn', COMPANY: 'brightwater', COMPANY_NAME: 'Brightwater', ...process.env })
  const app = await startApp(config, { serve: true, work: WORK_NAMES })
  stopOnSignal(app)
  await app.records.db
    .updateTable('company')
    .set({ own: asJson(OWN) })
    .where('id', '=', config.COMPANY)
    .execute()
  console.log(`Billhook's demo runs at ${app.publicUrl}, its data is in ${folder}\n`)
  await deliver(app, config)
  await showMoves(app)
  await showLinks(app, config.COMPANY)
}

async function deliver(app: App, config: Config): Promise<void> {
  const smtp = nodemailer.createTransport({
    host: '127.0.0.1',
    port: app.smtpPort ?? 0,
    secure: false,
    ignoreTLS: true,
  })
  for (const { channel, path } of demoDeliveries()) {
    if (channel === 'http') {
      await sendCommand([path], {})
      continue
    }
    const to = `${config.COMPANY}@${app.ingestDomain}`
    await smtp.sendMail({ envelope: { from: 'invoices@supplier.example', to }, raw: await readFile(path) })
    console.log(`${path}: mailed to ${to}`)
  }
  smtp.close()
}

/** Prints every change of status until nothing is due. */
async function showMoves({ records: { db } }: App): Promise<void> {
  const started = performance.now()
  const seen = new Map<string, string>()
  console.log('')
  for (let quiet = 0; quiet < 5; ) {
    const invoices = await db
      .selectFrom('invoice')
      .select(['id', 'status', 'file_name', 'supplier_name', 'failure'])
      .orderBy('created_at')
      .execute()
    const unpacking = await db
      .selectFrom('delivery')
      .select('id')
      .where('disposed_at', 'is', null)
      .where('failure', 'is', null)
      .execute()
    for (const { id, status, file_name: name, supplier_name: supplier } of invoices) {
      if (seen.get(id) === status) continue
      seen.set(id, status)
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
      console.log(`${seconds} s  ${status.padEnd(18)} ${basename(name)}${supplier ? `  (${supplier})` : ''}`)
    }
    const busy = unpacking.length > 0 || invoices.some(({ status, failure }) => stageOf(status) !== null && !failure)
    quiet = busy ? 0 : quiet + 1
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function showLinks({ records: { db }, publicUrl, administrator }: App, company: string): Promise<void> {
  const messages = await db
    .selectFrom('message')
    .select(['recipient', 'subject', 'text'])
    .where('kind', '=', 'decision-request')
    .orderBy('created_at')
    .execute()
  console.log(`\nMails that went out (all at ${publicUrl}/companies/${company}/outbox):`)
  for (const { recipient, subject, text } of messages) {
    const link = /https?:\/\/\S+\/decide\/\S+/.exec(text)?.[0]
    console.log(`  ${recipient}  ${subject}\n    ${link}`)
  }
  if (administrator) console.log(`\nSign in as ${administrator.email} (once): ${administrator.url}`)
  console.log('\nPress Ctrl-C to end.')
}
