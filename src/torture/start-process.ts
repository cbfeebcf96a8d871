import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithUs } from '../project/testing/end-with-us.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

/** A process of an installation under torture. */
export type Victim = {
  name: string
  process: ChildProcess
  /** When it was started; `performance.now()`. */
  startedAt: number
  hasEnded(): boolean
  /** Resolves when it ends, whoever ended it. */
  ended: Promise<void>
  /** @throws Error when it was alive and does not end within a minute. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** The end of what it said. */
  said(): string
}

export type Command = {
  name: string
  args: string[]
  environment: Record<string, string>
  /** A program with its arguments that starts it in its turn, such as strace. */
  through?: string[]
  /** What it prints when it is up. */
  readyWhen: string
}

/**
 * Starts `billhook` with these arguments and waits until it is up, or until it was killed: a failpoint may be reached before.
 * @throws Error with what it said when it ends by itself instead.
 */
export async function startProcess({ name, args, environment, readyWhen, through = [] }: Command): Promise<Victim> {
  const startedAt = performance.now()
  const [program, ...rest] = [...through, process.execPath, CLI, ...args]
  const options = { env: { PATH: process.env.PATH ?? '', ...environment } }
  const child = endWithUs(spawn(program as string, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }))
  let said = ''
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-8000)
        if (said.includes(readyWhen)) resolve()
      })
    }
  })
  const ended = once(child, 'exit').then(() => {})
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  await Promise.race([ready, ended])
  if (child.exitCode !== null) throw new Error(`billhook ${args.join(' ')} ended with ${child.exitCode}:\n${said}`)
  return {
    name,
    process: child,
    startedAt,
    hasEnded,
    ended,
    async kill(signal) {
      if (!hasEnded()) child.kill(signal)
      await ended
    },
    said: () => said,
  }
}
