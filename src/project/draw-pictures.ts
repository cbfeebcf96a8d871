/**
 * Draws the README's pictures of the real thing: the demo runs as anybody starts it, reads its invoices, and Chromium looks at it.
 * `npm run picture`
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startProcess } from '../torture/start-process.ts'
import { writeWebp } from '../web/testing/draw-page.ts'
import { openBrowser, signInto } from '../web/testing/open-workspace.ts'
import { findFreePort } from './testing/free-port.ts'

const PICTURES = fileURLToPath(new URL('../web/pictures/', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'billhook-pictures-'))
const browser = await openBrowser()
const demo = await startProcess({
  name: 'demo',
  args: ['demo'],
  environment: { DATA_DIR: folder, PORT: String(await findFreePort()), SMTP_PORT: String(await findFreePort()) },
  readyWhen: 'Press Ctrl-C to end.',
})
try {
  const said = demo.said()
  const [link, decision] = [/https?:\/\/\S+\/sign-in\/\S+/, /https?:\/\/\S+\/decide\/\S+/].map(
    (it) => it.exec(said)?.[0],
  )
  if (!link || !decision) throw new Error(`the demo asked nobody for a decision:\n${said}`)
  mkdirSync(PICTURES, { recursive: true })
  const { page, context } = await signInto(browser, { link, viewport: { width: 1280, height: 800 } })
  await page.locator('.rows a').first().waitFor()
  await keep(page, 'inbox')
  // Whatever the demo's invoices leave to a person; one that has pages and fields to show.
  await page
    .getByRole('link', { name: /Totals don’t add up|Not certain|Something is missing/ })
    .first()
    .click()
  await page.locator('.rows a').first().click()
  await page.locator('.turned img').waitFor()
  await page.waitForLoadState('networkidle')
  await keep(page, 'review')
  const phone = await context.newPage()
  await phone.setViewportSize({ width: 390, height: 780 })
  await phone.goto(decision)
  await keep(phone, 'decision')
} finally {
  await browser.close()
  await demo.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

async function keep(page: Page, name: string): Promise<void> {
  await writeWebp(await page.screenshot(), join(PICTURES, `${name}.webp`))
}
