import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { BillhookError } from '../errors.ts'
import { findSignedIn } from '../http/authenticate.ts'
import type { HttpPorts } from '../http/ports.ts'

/** Where src/project/build-workspace.mjs puts what it has built. */
const BUILT = fileURLToPath(new URL('../../node_modules/.cache/billhook/workspace/', import.meta.url))

const TYPES: Partial<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Where somebody wanted to go who first had to sign in; a path of the workspace and nothing else. */
const NEXT_COOKIE = 'billhook_next'
const NEXT_SECONDS = 1800
const IN_WORKSPACE = /^\/workspace(?:\/[\w./?=&%:+-]*)?$/

type Asset = { type: string; plain: Buffer; br: Buffer; gzip: Buffer }
type Built = { page: string; assets: Map<string, Asset> }

/** The workspace: one page for every address below `/workspace`, and the files that it is made of. All of it is public but the data. */
export function addWorkspace(app: FastifyInstance, { db, publicUrl }: HttpPorts): void {
  let built: Built | null = null
  const readBuilt = (): Built => {
    built ??= readFiles()
    return built
  }

  app.get('/workspace/assets/:name', async (request, reply) => {
    const { name } = request.params as { name: string }
    const asset = readBuilt().assets.get(name)
    if (!asset) throw new BillhookError('http.not-found', 'There is nothing at this address.')
    const accepted = request.headers['accept-encoding'] ?? ''
    const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'plain'
    if (encoding !== 'plain') reply.header('content-encoding', encoding)
    return reply
      .type(asset.type)
      .header('vary', 'accept-encoding')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(asset[encoding])
  })

  for (const url of ['/workspace', '/workspace/*']) {
    // The policy of other pages, and beside it styles that carry the nonce of this one answer.
    app.get(url, { helmet: { contentSecurityPolicy: false } }, async (request, reply) => {
      if (!(await findSignedIn(db, request))) {
        if (IN_WORKSPACE.test(request.url)) {
          const secure = publicUrl().startsWith('https:')
          const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: NEXT_SECONDS } as const
          reply.setCookie(NEXT_COOKIE, request.url, options)
        }
        return reply.redirect('/sign-in', 303)
      }
      const nonce = randomBytes(18).toString('base64url')
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policyWith(nonce))
        .send(
          readBuilt()
            .page.replaceAll('NONCE', nonce)
            .replace('</head>', `${preload(request.url)}</head>`),
        )
    })
  }
}

/** What every page of a company asks for first is fetched while its script is, not after it has run. */
function preload(url: string): string {
  const company = /^\/workspace\/([a-z0-9-]+)/.exec(url)?.[1]
  const paths = ['/api/session', ...(company ? [`/api/companies/${company}/inbox`] : [])]
  return paths.map((path) => `<link rel="preload" as="fetch" crossorigin href="${path}">`).join('')
}

/** Where somebody goes after signing in: what they had asked for before, else the workspace's first page. */
export function nextAfterSignIn(cookies: Record<string, string | undefined>): string {
  const next = cookies[NEXT_COOKIE]
  return next !== undefined && IN_WORKSPACE.test(next) ? next : '/workspace'
}

function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';')
}

function readFiles(): Built {
  try {
    const folder = join(BUILT, 'assets')
    const names = readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name))
    const assets = names.map((name): [string, Asset] => {
      const read = (suffix: string) => readFileSync(join(folder, `${name}${suffix}`))
      const type = TYPES[extname(name)] ?? 'application/octet-stream'
      return [name, { type, plain: read(''), br: read('.br'), gzip: read('.gz') }]
    })
    return { page: readFileSync(join(BUILT, 'index.html'), 'utf8'), assets: new Map(assets) }
  } catch (error) {
    throw new BillhookError(
      'http.not-found',
      'The workspace is not built. Start Billhook by "npm start", or run "node src/project/build-workspace.mjs".',
      { cause: error },
    )
  }
}
