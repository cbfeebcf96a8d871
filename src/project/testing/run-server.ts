import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { endWithUs } from './end-with-us.ts'

export type RunningServer = { process: ChildProcess; stop(signal?: NodeJS.Signals): Promise<void> }

/**
 * Starts a real server for a test and waits until `isReady` says so. Its output is shown when it does not come up.
 * @throws Error with that output.
 */
export async function runServer(
  command: readonly [string, ...string[]],
  { isReady, timeoutMs = 30_000 }: { isReady: () => Promise<boolean>; timeoutMs?: number },
): Promise<RunningServer> {
  const [program, ...args] = command
  const child = endWithUs(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4000)))
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) =>
      reject(new Error(`${program} could not be started: ${error.message}. Install it (npm run test:int does).`)),
    )
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${output}`)))
  })
  failed.catch(() => {})
  const deadline = Date.now() + timeoutMs
  while (!(await Promise.race([isReady().catch(() => false), failed]))) {
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${program} was not ready after ${timeoutMs} ms:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    process: child,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    },
  }
}
