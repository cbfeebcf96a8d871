import { expect, test } from 'vitest'
import type { HybridMarks } from '../../../schemas/e-invoice.ts'
import { readEInvoice } from '../read-e-invoice.ts'
import { SOUND_CII } from '../testing/sound-cii.ts'
import { isTrouble } from '../xml/trouble.ts'
import { checkHybrid } from './hybrid.ts'

const SOUND: HybridMarks = {
  fileName: 'factur-x.xml',
  relationships: ['Alternative'],
  associated: true,
  outputIntent: true,
  pdfaPart: '3',
  conformanceLevel: 'EN 16931',
  documentFileName: 'factur-x.xml',
}

function codes(marks: HybridMarks): string[] {
  const read = readEInvoice(new TextEncoder().encode(SOUND_CII), 'factur-x.xml')
  const [invoice] = isTrouble(read) ? [] : read.invoices
  if (!invoice) throw new Error('not read')
  return checkHybrid(invoice, marks).map(({ code }) => code)
}

test('a PDF that says everything right around its invoice has no defect', () => {
  expect(codes(SOUND)).toEqual([])
})

const { conformanceLevel: _, documentFileName: __, ...withoutXmp } = SOUND

test.each<[string, HybridMarks, string[]]>([
  ['another name', { ...SOUND, fileName: 'facture.xml', documentFileName: 'facture.xml' }, ['HYBRID-NAME']],
  ['no association', { ...SOUND, associated: false }, ['HYBRID-ASSOCIATED']],
  ['no relationship', { ...SOUND, relationships: [] }, ['HYBRID-RELATIONSHIP']],
  ['an odd relationship', { ...SOUND, relationships: ['Source'] }, ['HYBRID-RELATIONSHIP']],
  ['no metadata', withoutXmp, ['HYBRID-XMP']],
  ['another profile', { ...SOUND, conformanceLevel: 'MINIMUM' }, ['HYBRID-XMP-PROFILE']],
  ['metadata of another file', { ...SOUND, documentFileName: 'other.xml' }, ['HYBRID-XMP-NAME']],
  ['no PDF/A', { ...SOUND, outputIntent: false }, ['HYBRID-PDF-A']],
])('%s is told', (_, marks, expected) => {
  expect(codes(marks)).toEqual(expected)
})
