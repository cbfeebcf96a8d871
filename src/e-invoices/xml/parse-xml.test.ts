import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { elementAt, pathOf } from './element.ts'
import { parseXml, XML_LIMITS } from './parse-xml.ts'
import { isTrouble } from './trouble.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const codeOf = (input: Uint8Array): string => {
  const result = parseXml(input, 'invoice.xml')
  return isTrouble(result) ? result.code : 'read'
}
const rootOf = (input: Uint8Array) => {
  const result = parseXml(input, 'invoice.xml')
  if (isTrouble(result)) throw new Error(result.message)
  return result.root
}
const utf16 = (text: string, { mark, bigEndian }: { mark: boolean; bigEndian: boolean }): Uint8Array => {
  const buffer = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return bigEndian ? buffer.swap16() : buffer
}

describe('an XML document is opened', () => {
  test('in UTF-8 with a byte order mark', () => {
    expect(rootOf(bytes('\ufeff<a>Größe</a>')).text).toBe('Größe')
  })

  test.each([
    { mark: true, bigEndian: false },
    { mark: true, bigEndian: true },
    { mark: false, bigEndian: false },
    { mark: false, bigEndian: true },
  ])('in UTF-16 ($mark, $bigEndian)', (how) => {
    expect(rootOf(utf16('<?xml version="1.0" encoding="UTF-16"?><a>Größe</a>', how)).text).toBe('Größe')
  })

  test('in the encoding that it declares', () => {
    const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Größe</a>', 'latin1')
    expect(rootOf(latin1).text).toBe('Größe')
  })

  test.each(['UTF-16', 'ISO-8859-1', 'UTF-8-W/O-BOM'])(
    'as UTF-8 where it wrongly declares %s, and the claim is reported',
    (claim) => {
      const result = parseXml(bytes(`<?xml version="1.0" encoding="${claim}"?><a>Größe</a>`), 'invoice.xml')
      expect(result).toMatchObject({ wronglyDeclaredEncoding: claim, root: { text: 'Größe' } })
    },
  )

  test('where blanks stand before its declaration', () => {
    expect(rootOf(bytes('\n <?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>')).text).toBe('x')
  })

  test('under the usual prefixes whatever prefixes it uses', () => {
    const root = rootOf(
      bytes(
        '<x:Invoice xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><y:ID xmlns:y="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">7</y:ID></x:Invoice>',
      ),
    )
    expect(elementAt(root, 'cbc:ID')?.text).toBe('7')
  })

  test('and every element knows its XPath, with a position where there are several', () => {
    const root = rootOf(bytes('<a><b/><b><c>x</c></b></a>'))
    const second = root.children[1]?.children[0]
    expect(second && pathOf(second)).toBe('/a/b[2]/c')
  })
})

describe('an XML document is refused', () => {
  test('with a DOCTYPE, whatever it holds', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    expect(codeOf(bytes(bomb))).toBe('xml.doctype')
    expect(codeOf(bytes('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'))).toBe('xml.doctype')
    expect(codeOf(bytes(`<?xml version="1.0"?>\n<!-- x --><!DOCTYPE a [<!ENTITY`))).toBe('xml.doctype')
  })

  test('with an entity that XML does not have itself', () => {
    expect(codeOf(bytes('<a>&nbsp;</a>'))).toBe('xml.malformed')
    expect(codeOf(bytes('<a>&amp;&#228;</a>'))).toBe('read')
  })

  test('where it ends in the middle', () => {
    expect(codeOf(bytes('<a><b>text</b>'))).toBe('xml.truncated')
    expect(codeOf(bytes('<a><b>te'))).toBe('xml.truncated')
  })

  test('where its bytes are no text in its encoding', () => {
    expect(codeOf(Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>Größe</a>', 'latin1'))).toBe('xml.encoding')
    expect(codeOf(Buffer.from('<?xml version="1.0" encoding="klingon"?><a>ß</a>', 'latin1'))).toBe('xml.encoding')
  })

  test('where it nests too deep, is too large or empty', () => {
    expect(codeOf(bytes('<a>'.repeat(XML_LIMITS.depth + 1)))).toBe('xml.too-deep')
    expect(codeOf(new Uint8Array(XML_LIMITS.bytes + 1))).toBe('xml.too-large')
    expect(codeOf(bytes(''))).toBe('xml.empty')
  })

  test.each([
    ['attributes', `<a ${Array.from({ length: 100_000 }, (_, at) => `a${at}="1"`).join(' ')}/>`],
    ['references', `<a>${'&#65;'.repeat(500_000)}</a>`],
    ['comments', `<a>${'<!---->'.repeat(500_000)}</a>`],
    ['namespaces', `<a>${Array.from({ length: 50_000 }, (_, at) => `<p${at}:b xmlns:p${at}="u${at}"/>`).join('')}</a>`],
    ['in comments', `<a><!--${'- '.repeat(600_000)}--></a>`],
    ['kinds of elements', `<a>${Array.from({ length: 5_000 }, (_, at) => `<b${at}/>`).join('')}</a>`],
    ['elements', `<a>${'<b/>'.repeat(900_000)}</a>`],
  ])('where it has more %s than any invoice', (_, xml) => {
    expect(codeOf(bytes(xml))).toBe('xml.too-many')
  })

  test('in words that name the document, the place and what to do', () => {
    const trouble = parseXml(bytes('<a>\n</b>'), 'Rechnung 7.xml')
    expect(trouble).toMatchObject({ code: 'xml.malformed', line: 2 })
    expect(isTrouble(trouble) && trouble.message).toMatch(
      /^Rechnung 7\.xml is no well-formed XML \(line 2, .*Ask the sender/,
    )
  })
})

test('whatever the bytes, a document or a trouble comes back', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<b x="1"',
    '>',
    '&amp;',
    '&#x',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '\u0000',
    'é',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), fc.uint8Array({ maxLength: 20 }), (texts, noise) => {
      const result = parseXml(Buffer.concat([bytes(texts.join('')), noise]), 'x')
      expect(isTrouble(result) || result.root.name.length > 0).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('text comes back as it was written, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '&', '<', 'ß', '€', '😀', ' ', '"') }), (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      expect(rootOf(bytes(`<a>${escaped}</a>`)).text).toBe(text)
    }),
  )
})
