import { describe, expect, test } from 'vitest'
import { pickEmbedded } from './pick-embedded.ts'
import { SOUND_CII } from './testing/sound-cii.ts'

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })

describe('the invoice inside a PDF', () => {
  test.each(['factur-x.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml', 'Rechnung 7.XML'])('is found as %s', (name) => {
    const picked = pickEmbedded([file('terms.xml', '<terms/>'), file(name, SOUND_CII)], 'r.pdf')
    expect(picked).toMatchObject({ name, read: { invoices: [{ number: { text: 'R-2026-77' } }] } })
  })

  test('leads by its name where there are several', () => {
    const other = SOUND_CII.replace('R-2026-77', 'R-8')
    const picked = pickEmbedded([file('ZUGFeRD-invoice.xml', other), file('factur-x.xml', SOUND_CII)], 'r.pdf')
    expect(picked?.name).toBe('factur-x.xml')
  })

  test('is told where it has the name and cannot be read', () => {
    const picked = pickEmbedded([file('factur-x.xml', SOUND_CII.slice(0, 500))], 'r.pdf')
    expect(picked?.read).toMatchObject({
      code: 'xml.truncated',
      message: expect.stringMatching(/^factur-x\.xml in r\.pdf ends/),
    })
  })

  test('is absent where other files are embedded', () => {
    expect(pickEmbedded([file('terms.xml', '<terms/>'), file('times.csv', 'a;b')], 'r.pdf')).toBeUndefined()
  })
})
