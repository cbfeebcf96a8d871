/**
 * Builds the workspace that people use in a browser, when it is missing or its sources have changed: before `npm start`, before tests that
 * look at it, and in the image's build. Plain JavaScript, because a command typed by hand may still run on the machine's own Node.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('../../', import.meta.url))
const source = join(root, 'src/web/workspace')
/** What it takes from elsewhere: the look that it shares with the pages that the server makes, and what .dependency-cruiser.cjs allows it. */
const borrowed = ['src/web/assets/look.css', 'src/pipeline/lifecycle.ts', 'src/extraction/notation/number.ts'].map(
  (path) => join(root, path),
)
// src/web/add-workspace.ts serves from the same folder.
const built = join(root, 'node_modules/.cache/billhook/workspace')
const stampPath = join(built, 'stamp')

/** Of everything that the built files are made of: our sources, the versions of the packages, this file. */
function hashSources() {
  const hash = createHash('sha256')
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|int)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...files.sort(), ...borrowed, join(root, 'package-lock.json'), fileURLToPath(import.meta.url)])
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const stamp = hashSources()
if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp) await build()

async function build() {
  // An installation without development packages serves what it was given, or says that there is none.
  if (!existsSync(join(root, 'node_modules/vite'))) return
  console.error('Building the workspace (once, some seconds)...')
  const { build: bundle } = await import('vite')
  const { default: react } = await import('@vitejs/plugin-react')
  // Beside its place and then renamed: a server that runs never sees half of it, and of two builders at once one wins.
  const making = `${built}.${process.pid}`
  await bundle({
    configFile: false,
    root: source,
    base: '/workspace/',
    logLevel: 'warn',
    plugins: [react()],
    // Replaced for every answer; the policy allows styles that carry it.
    html: { cspNonce: 'NONCE' },
    build: {
      outDir: making,
      emptyOutDir: true,
      // Data addresses would need a wider policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 800,
      target: 'es2022',
    },
  })
  compress(join(making, 'assets'))
  writeFileSync(join(making, 'stamp'), stamp)
  mkdirSync(join(built, '..'), { recursive: true })
  rmSync(built, { recursive: true, force: true })
  try {
    renameSync(making, built)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(stampPath)) throw error
  }
}

/** Once here and not at every answer. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
}
