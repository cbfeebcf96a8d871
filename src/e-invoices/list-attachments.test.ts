import { expect, test } from 'vitest'
import { listAttachments } from './list-attachments.ts'
import { readEInvoice } from './read-e-invoice.ts'
import { SOUND_CII } from './testing/sound-cii.ts'
import { SOUND_UBL } from './testing/sound-ubl.ts'
import { isTrouble } from './xml/trouble.ts'

function list(xml: string) {
  const read = readEInvoice(new TextEncoder().encode(xml), 'invoice.xml')
  const [invoice] = isTrouble(read) ? [] : read.invoices
  if (!invoice) throw new Error('not read')
  return listAttachments(invoice)
}

test.each([SOUND_UBL, SOUND_CII])('an embedded document comes out as it went in', (xml) => {
  const { files, notes } = list(xml)
  expect(files.map(({ name, mediaType, bytes }) => [name, mediaType, new TextDecoder().decode(bytes)])).toEqual([
    ['times.csv', 'text/csv', 'a,b\n'],
  ])
  expect(notes).toEqual([])
})

test('a damaged or empty one is left out and told', () => {
  const damaged = list(SOUND_UBL.replace('YSxiCg==', 'not base64!'))
  expect(damaged).toEqual({ files: [], notes: ['The embedded document "times.csv" is damaged and was left out.'] })
  expect(list(SOUND_UBL.replace('YSxiCg==', '')).notes).toHaveLength(1)
})

test('more of them than any invoice has are cut', () => {
  const start = SOUND_UBL.indexOf('<cac:AdditionalDocumentReference>')
  const end = SOUND_UBL.indexOf('</cac:AdditionalDocumentReference>') + '</cac:AdditionalDocumentReference>'.length
  const one = SOUND_UBL.slice(start, end)
  const { files, notes } = list(SOUND_UBL.replace(one, one.repeat(150)))
  expect(files).toHaveLength(100)
  expect(notes).toEqual(['50 of 150 embedded documents were left out: 100 are the most that are read.'])
})
