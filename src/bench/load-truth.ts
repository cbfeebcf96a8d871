import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { DocumentType } from '../../schemas/draft.ts'

const ManifestRow = z.object({
  file: z.string(),
  doc_class: z.string().optional(),
  match: z.record(z.string(), z.string()).optional(),
  truth: z.record(z.string(), z.unknown()).nullish(),
})
const Line = z.object({
  netAmount: z.string().optional(),
  quantity: z.string().optional(),
  unitPrice: z.string().optional(),
})
const FixtureTruth = z.object({
  file: z.string(),
  type: DocumentType,
  fields: z.record(z.string(), z.string()),
  implied: z.record(z.string(), z.string()).default({}),
  lines: z.array(Line).default([]),
  details: z.record(z.string(), z.string()).default({}),
  terms: z
    .object({ netDays: z.int().optional(), discount: z.object({ percent: z.string(), days: z.int() }).optional() })
    .default({}),
  unreadable: z.string().optional(),
})

/** A document with what must be read from it; `truth` is empty where only its class is known. */
export type Sample = {
  /** As the manifest names it. */
  file: string
  path: string
  doc_class?: string | undefined
  match?: Record<string, string> | undefined
  truth: Record<string, unknown>
  /** Details and terms, which bind no sum and are never sure: judged apart from the fields. */
  beside?: Record<string, string>
  /** Where the truth is whole: what else may be read, since it follows from what is printed. Any other field is invented. */
  implied?: Record<string, unknown>
}

/** `supplierVatId` -> `supplier_vat_id`: a manifest's names for our fields. */
export function manifestName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Types that a manifest counts as invoices; receipts are bills as well. */
export function classOf(type: DocumentType): string {
  return type === 'invoice' || type === 'credit-note' || type === 'receipt' ? type : `not-invoice (${type})`
}

/**
 * The documents of a folder: one with `manifest.json` and `files/`, or one like `fixtures/invoices` with a `truth.json` in each sub-folder.
 * @returns a message for a person where the folder is neither.
 */
export async function loadTruth(directory: string): Promise<Sample[] | string> {
  if (!existsSync(directory))
    return `There is no folder ${directory}. Name a folder with manifest.json and files/, or fixtures/invoices.`
  const manifest = path.join(directory, 'manifest.json')
  if (existsSync(manifest)) {
    const rows = z.array(ManifestRow).safeParse(JSON.parse(await readFile(manifest, 'utf8')))
    if (!rows.success) return `${manifest} is no manifest of documents: ${z.prettifyError(rows.error)}`
    return rows.data.map((row) => ({ ...row, path: path.join(directory, row.file), truth: row.truth ?? {} }))
  }
  const samples: Sample[] = []
  for (const slug of (await readdir(directory)).toSorted()) {
    const truthFile = path.join(directory, slug, 'truth.json')
    if (!existsSync(truthFile)) continue
    const fixture = FixtureTruth.safeParse(JSON.parse(await readFile(truthFile, 'utf8')))
    if (fixture.success && fixture.data.unreadable === undefined)
      samples.push(sampleOf(fixture.data, { directory, slug }))
  }
  return samples.length > 0 ? samples : `${directory} holds neither a manifest.json nor folders with a truth.json.`
}

/** Details and terms in the manifest's terms. */
export function besideFields(
  details: Readonly<Record<string, string>>,
  terms: { netDays?: number | undefined; discount?: { percent: string; days?: number | undefined } | undefined },
): Record<string, string> {
  const { netDays, discount } = terms
  return {
    ...Object.fromEntries(Object.entries(details).map(([name, value]) => [manifestName(name), value])),
    ...(netDays === undefined ? {} : { net_days: String(netDays) }),
    ...(discount === undefined ? {} : { discount_percent: discount.percent }),
    ...(discount?.days === undefined ? {} : { discount_days: String(discount.days) }),
  }
}

const NUMERIC = new Set(['netTotal', 'taxTotal', 'grossTotal', 'amountDue'])

function sampleOf(
  fixture: z.infer<typeof FixtureTruth>,
  { directory, slug }: { directory: string; slug: string },
): Sample {
  const isBill = fixture.type === 'invoice' || fixture.type === 'credit-note'
  const inTerms = (values: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [manifestName(name), NUMERIC.has(name) ? Number(value) : value]),
    )
  const lines = fixture.lines.map((line) => ({
    ...(line.netAmount === undefined ? {} : { line_total: Number(line.netAmount) }),
    ...(line.quantity === undefined ? {} : { quantity: Number(line.quantity) }),
    ...(line.unitPrice === undefined ? {} : { unit_price: Number(line.unitPrice) }),
  }))
  return {
    file: `${slug}/${fixture.file}`,
    path: path.join(directory, slug, fixture.file),
    doc_class: classOf(fixture.type),
    // What is no bill is filed by its type; its fields are not asked for.
    truth: isBill ? { ...inTerms(fixture.fields), ...(lines.length > 0 ? { line_items: lines } : {}) } : {},
    ...(isBill ? { implied: inTerms(fixture.implied), beside: besideFields(fixture.details, fixture.terms) } : {}),
  }
}
