import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import type { Role } from '../../../schemas/company.ts'
import { fillBooks } from '../../http/testing/fill-books.ts'
import { newId } from '../../http/testing/records.ts'
import { startTestHttp, type TestHttp } from '../../http/testing/start-http.ts'
import { addPerson } from '../../people/person.ts'
import { issueSignInLink } from '../../people/sign-in-link.ts'
import { putWords } from './fill-desk.ts'
import { openBrowser, signInto } from './open-workspace.ts'

export type Desk = {
  http: TestHttp
  base: string
  books: Awaited<ReturnType<typeof fillBooks>>
  browser: Browser
  /** A browser window of a person with this role. */
  signIn(email: string, role: Role): ReturnType<typeof signInto>
  /** Opens the review of an invoice and waits until its fields are there. */
  openReview(page: Page, invoiceId?: string): Promise<void>
  close(): Promise<void>
}

/** The workspace over books that show something of everything, with an invoice in review whose words can be picked from its page. */
export async function openDesk(): Promise<Desk> {
  const http = await startTestHttp()
  const base = await http.listen()
  const books = await fillBooks(http.ports, (svg) => sharp(Buffer.from(svg)).webp().toBuffer())
  await putWords(http.ports, books.inReview)
  const browser = await openBrowser()
  return {
    http,
    base,
    books,
    browser,
    async signIn(email, role) {
      const { db, ports } = http
      const person = { email, name: email }
      const { id } = await addPerson(db, { person, companyId: books.company.id, role, now: ports.now, newId })
      const { url } = await issueSignInLink(db, { personId: id, now: ports.now, publicUrl: base })
      return await signInto(browser, { link: url })
    },
    async openReview(page, invoiceId = books.inReview) {
      await page.goto(`${base}/workspace/acme/invoices/${invoiceId}`)
      await page.getByLabel('Purchase order').waitFor()
    },
    async close() {
      await browser.close()
      await http.close()
    },
  }
}
