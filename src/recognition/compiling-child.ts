/**
 * A program of its own that opens nobody's document: it has a child read a page that it wrote itself, without any of what holds back those
 * that open documents. So all that reading takes is left compiled in a cache, which they may only read (src/sandbox/use-compiled.mjs).
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
import type { TaskAnswer, TaskRequest } from '../sandbox/serve-tasks.ts'
import { ENDS_WITH_PARENT } from '../sandbox/serve-tasks.ts'
import { markCompiled } from './compile-ahead.ts'
import type { OpenInput } from './tasks.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const OBJECTS = [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
  stream(
    'BT /F 11 Tf 60 760 Td (Invoice 2026-11) Tj 0 -20 Td [(Tot) -20 (al)] TJ 300 0 Td (12.50) Tj ET 60 700 200 1 re f',
  ),
  '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
]

const folder = await mkdtemp(join(tmpdir(), 'billhook-compiling-'))
try {
  const path = join(folder, 'page.pdf')
  await writeFile(path, writePdf(OBJECTS))
  await readInChild({ path, passwords: [], read: { pages: [1], pageImages: false } })
  markCompiled()
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** The child leaves what it has compiled when it ends. */
async function readInChild(input: OpenInput): Promise<void> {
  const child = fork(CHILD, [ENDS_WITH_PARENT], {
    env: { NODE_COMPILE_CACHE: COMPILED_FOLDER },
    execArgv: ['--no-warnings'],
    serialization: 'advanced',
  })
  const request: TaskRequest = { id: 1, name: 'open', input }
  child.send(request)
  const ended = once(child, 'exit')
  const [answer] = (await Promise.race([once(child, 'message'), ended.then(() => [undefined])])) as [TaskAnswer?]
  if (answer?.ok !== true) throw new Error('the page that was written for compiling could not be read')
  child.disconnect()
  await ended
}

function stream(content: string): string {
  return `<</Length ${content.length}>>stream\n${content}\nendstream`
}

function writePdf(objects: readonly string[]): string {
  let pdf = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = pdf.length
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  return `${pdf}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`
}
