import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeOfSet } from '../../fixtures/generate/make-set.ts'
import type { ExampleSet } from './gather-examples.ts'

const CACHE = new URL('../../node_modules/.cache/billhook/training/', import.meta.url).pathname
const SHARED = path.join(import.meta.dirname, '../../../shared/invoices/dev')
const FIXTURES = path.join(import.meta.dirname, '../../fixtures/invoices')
const REAL_SETS = ['misc', 'eu_layouts', 'vendor_samples', 'fcc_invoices', 'sroie'] as const

/** The sets to learn from: invoices made of open layouts, born digital and as scans, the fixtures, and the development sets where they are. */
export async function makeSets({
  seed,
  scanSeed,
  documents,
  scans,
}: {
  seed: string
  scanSeed: string
  documents: number
  scans: number
}): Promise<{ sets: ExampleSet[]; missing: string[] }> {
  const sets: ExampleSet[] = [
    await makeSet({ seed, count: documents, scans: false }),
    ...(scans > 0 ? [await makeSet({ seed: scanSeed, count: scans, scans: true })] : []),
    { name: 'fixtures', folder: FIXTURES, isReal: false },
  ]
  const missing: string[] = []
  for (const name of REAL_SETS) {
    const folder = path.join(SHARED, name)
    if (existsSync(folder)) sets.push({ name, folder, isReal: true })
    else missing.push(folder)
  }
  return { sets, missing }
}

/** Made once: the same seed gives the same bytes. */
async function makeSet({ seed, count, scans }: { seed: string; count: number; scans: boolean }): Promise<ExampleSet> {
  const folder = path.join(CACHE, `open-${seed}-${count}`)
  const set = { name: path.basename(folder), folder, isReal: false }
  if (existsSync(folder)) return set
  const begun = `${folder}.${process.pid}`
  for (let number = 1; number <= count; number++) {
    const { slug, pdf, truth } = await makeOfSet(number, { seed, part: 'open', scans })
    const own = path.join(begun, slug)
    await mkdir(own, { recursive: true })
    await writeFile(path.join(own, truth.file), pdf)
    await writeFile(path.join(own, 'truth.json'), JSON.stringify(truth))
  }
  await mkdir(CACHE, { recursive: true })
  await rm(folder, { recursive: true, force: true })
  await rename(begun, folder)
  return set
}
