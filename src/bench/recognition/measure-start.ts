/** How long `billhook read` of one PDF with text takes from the start of its process to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithUs } from '../../project/testing/end-with-us.ts'
import { listBornDigital } from './measure-text.ts'
import { describeLoad, describeRuns, median, type Report } from './report.ts'

const MOST_SECONDS = 1.5
const STARTS = 7
/** What `billhook` is when it is typed. */
const CLI = fileURLToPath(new URL('../../launch.mjs', import.meta.url))

export async function measureStart({ report }: { report: Report }): Promise<void> {
  report.say('A cold read of one PDF with text, from the start of the process to its end')
  const [file = ''] = listBornDigital()
  // The first one after an installation compiles; its files may have to be read from the disk.
  const first = await readOnce(file)
  const [cached, uncached]: [number[], number[]] = [[], []]
  for (let start = 0; start < STARTS; start++) {
    cached.push(await readOnce(file))
    uncached.push(await readOnce(file, { NODE_DISABLE_COMPILE_CACHE: '1' }))
  }
  report.say(`  the first one: ${first.toFixed(2)} s; without the cache of compiled code: ${describeRuns(uncached)} s`)
  report.judge('a cold read', {
    ...{ value: median(cached), unit: ' s', target: { atMost: MOST_SECONDS } },
    about: `${describeRuns(cached)}, ${describeLoad()}`,
  })
}

async function readOnce(file: string, environment: Record<string, string> = {}): Promise<number> {
  const started = performance.now()
  const child = endWithUs(
    spawn(process.execPath, [CLI, 'read', file], { env: { ...process.env, ...environment }, stdio: 'ignore' }),
  )
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`billhook read ${file} ended with ${code}`)
  return (performance.now() - started) / 1000
}
