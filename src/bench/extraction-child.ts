/** Reads one transcript again and again in a process of its own and prints what that took: the memory is then extraction's alone. */
import { readFileSync } from 'node:fs'
import { Transcript } from '../../schemas/transcript.ts'
import { extract } from '../extraction/index.ts'

const [file, runs = '3'] = process.argv.slice(2)
const transcript = Transcript.parse(JSON.parse(readFileSync(file as string, 'utf8')))
const own = { names: [], vatIds: [], ibans: [] }
const first = { ...transcript, pages: transcript.pages.slice(0, 1) }
// The code is compiled and at its best; what is measured is the document.
for (let run = 0; run < 60; run++) extract(first, { own })
// What one document takes; what a second one would find uncollected is not its own.
const before = process.resourceUsage().maxRSS
extract(transcript, { own })
const after = process.resourceUsage().maxRSS
const times: number[] = []
for (let run = 0; run < Number(runs); run++) {
  const start = process.cpuUsage()
  extract(transcript, { own })
  const { user, system } = process.cpuUsage(start)
  times.push((user + system) / 1000)
}
const middle = times.toSorted((a, b) => a - b)[times.length >> 1]
console.log(
  JSON.stringify({
    pages: transcript.pages.length,
    words: transcript.pages.reduce((sum, page) => sum + page.words.length, 0),
    milliseconds: middle,
    // maxRSS is in kilobytes.
    megabytes: (after - before) / 1024,
  }),
)
