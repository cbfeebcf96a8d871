/** Plain-text accounting: one journal a company, read by hledger and its relatives. */
import { join } from 'node:path'
import type { Bill } from '../../../schemas/bill.ts'
import type { ConnectorSettings } from '../../../schemas/company.ts'
import { openBook } from '../book.ts'
import type { Connector, ConnectorPorts, Receipt } from '../index.ts'
import { JOURNAL_HEADER, REFERENCE_TAG, referenceLine, tagLine, writeEntry } from './write-entry.ts'

type HledgerSettings = Extract<ConnectorSettings, { kind: 'hledger' }>

const JOURNAL = 'journal.ledger'

export function openHledger(settings: HledgerSettings, ports: ConnectorPorts): Connector {
  const book = openBook({
    folder: ports.folder,
    name: 'hledger',
    files: [{ name: JOURNAL, header: JOURNAL_HEADER }],
    lookUp: findEntry,
  })
  const receipt = (reference: string, { at }: { at: string }): Receipt => ({
    reference,
    foreignId: `${JOURNAL}#${reference}`,
    at,
    details: { file: join(ports.folder, JOURNAL) },
  })
  return {
    target: 'hledger',
    async post(bill, reference) {
      const entry = writeEntry(bill, { reference, at: ports.now(), accounts: settings })
      return receipt(reference, await book.append(reference, [entry]))
    },
    async find(reference) {
      const found = await book.find(reference)
      return found === null ? null : receipt(reference, found)
    },
    async findDocument(bill) {
      const found = await book.search((journal) => findDocument(journal, bill))
      return found === null ? null : receipt(found.reference, found)
    },
  }
}

/** An entry of this invoice at whatever version, or one with the same original and number. */
function findDocument(journal: Buffer, bill: Bill): { reference: string; at: string } | null {
  const marks = [
    { mark: `\n${REFERENCE_TAG}${bill.invoiceId}-v`, needed: '' },
    { mark: `\n${tagLine('original', bill.originalSha256)}`, needed: tagLine('invoice', bill.invoiceNumber) },
  ]
  for (const { mark, needed } of marks) {
    for (let at = journal.indexOf(mark); at !== -1; at = journal.indexOf(mark, at + 1)) {
      const from = journal.lastIndexOf(`\n${REFERENCE_TAG}`, at) + 1
      const end = journal.indexOf('\n\n', at)
      const entry = journal.toString('utf8', from, end === -1 ? journal.length : end)
      const [, reference, postedAt] = /^ *; billhook:([\w.:-]+), posted:(\S+)/.exec(entry) ?? []
      if (reference && postedAt && entry.includes(needed)) return { reference, at: postedAt }
    }
  }
  return null
}

function findEntry(journal: Buffer, reference: string): { at: string } | null {
  const line = `\n${referenceLine(reference)}`
  const start = journal.indexOf(line)
  if (start === -1) return null
  const from = start + Buffer.byteLength(line)
  const end = journal.indexOf('\n', from)
  return { at: journal.toString('utf8', from, end === -1 ? journal.length : end).trim() }
}
