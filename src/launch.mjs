#!/usr/bin/env node
/**
 * Starts `billhook`: installs what is missing, hands over to the Node that the project brings when the machine's own is too old to run
 * TypeScript, and builds what people look at for those commands that serve it.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import './project/install.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const runsTypeScript = major > 23 || (major === 22 && minor >= 19)

if (runsTypeScript) {
  const command = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? 'serve'
  if (['serve', 'demo'].includes(command)) await import('./project/build-workspace.mjs')
  // Before anything is compiled: stripping the types of the first file alone takes as long as starting Node.
  await import('./sandbox/use-compiled.mjs')
  await import('./cli.ts')
} else if (existsSync(own)) {
  const billhook = spawn(own, process.argv.slice(1), { stdio: 'inherit' })
  // A terminal sends its signal to both; who ends a process by its number knows this one alone. Either way the other one ends first.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => billhook.kill('SIGTERM'))
  billhook.on('exit', (code) => process.exit(code ?? 1))
} else {
  console.error(
    `Billhook needs Node 22.19 or later; this is ${process.version}. Install Node 24, or run "npm ci" on Linux to get it.`,
  )
  process.exit(1)
}
