import { glob } from 'node:fs/promises'
import { FOR_PEOPLE } from '../e-invoices/rules/for-people.ts'
import { EN16931 } from '../e-invoices/rules/index.ts'
import { readHybrid } from './conformance-hybrids.ts'
import { type DocumentJudgement, judgeDocuments, judgeFragments } from './conformance-judge.ts'
import { CONFORMANCE_MATERIAL, type Entry, loadConformance } from './conformance-material.ts'

/** XRechnung's test suite as it was handed over. */
const XRECHNUNG_DOCUMENTS = 86

/**
 * `billhook bench conformance`: runs the rules over the suites of CEN, Peppol and KoSIT and prints what they miss. @returns the exit code: 1
 * where a rule does not do as its suite says, or a document that must be sound is not.
 */
export async function benchConformance(options: { material?: string }): Promise<number> {
  const folder = options.material ?? CONFORMANCE_MATERIAL
  const entries = await loadConformance(folder)
  if (typeof entries === 'string') {
    console.error(entries)
    return 1
  }
  let exitCode = 0
  const all = EN16931.length + FOR_PEOPLE.length
  console.log(
    `EN 16931: ${EN16931.length} of ${all} business rules (BR, BR-CO, BR-DEC, BR-CL and those of the VAT categories)`,
  )
  for (const { id, reason } of FOR_PEOPLE) console.log(`  not ${id}: ${reason}`)

  for (const suite of ['cen-en16931', 'peppol-bis3']) {
    const fragments = entries.filter((entry) => entry.suite === suite && entry.kind === 'fragment')
    const { right, misses, unknown } = await judgeFragments(fragments, folder)
    console.log(`${suite}: ${fragments.length} fragments, ${right} of ${right + misses.length} expectations met`)
    if (unknown.size > 0) console.log(`  not among the rules here: ${[...unknown].sort().join(', ')}`)
    for (const miss of misses) console.log(`  MISS ${miss}`)
    if (misses.length > 0) exitCode = 1
  }

  const documents = await judgeDocuments(
    entries.filter((entry) => entry.kind === 'document'),
    folder,
  )
  for (const suite of new Set(documents.map(({ entry }) => entry.suite))) {
    if (
      !printSuite(
        suite,
        documents.filter(({ entry }) => entry.suite === suite),
      )
    )
      exitCode = 1
  }
  if (!(await printHybrids(entries, folder))) exitCode = 1
  await printCorpus(folder)
  return exitCode
}

/** PDFs with an invoice inside and one known defect each. @returns whether the wrong ones are caught and the valid ones clean. */
async function printHybrids(entries: readonly Entry[], folder: string): Promise<boolean> {
  const hybrids = entries.filter((entry) => entry.kind === 'hybrid')
  let [wrong, caught, valid, clean] = [0, 0, 0, 0]
  for (const entry of hybrids) {
    const reading = await readHybrid(`${folder}/${entry.file}`)
    const sound = reading.invoice === 'read' && reading.codes.length === 0
    const told = reading.invoice === 'read' ? reading.codes.join(', ') : reading.invoice
    if (entry.expect === 'reject') {
      wrong += 1
      caught += sound ? 0 : 1
    } else if (entry.expect === 'valid') {
      valid += 1
      clean += sound ? 1 : 0
    }
    if ((entry.expect === 'reject') === sound && entry.expect !== 'avertissement') {
      console.log(`  MISS ${entry.file} (${entry.description}): ${told || 'nothing found'}`)
    }
  }
  console.log(
    `PDFs with one defect each: ${caught} of ${wrong} wrong ones caught, ${clean} of ${valid} valid ones clean`,
  )
  return caught === wrong && clean === valid
}

/** Every PDF of the ZUGFeRD corpus: is its invoice found, and read? */
async function printCorpus(folder: string): Promise<void> {
  const files = await Array.fromAsync(glob(`${folder}/zugferd-corpus/**/*.pdf`))
  const readings = await Array.fromAsync(files.sort(), async (file) => ({ file, reading: await readHybrid(file) }))
  const read = readings.filter(({ reading }) => reading.invoice === 'read')
  const found = readings.filter(({ reading }) => reading.invoice !== 'none')
  console.log(`ZUGFeRD corpus: ${files.length} PDFs, an invoice found in ${found.length}, read in ${read.length}`)
  for (const { file, reading } of readings) {
    if (reading.invoice !== 'read') {
      console.log(
        `  not read ${file.slice(folder.length)}: ${reading.invoice === 'none' ? 'no invoice in it' : reading.why.slice(0, 200)}`,
      )
    }
  }
}

/** @returns whether every document of the suite is what the suite says. */
function printSuite(suite: string, documents: readonly DocumentJudgement[]): boolean {
  const sound = documents.filter(({ entry }) => entry.expect !== 'reject')
  const unsound = documents.filter(({ entry }) => entry.expect === 'reject')
  const clean = sound.filter(isClean)
  const caught = unsound.filter((one) => !isClean(one))
  console.log(
    `${suite}: ${documents.filter(({ unread }) => !unread).length} of ${documents.length} documents read; ${clean.length} of ${sound.length} sound ones clean under the norm, ${clean.filter(({ profile }) => profile.length === 0).length} also under the profile they claim${unsound.length > 0 ? `; ${caught.length} of ${unsound.length} wrong ones caught` : ''}`,
  )
  for (const document of [...sound.filter((one) => !isClean(one)), ...unsound.filter(isClean)]) {
    console.log(`  MISS ${document.entry.file}: ${document.unread ?? codesOf(document.norm)}`)
  }
  for (const document of sound.filter(({ profile }) => profile.length > 0)) {
    console.log(`  profile ${document.entry.file}: ${codesOf(document.profile)}`)
  }
  const profileCounts = suite === 'xrechnung-testsuite'
  if (profileCounts && documents.length !== XRECHNUNG_DOCUMENTS) console.log(`  there should be ${XRECHNUNG_DOCUMENTS}`)
  return (
    clean.length === sound.length &&
    caught.length === unsound.length &&
    (!profileCounts || clean.every(({ profile }) => profile.length === 0))
  )
}

function isClean({ unread, norm }: DocumentJudgement): boolean {
  return unread === undefined && norm.length === 0
}

function codesOf(findings: DocumentJudgement['norm']): string {
  return [...new Set(findings.map(({ code, severity }) => `${code} (${severity})`))].join(', ')
}
