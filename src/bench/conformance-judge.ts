import { readFile } from 'node:fs/promises'
import type { EInvoiceFinding } from '../../schemas/e-invoice.ts'
import { readEInvoice } from '../e-invoices/read-e-invoice.ts'
import { checkEInvoice, EN16931 } from '../e-invoices/rules/index.ts'
import { PEPPOL } from '../e-invoices/rules/peppol.ts'
import { isTrouble } from '../e-invoices/xml/trouble.ts'
import type { Entry } from './conformance-material.ts'

const RULES = new Map([...EN16931, ...PEPPOL].map((rule) => [rule.id, rule]))

export type FragmentJudgement = {
  /** How often a rule did as its suite says. */
  right: number
  /** `BR-01 must fire in units/...`. */
  misses: string[]
  /** Rules of the suite that are not written here. */
  unknown: Set<string>
}

/** Runs the rules that fragments are made for over each of them: parts of documents, one rule each. */
export async function judgeFragments(entries: readonly Entry[], folder: string): Promise<FragmentJudgement> {
  const judgement: FragmentJudgement = { right: 0, misses: [], unknown: new Set() }
  for (const entry of entries) {
    const read = readEInvoice(await readFile(`${folder}/${entry.file}`), entry.file)
    for (const [id, fires] of [...entry.must_fire.map(expect(true)), ...entry.must_not_fire.map(expect(false))]) {
      const rule = RULES.get(id)
      if (!rule) judgement.unknown.add(id)
      else if (isTrouble(read)) judgement.misses.push(`${entry.file} can't be read: ${read.message}`)
      else if (read.invoices.some((invoice) => rule.find(invoice).length > 0) === fires) judgement.right += 1
      else judgement.misses.push(`${id} ${fires ? 'must fire' : 'must not fire'} in ${entry.file}`)
    }
  }
  return judgement
}

const expect =
  (fires: boolean) =>
  (id: string): readonly [string, boolean] => [id, fires]

export type DocumentJudgement = {
  entry: Entry
  /** In words, where it could not be read. */
  unread?: string
  /** Findings that hold a document: errors and warnings. */
  norm: EInvoiceFinding[]
  /** Those of the profile that it claims. */
  profile: EInvoiceFinding[]
}

/** What people should know and no norm forbids: suites have sound documents that are due before they are issued. */
const NOT_THE_NORMS = 'SYN-DUE-DATE'

/** Reads whole documents and checks them against the norm and the profile they claim. */
export async function judgeDocuments(entries: readonly Entry[], folder: string): Promise<DocumentJudgement[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const read = readEInvoice(await readFile(`${folder}/${entry.file}`), entry.file)
      if (isTrouble(read)) return { entry, unread: read.message, norm: [], profile: [] }
      const findings = read.invoices
        .flatMap(checkEInvoice)
        .filter(({ code, severity }) => severity !== 'info' && code !== NOT_THE_NORMS)
      const ofProfile = ({ code }: EInvoiceFinding): boolean =>
        /^(BR-DE|BR-DEX|BR-TMP|PEPPOL)/.test(code) && !/^BR-DEC/.test(code)
      return {
        entry,
        norm: findings.filter((finding) => !ofProfile(finding)),
        profile: findings.filter(ofProfile),
      }
    }),
  )
}
