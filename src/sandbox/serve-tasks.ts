/** The child's side of the pool: one task at a time, as the parent sends them. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** What passes between the parent (index.ts) and the child. */
export type TaskRequest = { id: number; name: string; input: unknown }
export type TaskAnswer =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: { name: string; message: string; code?: string } }

type Handler = (input: never) => Promise<unknown>

/** An argument to the child: bubblewrap ends it with its parent, so it needs not look after that itself. */
export const ENDS_WITH_PARENT = '--ends-with-parent'

// A parent that is killed leaves a child that may be in an endless loop and never hears of the closed channel; a thread of its own notices.
// Starting it takes as long as starting Node does.
const WATCHDOG = `
  const parent = process.ppid
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 1000)
  require('node:worker_threads').parentPort.postMessage('running')
`

/** A terminal and a supervisor send these to all processes of a service; what stops a child is its parent, which lets it finish first. */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Serves the named tasks to the parent process until it goes away. Called once, by the entry module of a child. */
export function serveTasks(handlers: Record<string, Handler>): void {
  if (process.send === undefined) throw new Error('serveTasks runs only in a child process of openChildPool')
  process.on('disconnect', () => process.exit(0))
  for (const signal of STOPPING) process.on(signal, () => {})
  const guarded = process.argv.includes(ENDS_WITH_PARENT) ? Promise.resolve() : startWatchdog()
  process.on('message', (request: TaskRequest) => {
    void guarded.then(() => answer(handlers, request))
  })
}

/** Resolves when the thread runs: a task that blocks before would keep it from ever starting. */
function startWatchdog(): Promise<unknown> {
  const thread = new Worker(WATCHDOG, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8, stackSizeMb: 1 } })
  thread.unref()
  return once(thread, 'message')
}

async function answer(handlers: Record<string, Handler>, request: TaskRequest): Promise<void> {
  const { id, name } = request
  try {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (handler === undefined) throw new Error(`this child has no task named ${name}`)
    send({ id, ok: true, value: await handler(request.input as never) })
  } catch (error) {
    const {
      name: errorName,
      message,
      code,
    } = (error instanceof Error ? error : new Error(String(error))) as Error & {
      code?: unknown
    }
    send({ id, ok: false, error: { name: errorName, message, ...(typeof code === 'string' && { code }) } })
  }
}

function send(answer: TaskAnswer): void {
  process.send?.(answer)
}
