#!/usr/bin/env node
/** `billhook` typed by hand: hands over to the Node that the project brings when the machine's own is too old to run TypeScript. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import './project/install.mjs'

// Only who serves people needs what they look at.
const command = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? 'serve'
if (['serve', 'demo'].includes(command)) await import('./project/build-workspace.mjs')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const runsTypeScript = major > 23 || (major === 22 && minor >= 19)

if (runsTypeScript) {
  // Before anything is compiled: stripping the types of the first file alone takes as long as starting Node.
  await import('./sandbox/use-compiled.mjs')
  await import('./cli.ts')
} else if (existsSync(own)) {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  process.exit(spawnSync(own, [cli, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
} else {
  console.error(
    `Billhook needs Node 22.19 or later; this is ${process.version}. Install Node 24, or run "npm ci" on Linux to get it.`,
  )
  process.exit(1)
}
