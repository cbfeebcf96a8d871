import { describe, expect, test } from 'vitest'
import type { MediaType } from '../../schemas/original.ts'
import { disposeOfFile } from './dispose.ts'
import { measureImage } from './measure-image.ts'
import { fakePng } from './testing/open-test-intake.ts'

const file = (change: Partial<Parameters<typeof disposeOfFile>[0]>) =>
  disposeOfFile({
    fileName: 'x',
    declaredType: '',
    mediaType: 'application/octet-stream',
    bytes: 100,
    head: Buffer.alloc(100, 'x'),
    inline: false,
    ...change,
  })
const text = (words: string) => ({ head: Buffer.from(words) })

describe('what becomes of a file', () => {
  test.each<[MediaType, string]>([
    ['application/pdf', 'invoice'],
    ['image/png', 'invoice'],
    ['image/tiff', 'invoice'],
    ['image/heic', 'invoice'],
    ['application/xml', 'invoice'],
    ['application/pkcs7-mime', 'invoice'],
    ['message/rfc822', 'pending'],
    ['application/octet-stream', 'quarantined'],
  ])('%s is %s', (mediaType, disposition) => {
    expect(file({ mediaType }).disposition).toBe(disposition)
  })

  test.each<[string, Parameters<typeof file>[0], string, RegExp]>([
    ['an S/MIME signature', { fileName: 'smime.p7s' }, 'ignored', /signature/],
    [
      'a PGP signature',
      { fileName: 'signature.asc', ...text('-----BEGIN PGP SIGNATURE-----') },
      'ignored',
      /signature/,
    ],
    ['a PGP message', { fileName: 'encrypted.asc', ...text('-----BEGIN PGP MESSAGE-----') }, 'quarantined', /Decrypt/],
    ['an S/MIME envelope', { fileName: 'invoice.xml.p7m' }, 'quarantined', /envelope/],
    ['a business card', { fileName: 'me.vcf', declaredType: 'text/vcard' }, 'ignored', /business card/],
    ['a piece of Outlook text', { fileName: 'ATT00001.txt' }, 'ignored', /mail's text/],
    ['an old Word document', { fileName: 'invoice.doc' }, 'quarantined', /Save it as a PDF/],
    ['a ZIP archive', text('PK\x03\x04'), 'pending', /unpacked/],
  ])('%s', (_, change, disposition, reason) => {
    const fate = file(change)
    expect(fate.disposition).toBe(disposition)
    expect(fate.reason).toMatch(reason)
  })

  test.each([
    ['<?xml version="1.0"?><!-- made by a program --><inv:Invoice xmlns:inv="urn:x">', 'invoice'],
    ['<rsm:CrossIndustryInvoice xmlns:rsm="x">', 'invoice'],
    ['<p:FatturaElettronica versione="FPR12">', 'invoice'],
    ['<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice/>', 'invoice'],
    ['<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">', 'supporting'],
    ['<log><entry/></log>', 'supporting'],
  ])('XML is an invoice by its root: %s is %s', (words, disposition) => {
    expect(file({ mediaType: 'application/xml', ...text(words) }).disposition).toBe(disposition)
    const utf16 = Buffer.from(`\ufeff${words}`, 'utf16le')
    expect(file({ mediaType: 'application/xml', head: utf16 }).disposition).toBe(disposition)
  })

  test('a PDF that calls itself a signature or a calendar is an invoice all the same', () => {
    for (const fileName of ['smime.p7s', 'meeting.ics', 'ATT00001.txt', 'winmail.dat']) {
      expect(file({ fileName, declaredType: 'text/calendar', mediaType: 'application/pdf' }).disposition).toBe(
        'invoice',
      )
    }
  })

  test('a picture is judged by its size only where the mail shows it within its text', () => {
    const picture = (width: number, height: number, inline: boolean) =>
      file({ mediaType: 'image/png', head: fakePng(width, height), inline }).disposition
    expect([picture(600, 800, true), picture(350, 900, true), picture(400, 300, false)]).toEqual(
      Array(3).fill('invoice'),
    )
    expect([picture(600, 400, true), picture(99, 2000, false), picture(1, 1, true)]).toEqual(Array(3).fill('ignored'))
  })
})

describe('the size of a picture', () => {
  // Headers made by hand from the formats' specifications.
  test.each<[string, string]>([
    ['PNG', '89504e470d0a1a0a0000000d49484452000002800000 01e0'],
    ['GIF', '474946383961 8002 e001'],
    ['JPEG', 'ffd8 ffe0 0004 0000 ff ffc2 000b 08 01e0 0280 03'],
    ['WebP, lossy', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001'],
    ['WebP, lossless', '52494646 00000000 57454250 5650384c 00000000 2f 7fc27700'],
    ['WebP, extended', '52494646 00000000 57454250 56503858 00000000 00000000 7f0200 df0100'],
  ])('%s of 640 × 480', (_, hex) => {
    expect(measureImage(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toEqual({ width: 640, height: 480 })
  })

  test('is unknown, not an error, where the header is cut or strange', () => {
    const jpeg = Buffer.from('ffd8ffe00004', 'hex')
    for (const head of [
      Buffer.alloc(0),
      Buffer.from('GIF89a'),
      jpeg,
      Buffer.alloc(30, 0xff),
      fakePng(1, 1).subarray(0, 17),
    ]) {
      expect(measureImage(head)).toBeNull()
    }
  })
})
