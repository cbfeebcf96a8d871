import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../cli.ts', import.meta.url))

/** A Billhook of its own process, as an operator starts it; to be killed. */
export type RunningBillhook = {
  process: ChildProcess
  url: string
  smtpPort: number
  /** API key of a clerk of `company`. */
  key: string
  company: string
  /** One-time sign-in link of the administrator; null once used. */
  signInLink: string | null
  /** Milliseconds from the start to the line that says it is running. */
  startedIn: number
  /** What it logged so far. */
  log(): string
  kill(signal: NodeJS.Signals): Promise<void>
}

/**
 * Starts `billhook serve` on free ports of the loopback address over the given data folder.
 * @throws Error with its output when it does not come up.
 */
export async function startBillhook(
  folder: string,
  environment: Record<string, string> = {},
): Promise<RunningBillhook> {
  return await startServer({ folder, environment, args: ['serve'] })
}

/** As `startBillhook`, with other arguments of `serve`. */
export async function startServer({
  folder,
  environment,
  args,
}: {
  folder: string
  environment: Record<string, string>
  args: string[]
}): Promise<RunningBillhook> {
  const started = performance.now()
  const { process: child, output, log, kill } = await startProcess({ folder, environment, args, until: 'API  ' })
  const startedIn = performance.now() - started
  const find = (pattern: RegExp) => pattern.exec(output())?.[1]
  const local = JSON.parse(readFileSync(join(folder, 'local-key.json'), 'utf8')) as {
    url: string
    key: string
    company: string
  }
  return {
    process: child,
    url: local.url,
    smtpPort: Number(find(/SMTP on port (\d+)/)),
    key: local.key,
    company: local.company,
    signInLink: find(/Sign in as .*: (\S+)/) ?? null,
    startedIn,
    log,
    kill,
  }
}

export type RunningProcess = Pick<RunningBillhook, 'process' | 'log' | 'kill'>

/** Starts `billhook work` beside a server. @throws Error with its output when it does not come up. */
export async function startWorker(folder: string, environment: Record<string, string>): Promise<RunningProcess> {
  return await startProcess({ folder, environment, args: ['work'], until: 'Billhook works' })
}

async function startProcess({
  folder,
  environment,
  args,
  until,
}: {
  folder: string
  environment: Record<string, string>
  args: string[]
  until: string
}): Promise<RunningProcess & { output(): string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: folder, PORT: '0', SMTP_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let log = ''
  child.stderr.on('data', (chunk) => (log += chunk))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes(until)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`billhook ${args.join(' ')} ended with ${code}:\n${output}\n${log}`)))
  })
  return {
    process: child,
    output: () => output,
    log: () => log,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    },
  }
}
