/**
 * Installs what is missing, before any npm script. Plain JavaScript for the machine's own Node, which may be too old for everything else:
 * the project brings its runtime as a package. Does nothing when node_modules fits package-lock.json.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const stamp = `${root}node_modules/.billhook-installed`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('Installing what Billhook needs (once, about a minute)...')
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // npm's own chatter must not stand in a command's output.
    stdio: ['ignore', 2, 2],
  })
  if (npm.status !== 0) {
    console.error(
      'npm ci failed (see above). Billhook needs the npm registry once; check the network, then run the same command again.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}
