/**
 * Looks at the system calls of a serving Billhook: whether the bytes of a delivery, their name and the record of it were on the disk before
 * the byte that acknowledged it left. One delivery at a time, and nobody works, so that all between two acknowledgements is of one.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isTaken, mail, upload } from './deliver.ts'
import { openEmbedded } from './installation.ts'
import { startProcess } from './start-process.ts'

const CALLS = 'fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg'
const PLANTED = fileURLToPath(new URL('./testing/acknowledge-early.mjs', import.meta.url))
/** "HTTP/1.1 201 Created", and what src/intake/smtp.ts says after the message; other 250s answer other commands. */
const ACKNOWLEDGEMENT = /"(HTTP\/1\.1 201 |250 2\.0\.0 Kept)/

export type Call = { name: string; text: string; started: number; ended: number }
export type OrderReport = { uploads: number; mails: number; acknowledgements: number; problems: string[] }

/** Traces `count` uploads and `count` mails. `planted` loads a bug that acknowledges too early. */
export async function checkAcknowledgementOrder({
  folder,
  count,
  planted = false,
}: {
  folder: string
  count: number
  planted?: boolean
}): Promise<OrderReport> {
  const installation = await openEmbedded(folder)
  const { settings, url, smtpPort } = installation
  const trace = join(folder, 'trace')
  const serve = await startProcess({
    name: 'serve',
    args: ['serve', '--no-work'],
    readyWhen: 'API  ',
    // -D: the tracer is the grandchild, so that the process we hold is Billhook itself.
    through: ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-s', '24', '-o', trace, '-e', `trace=${CALLS}`, '--'],
    environment: { ...settings, ...(planted ? { NODE_OPTIONS: `--import=${PLANTED}` } : {}) },
  })
  try {
    const { key, company } = JSON.parse(readFileSync(join(settings.DATA_DIR ?? '', 'local-key.json'), 'utf8')) as {
      key: string
      company: string
    }
    const to = { url, smtpPort, key, company, ingestDomain: 'in.localhost' }
    const before = readTrace(trace).length
    let [uploads, mails] = [0, 0]
    const document = (what: string) => Buffer.from(`%PDF-1.7\n% ${what} of ${folder}\n%%EOF\n`)
    for (let n = 0; n < count; n++) if (isTaken(await upload(to, document(`upload ${n}`)))) uploads++
    // What was acknowledged too early is kept later; it must not pass for the work of the first mail.
    await rest(1_000)
    const between = readTrace(trace).length
    for (let n = 0; n < count; n++) if (isTaken(await mail(to, { bytes: document(`mail ${n}`), turn: n }))) mails++
    await serve.kill('SIGTERM')
    await untilWritten(trace)
    const calls = readTrace(trace)
    const [uploaded, mailed] = [judge(calls.slice(before, between)), judge(calls.slice(between))]
    return {
      uploads,
      mails,
      acknowledgements: uploaded.acknowledgements + mailed.acknowledgements,
      problems: [...uploaded.problems, ...mailed.problems],
    }
  } finally {
    await serve.kill('SIGKILL')
  }
}

/** strace ends a moment after the process that it traced. */
async function untilWritten(trace: string): Promise<void> {
  for (let size = -1; ; ) {
    const now = readFileSync(trace).length
    if (now === size) return
    size = now
    await rest(200)
  }
}

/** The calls in the order in which they began, with the lines on which they began and ended. */
export function readTrace(path: string): Call[] {
  if (!existsSync(path)) return []
  const calls: Call[] = []
  const unfinished = new Map<string, Call>()
  for (const [line, written] of readFileSync(path, 'latin1').split('\n').entries()) {
    const [, pid = '', text = ''] = /^(\d+)\s+(.*)$/.exec(written) ?? []
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(text)
    if (resumed) {
      const call = unfinished.get(pid)
      if (call) Object.assign(call, { ended: line, text: call.text + (resumed[2] ?? '') })
      unfinished.delete(pid)
      continue
    }
    const [, name = ''] = /^(\w+)\(/.exec(text) ?? []
    if (name === '') continue
    const isUnfinished = text.endsWith('<unfinished ...>')
    const call = { name, text, started: line, ended: isUnfinished ? Number.POSITIVE_INFINITY : line }
    if (isUnfinished) unfinished.set(pid, call)
    calls.push(call)
  }
  return calls
}

/** For each acknowledgement: bytes synced, then named, then the name synced, and the record synced after that, all before it. */
export function judge(calls: readonly Call[]): { acknowledgements: number; problems: string[] } {
  const problems: string[] = []
  const acknowledgements = calls.filter(({ text }) => ACKNOWLEDGEMENT.test(text))
  let from = -1
  for (const [index, acknowledgement] of acknowledgements.entries()) {
    const until = acknowledgement.started
    const window = calls.filter(({ started, ended, text }) => started > from && ended < until && / = 0$/.test(text))
    from = until
    const what = `acknowledgement ${index + 1} (${ACKNOWLEDGEMENT.exec(acknowledgement.text)?.[1]?.trim()})`
    const after = (line: number, wanted: (call: Call) => boolean) =>
      window.find((call) => call.started > line && wanted(call))
    const bytes = after(-1, (call) => isSync(call) && /\/objects\/\.tmp\/[^>]+>/.test(call.text))
    const named =
      bytes && after(bytes.ended, ({ name, text }) => name.startsWith('rename') && text.includes('/objects/'))
    const name = named && after(named.ended, (call) => isSync(call) && /\/objects\/(?!\.tmp)[^>]*>/.test(call.text))
    const record = name && after(name.ended, (call) => isSync(call) && call.text.includes('/pg_wal/'))
    if (!bytes) problems.push(`${what} left before the bytes were synced`)
    else if (!named) problems.push(`${what} left before the bytes had their name`)
    else if (!name) problems.push(`${what} left before the name was synced`)
    else if (!record) problems.push(`${what} left before the record was synced`)
  }
  return { acknowledgements: acknowledgements.length, problems }
}

function isSync({ name }: Call): boolean {
  return name === 'fsync' || name === 'fdatasync'
}
