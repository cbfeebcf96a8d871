/**
 * A program of its own that opens nobody's document: it reads a page that it wrote itself and ends. That leaves what reading takes compiled
 * in a cache, which the processes that open documents may only read (src/sandbox/use-compiled.mjs).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { markCompiled } from './compile-ahead.ts'
import { openDocument } from './open-document.ts'
import './images/image-document.ts'
import '../sandbox/serve-tasks.ts'

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
  const opened = await openDocument({ path, passwords: [] })
  if (!opened.ok) throw new Error(opened.unreadable.message)
  await opened.document.readPage(1, { pageImages: false, languages: undefined })
  await opened.document.findActiveContent?.()
  await opened.document.close()
} finally {
  await rm(folder, { recursive: true, force: true })
}
flushCompileCache()
markCompiled()

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
