import { expect, test } from 'vitest'
import { sniffMediaType } from './sniff-media-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['%PDF-1.7\n', 'application/pdf'],
  [`${' '.repeat(1016)}%PDF-1.4`, 'application/pdf'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['\0\0\0\x18ftypheic\0\0\0\0', 'image/heic'],
  ['<?xml version="1.0"?><Invoice/>', 'application/xml'],
  ['\xef\xbb\xbf<?xml version="1.0"?>', 'application/xml'],
  ['<rsm:CrossIndustryInvoice xmlns:rsm="x">', 'application/xml'],
  ['Received: from mail.example', 'message/rfc822'],
  ['PK\x03\x04', 'application/octet-stream'],
  ['<html><body>', 'application/octet-stream'],
  ['Dear Sir, please find', 'application/octet-stream'],
  ['', 'application/octet-stream'],
] as const)('%j is taken for %s', (head, type) => {
  expect(sniffMediaType(bytes(head))).toBe(type)
})

test('XML in a signed envelope is that, whether it is binary, PEM or bare base64; another signed file is not', () => {
  const oid = '06092a864886f70d010702'
  const signed = (content: string) =>
    Buffer.concat([
      Buffer.from(`3080${oid}a08030800201013100308006092a864886f70d010701a080048200ff`, 'hex'),
      bytes(content),
    ])
  const xml = signed('<?xml version="1.0"?><p:FatturaElettronica/>')
  for (const head of [xml, bytes(xml.toString('base64')), bytes(`-----BEGIN PKCS7-----\n${xml.toString('base64')}\n`)])
    expect(sniffMediaType(head)).toBe('application/pkcs7-mime')
  expect(sniffMediaType(signed('Content-Type: text/plain'))).toBe('application/octet-stream')
})

test('XML in UTF-16 is XML, with either byte order and with or without its mark', () => {
  const little = Buffer.from('<?xml version="1.0"?><Invoice/>', 'utf16le')
  const big = Buffer.from(little).swap16()
  expect(sniffMediaType(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toBe('application/xml')
  expect(sniffMediaType(Buffer.concat([Buffer.from([0xfe, 0xff]), big]))).toBe('application/xml')
  expect(sniffMediaType(little)).toBe('application/xml')
  expect(sniffMediaType(big)).toBe('application/xml')
})

test.each(['MZ\0\0', '\x7fELF', '#!/bin/sh\n', 'PK\x03\x04'])(
  '%j is no document, even where a PDF comes behind',
  (head) => {
    expect(sniffMediaType(bytes(`${head} %PDF-1.7\n`))).toBe('application/octet-stream')
  },
)

test('of a file that is two things the mark that comes first decides', () => {
  expect(sniffMediaType(bytes('\xff\xd8\xff\xe0 a JPEG with %PDF-1.4 inside'))).toBe('image/jpeg')
})
