import type { EInvoice, EInvoiceFinding, HybridMarks } from '../../../schemas/e-invoice.ts'

/** The names that the specifications give to the invoice inside a PDF. */
const NAMES = new Set(['factur-x.xml', 'zugferd-invoice.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml'])

/** Levels of conformance in XMP by the end of the specification identifier (BT-24). */
const LEVELS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/:minimum$/i, ['MINIMUM']],
  [/:basicwl$/i, ['BASIC WL', 'BASICWL', 'BASIC-WL']],
  [/:basic$/i, ['BASIC']],
  [/:comfort$/i, ['COMFORT']],
  [/:extended(-ctc-fr)?$/i, ['EXTENDED']],
  [/xrechnung/i, ['XRECHNUNG', 'EN 16931', 'EN16931']],
  [/(en16931:2017|:en16931)$/i, ['EN 16931', 'EN16931', 'COMFORT']],
]

type Defect = { code: string; meaning: string; here: string; path: string }

/**
 * Checks what a PDF says around the invoice that is embedded in it. Nothing of it changes what the invoice says, so that all are warnings:
 * other programs may not find the invoice, or may not trust it.
 */
export function checkHybrid(invoice: EInvoice, marks: HybridMarks): EInvoiceFinding[] {
  return findDefects(invoice, marks).map(({ code, meaning, here, path }) => ({
    code,
    severity: 'warning',
    meaning,
    message: `${meaning} Here ${here}.`,
    clashing: [{ term: 'PDF', text: here, path }],
  }))
}

function findDefects({ specification }: EInvoice, marks: HybridMarks): Defect[] {
  const defects: Defect[] = []
  const add = (...[code, meaning, here, path]: [string, string, string, string]): void => {
    defects.push({ code, meaning, here, path })
  }
  if (!NAMES.has(marks.fileName)) {
    add(
      'HYBRID-NAME',
      `The invoice inside a PDF is called ${[...NAMES].join(', ')}.`,
      `it is called ${marks.fileName.slice(0, 80)}`,
      'EmbeddedFiles',
    )
  }
  if (!marks.associated) {
    add('HYBRID-ASSOCIATED', 'The invoice is associated with the document (AF).', 'it is not', 'Catalog/AF')
  }
  if (marks.relationships.length === 0) {
    add(
      'HYBRID-RELATIONSHIP',
      'The PDF says how page and data belong together (AFRelationship).',
      'it does not',
      'AFRelationship',
    )
  } else if (!marks.relationships.some((one) => one === 'Data' || one === 'Alternative')) {
    add(
      'HYBRID-RELATIONSHIP',
      'The data is Data or Alternative to the page (AFRelationship).',
      `it is ${marks.relationships.join(', ')}`,
      'AFRelationship',
    )
  }
  if (marks.conformanceLevel === undefined) {
    add(
      'HYBRID-XMP',
      "The PDF's metadata say that it holds an invoice, and of which profile.",
      'they do not',
      'Metadata',
    )
  } else {
    const expected = LEVELS.find(([end]) => end.test(specification?.text ?? ''))?.[1]
    if (expected && !expected.includes(marks.conformanceLevel.toUpperCase())) {
      add(
        'HYBRID-XMP-PROFILE',
        "The PDF's metadata name the profile that the invoice has (BT-24).",
        `they say ${marks.conformanceLevel}, the invoice ${specification?.text}`,
        'Metadata/ConformanceLevel',
      )
    }
    if (marks.documentFileName !== undefined && marks.documentFileName !== marks.fileName) {
      add(
        'HYBRID-XMP-NAME',
        "The PDF's metadata name the embedded invoice as it is called.",
        `they say ${marks.documentFileName}, but it is called ${marks.fileName}`,
        'Metadata/DocumentFileName',
      )
    }
  }
  if (marks.pdfaPart !== '3' || !marks.outputIntent) {
    add('HYBRID-PDF-A', 'The PDF is a PDF/A-3, made to be kept.', 'it is not', 'Metadata/pdfaid:part, OutputIntents')
  }
  return defects
}
