import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const BUILD = fileURLToPath(new URL('../../project/build-workspace.mjs', import.meta.url))

/** Debian's; another one's path can be given. */
const CHROMIUM = process.env.BILLHOOK_CHROMIUM ?? '/usr/bin/chromium'

/** A real browser, and the workspace as it is built for it. `BILLHOOK_SCREENSHOTS` names a folder for pictures. */
export async function openBrowser(): Promise<Browser> {
  execFileSync(process.execPath, [BUILD], { stdio: 'inherit' })
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/** Signs in by a one-time link, and keeps what the pages complain about: errors of scripts, and broken policy. */
export async function signInto(
  browser: Browser,
  { link, ...options }: { link: string } & Parameters<Browser['newContext']>[0] & object,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    // What is half faded in is not judged.
    reducedMotion: 'reduce',
    ...options,
  })
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/workspace/**')
  return { context, page, complaints }
}

export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.BILLHOOK_SCREENSHOTS
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
