import { stat } from 'node:fs/promises'
import type { OwnIdentity } from '../../schemas/company.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { ReadLine } from '../../schemas/read-line.ts'
import type { DocumentReader } from '../recognition/index.ts'

export type ReadOptions = {
  reader: DocumentReader
  /** Files under way at once; as many as the reader has processes. */
  atOnce: number
  own: OwnIdentity
  /** Tried on protected PDFs. */
  passwords?: string[]
}

/**
 * Reads files as the stages do, without a server or a database, several at once, and yields their lines in the order of the input: one for
 * each invoice found, or one with the error for a file that can't be read.
 */
export async function* readFiles(paths: readonly string[], options: ReadOptions): AsyncGenerator<ReadLine> {
  const underWay: Promise<ReadLine[]>[] = []
  let next = 0
  // One more than runs at once, so that the next file is waiting when a process gets free.
  const fill = () => {
    while (next < paths.length && underWay.length <= options.atOnce)
      underWay.push(readFile(paths[next++] as string, options))
  }
  for (fill(); underWay.length > 0; fill()) yield* (await underWay.shift()) ?? []
}

async function readFile(path: string, { reader, own, passwords = [] }: ReadOptions): Promise<ReadLine[]> {
  const started = performance.now()
  const milliseconds = () => Math.round(performance.now() - started)
  const fail = (code: string, message: string): ReadLine[] => [
    { file: path, error: { code, message }, milliseconds: milliseconds() },
  ]
  try {
    if (!(await stat(path)).isFile()) return fail('not-a-file', `${path} is no file. Name the files to read.`)
  } catch {
    return fail('not-found', `There is no file ${path}.`)
  }
  try {
    const source = { path, name: path, passwords }
    const recognizing = reader.recognize(source, { pageImages: false })
    const [recognized, { extract, proposeSplit, readStack, takePages, validate }] = await Promise.all([
      recognizing,
      loadReading(),
    ])
    if (!recognized.ok) return fail(recognized.unreadable.code, recognized.unreadable.message)
    const { transcript } = recognized
    const isLone = transcript.pages.length < 2
    const stack = isLone ? null : readStack(transcript, { own })
    const ranges = stack?.sure ? stack.pieces : [{ firstPage: 1, lastPage: transcript.pages.length }]
    return ranges.map((range, index) => {
      const read = extract(ranges.length > 1 ? takePages(transcript, range) : transcript, { own })
      const draft = stack && !stack.sure ? proposeSplit(read, stack) : read
      const findings = validate(draft, { own, sameBill: [] })
      const { firstPage } = range
      return lineOf(draft, { file: path, document: index + 1, firstPage, findings, milliseconds: milliseconds() })
    })
  } catch (error) {
    return fail('unexpected', `${path} could not be read: ${(error as Error).message}`)
  }
}

/** Loading what makes fields of words takes as long as a process that opens documents takes to start: a cold read does both at once. */
async function loadReading() {
  const [{ extract }, { readStack }, { takePages }, { proposeSplit }, { validate }] = await Promise.all([
    import('../extraction/index.ts'),
    import('../extraction/stacks/index.ts'),
    import('../extraction/stacks/take-pages.ts'),
    import('../extraction/stacks/propose-split.ts'),
    import('../validation/index.ts'),
  ])
  return { extract, proposeSplit, readStack, takePages, validate }
}

function lineOf(
  draft: Draft,
  {
    file,
    document,
    firstPage,
    findings,
    milliseconds,
  }: { file: string; document: number; firstPage: number; findings: Finding[]; milliseconds: number },
): ReadLine {
  const fields: Extract<ReadLine, { fields: unknown }>['fields'] = {}
  for (const [name, field] of Object.entries(draft.fields)) {
    fields[name as FieldName] = {
      value: field.value,
      confidence: Number(field.confidence.toFixed(4)),
      // Where it stands in the file.
      ...(field.place && { page: firstPage - 1 + field.place.page, box: field.place.box }),
    }
  }
  const lines = draft.lines.map(({ place: _, ...line }) => line)
  const { type, details, terms } = draft
  return {
    ...{ file, document, type, fields, lines },
    ...(details && { details }),
    ...(terms && { terms }),
    findings,
    milliseconds,
  }
}
