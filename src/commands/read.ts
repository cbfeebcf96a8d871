import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { ReadLine } from '../../schemas/read-line.ts'
import { BillhookError } from '../errors.ts'
import { readFiles } from '../reading/read-files.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'

export type ReadCommandOptions = {
  jsonl?: boolean
  ownName?: string[]
  ownVatId?: string[]
  ocrLanguages?: string
  password?: string[]
  passwordsFrom?: string
}

/** `billhook read FILE...`: reads invoices and prints them. @returns the exit code: 1 when a file could not be read. */
export async function readCommand(files: string[], options: ReadCommandOptions): Promise<number> {
  const passwords = [...(options.password ?? []), ...readPasswords(options.passwordsFrom)]
  const processes = Math.min(availableParallelism(), files.length)
  const ocrLanguages = options.ocrLanguages?.split(',') ?? OCR_LANGUAGES
  const reader = openDocumentReader({ processes, ocrLanguages, isAwaited: true })
  const own = { names: options.ownName ?? [], vatIds: options.ownVatId ?? [], ibans: [] }
  let exitCode = 0
  try {
    for await (const line of readFiles(files, { reader, atOnce: processes, own, passwords })) {
      if ('error' in line) exitCode = 1
      process.stdout.write(options.jsonl ? `${JSON.stringify(line)}\n` : printLine(line))
    }
  } finally {
    await reader.close()
  }
  return exitCode
}

function readPasswords(path: string | undefined): string[] {
  if (path === undefined) return []
  try {
    const lines = readFileSync(path, 'utf8').split(/\r?\n/)
    return lines.filter((line) => line !== '')
  } catch (error) {
    throw new BillhookError('config.invalid', `The file of passwords can't be read: ${(error as Error).message}`)
  }
}

function printLine(line: ReadLine): string {
  if ('error' in line) return `${line.file}\n  can't be read (${line.error.code}): ${line.error.message}\n\n`
  const rows = Object.entries({ ...line.fields, ...line.details }).map(
    // Nothing that was read is certain.
    ([name, field]) =>
      `  ${name.padEnd(20)} ${Math.min(99, Math.round(field.confidence * 100))
        .toFixed()
        .padStart(3)} %  ${field.value}`,
  )
  const items = line.lines.map((item) =>
    [
      '  -',
      item.quantity,
      item.unit,
      item.description,
      item.unitPrice && `@ ${item.unitPrice}`,
      item.netAmount && `= ${item.netAmount}`,
    ]
      .filter(Boolean)
      .join(' '),
  )
  const findings = line.findings.map((finding) => `  ${finding.severity}: ${finding.message}`)
  return [`${line.file} (${line.type}, ${line.milliseconds} ms)`, ...rows, ...items, ...findings, '', ''].join('\n')
}
