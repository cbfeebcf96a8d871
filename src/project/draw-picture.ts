/** Draws fixtures/picture.png for the README: one invoice in, its JSON out, both from the real thing. `npm run picture` */
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { OWN } from '../../fixtures/own.ts'
import { readFiles } from '../reading/read-files.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'

const invoice = fileURLToPath(new URL('../../fixtures/invoices/de-electrician/invoice.pdf', import.meta.url))
const picture = fileURLToPath(new URL('../../fixtures/picture.png', import.meta.url))

const reader = openDocumentReader({ processes: 1, ocrLanguages: OCR_LANGUAGES })
const recognized = await reader.recognize({ path: invoice, name: 'invoice.pdf' }, { pageImages: true })
if (!recognized.ok) throw new Error(recognized.unreadable.message)
const page = recognized.images[0]
const lines = []
for await (const line of readFiles([invoice], { reader, atOnce: 1, own: OWN })) lines.push(line)
await reader.close()
const [line] = lines
if (!page || !line || 'error' in line) throw new Error('the fixture could not be read')

const rows = [
  '{',
  `  "type": "${line.type}",`,
  '  "fields": {',
  ...Object.entries(line.fields).map(
    ([name, field]) => `    "${name}": { "value": "${field.value}", "confidence": ${field.confidence} },`,
  ),
  '  },',
  '  "lines": [',
  ...line.lines.map((item) => `    { "description": "${item.description}", "netAmount": "${item.netAmount}" },`),
  '  ]',
  '}',
]
const escaped = rows.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const html = `<!doctype html><meta charset="utf-8"><style>
body{margin:0;display:flex;gap:24px;padding:24px;background:#eef1f4;align-items:flex-start;width:1232px}
img{width:560px;background:#fff;box-shadow:0 1px 6px #0003}
pre{margin:0;flex:1;background:#14202b;color:#dfe8ef;font:13px/1.5 monospace;padding:20px;border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
</style><img src="data:image/webp;base64,${Buffer.from(page.image).toString('base64')}"><pre>${escaped}</pre>`

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const tab = await browser.newPage({ viewport: { width: 1280, height: 860 } })
await tab.setContent(html)
await tab.screenshot({ path: picture })
await browser.close()
