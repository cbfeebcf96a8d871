import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import PdfDocument from 'pdfkit'

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')

/** Prints lines of text on A4 pages with a font that has the letters of all European languages; what stands after a `|` goes to the right. */
export async function printPages(pages: readonly (readonly string[])[], { size = 11 } = {}): Promise<Buffer> {
  const pdf = new PdfDocument({ size: 'A4', margin: 0, autoFirstPage: false })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  for (const lines of pages) {
    pdf.addPage()
    pdf.font(join(fonts, 'LiberationSans-Regular.ttf')).fontSize(size)
    for (const [index, line] of lines.entries()) {
      const [label = '', value] = line.split('|')
      const y = 60 + index * size * 2
      pdf.text(label, 60, y, { lineBreak: false })
      if (value !== undefined) pdf.text(value, 400, y, { lineBreak: false })
    }
  }
  pdf.end()
  await done
  return Buffer.concat(chunks)
}
