import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import type { Role } from '../../../schemas/company.ts'
import { openTestDatabase } from '../../database/open-test-database.ts'
import { openSpool } from '../../intake/spool.ts'
import type { Work } from '../../job-queue/index.ts'
import { openFolderStore } from '../../object-store/folder.ts'
import { createApiKey } from '../../people/api-keys.ts'
import { addPerson } from '../../people/person.ts'
import { issueSignInLink } from '../../people/sign-in-link.ts'
import { openSecrets } from '../../secrets/seal.ts'
import { buildHttp } from '../app.ts'
import type { HttpPorts } from '../ports.ts'
import { newId, startClock } from './records.ts'

export const PUBLIC_URL = 'http://billhook.example'

/** The whole HTTP app over real parts: embedded PostgreSQL, objects and spool in a temporary folder, a clock that stands still. */
export async function startTestHttp(options: { mailLeaves?: boolean; scansOriginals?: boolean } = {}) {
  const opened = await openTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'billhook-http-'))
  const objects = await openFolderStore({ folder: join(folder, 'objects') })
  const clock = startClock()
  const work: Work[] = []
  let publicUrl = PUBLIC_URL
  const logged: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  })
  const ports: HttpPorts = {
    db: opened.db,
    objects,
    now: clock.now,
    newId,
    dispatch: async (item) => {
      work.push(item)
    },
    spool: await openSpool({ folder: join(folder, 'spool') }),
    publicUrl: () => publicUrl,
    ingestDomain: 'in.billhook.example',
    sessionSecret: 'a secret of at least thirty-two characters',
    secrets: openSecrets('another secret of at least thirty-two characters'),
    logger: pino(sink),
    mailLeaves: options.mailLeaves ?? false,
    scansOriginals: options.scansOriginals ?? false,
  }
  const app = await buildHttp(ports)
  return {
    app,
    db: opened.db,
    objects,
    clock,
    ports,
    /** Listens on a free port of this machine, which is the public address from then on. */
    async listen(): Promise<string> {
      publicUrl = await app.listen({ port: 0, host: '127.0.0.1' })
      return publicUrl
    },
    /** What was dispatched and logged so far. */
    work,
    logged,
    async close() {
      await app.close()
      await objects.close()
      await opened.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type TestHttp = Awaited<ReturnType<typeof startTestHttp>>

/** A browser as far as forms go: keeps cookies, follows nothing by itself, reads the form token of a page. */
export function openBrowser(app: FastifyInstance, options: { remoteAddress?: string } = {}) {
  const cookies = new Map<string, string>()
  async function request(given: InjectOptions): Promise<LightMyRequestResponse> {
    const response = await app.inject({
      ...given,
      ...options,
      headers: { accept: 'text/html,*/*', ...given.headers },
      cookies: Object.fromEntries(cookies),
    })
    for (const { name, value, expires } of response.cookies) {
      if (value === '' || (expires && expires.getTime() < Date.now())) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  async function post(url: string, form: Record<string, string>) {
    return await request({
      method: 'POST',
      url,
      payload: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  }
  return {
    cookies,
    request,
    get: (url: string) => request({ method: 'GET', url }),
    post,
    /** Opens a page and sends one of its forms, token included. */
    async submit(page: string, { action, ...form }: { action: string } & Record<string, string>) {
      return await post(action, { _csrf: tokenOf((await this.get(page)).body), ...form })
    },
  }
}
export type Browser = ReturnType<typeof openBrowser>

/** The form token that stands in a page. */
export function tokenOf(page: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#61;', '=') ?? 'no form token in the page'
}

/** A browser in which a member of this role is signed in. */
export async function signIn(
  { app, db, ports }: TestHttp,
  { companyId, role, email = `${role}@acme.example` }: { companyId: string; role: Role; email?: string },
): Promise<Browser> {
  const person = await addPerson(db, { person: { email, name: role }, companyId, role, now: ports.now, newId })
  const { url } = await issueSignInLink(db, { personId: person.id, now: ports.now, publicUrl: PUBLIC_URL })
  const browser = openBrowser(app)
  const { pathname } = new URL(url)
  const response = await browser.submit(pathname, { action: pathname })
  if (response.statusCode !== 303) throw new Error(`could not sign in: ${response.statusCode} ${response.body}`)
  return browser
}

/** The headers of a program with an API key of this role. */
export async function makeKey(
  { ports }: TestHttp,
  { companyId, role }: { companyId: string; role: Role },
): Promise<{ authorization: string }> {
  const { key } = await createApiKey(ports, { companyId, role, name: `test ${role}`, actor: 'test' })
  return { authorization: `Bearer ${key}` }
}

/** Files as a multipart form, in a shape `inject` takes. */
export async function multipart(
  files: { name: string; content: Buffer | string; type?: string }[],
  fields: Record<string, string> = {},
): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const { name, content, type = 'application/pdf' } of files) {
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))], { type }), name)
  }
  const request = new Request('http://x/', { method: 'POST', body: form })
  return {
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
  }
}
