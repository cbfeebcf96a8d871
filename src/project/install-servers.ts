/** Sees to it that the real servers which `npm run test:int` starts are on this machine; Debian's packages, installed where it may. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Debian package -> a program that it brings. */
const PROGRAMS: Record<string, string[]> = {
  hledger: ['/usr/bin/hledger'],
  chromium: ['/usr/bin/chromium'],
  'redis-server': ['/usr/bin/redis-server'],
  strace: ['/usr/bin/strace'],
  bubblewrap: ['/usr/bin/bwrap'],
  'clamav-daemon': ['/usr/sbin/clamd'],
  'libheif-examples': ['/usr/bin/heif-convert'],
  postgresql: [
    '/usr/lib/postgresql/15/bin/initdb',
    '/usr/lib/postgresql/16/bin/initdb',
    '/usr/lib/postgresql/17/bin/initdb',
  ],
}

const missing = Object.entries(PROGRAMS)
  .filter(([, programs]) => !programs.some((program) => existsSync(program)))
  .map(([name]) => name)

if (missing.length > 0) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall) {
    console.error(
      `test:int needs ${missing.join(', ')}. Install them (Debian: apt-get install ${missing.join(' ')}) and run it again.`,
    )
    process.exit(1)
  }
  console.log(`Installing ${missing.join(', ')} for test:int...`)
  const run = (...args: string[]) =>
    spawnSync('apt-get', ['-q', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  run('update')
  const { status } = run('install', '--no-install-recommends', ...missing)
  if (status !== 0) {
    console.error(`apt-get could not install ${missing.join(' ')}.`)
    process.exit(1)
  }
}
