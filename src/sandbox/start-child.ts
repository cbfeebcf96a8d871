import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
import { ENDS_WITH_PARENT } from './serve-tasks.ts'

/**
 * What a child may see where bubblewrap can be used: the system read-only, no network, no other process, nothing of the terminal. It goes
 * when we go, however we go.
 */
const BWRAP = '/usr/bin/bwrap'
export const ISOLATED = {
  command: BWRAP,
  before: [
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...['--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--new-session', '--die-with-parent'],
  ],
} as const
const BWRAP_ARGUMENTS = [...ISOLATED.before, '--']

/**
 * What a terminal and a supervisor send to all processes of a service: bubblewrap would end, and its child with it. Ignored signals stay ignored
 * over `exec`; Node undoes that for itself, see serve-tasks.ts.
 */
const UNSTOPPED = ['sh', '-c', `trap '' INT TERM HUP; exec "$@"`, 'sh']

/** A service's documents can wait; who uploads one, looks at a page or clicks a link is answered first. */
const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL

/**
 * A session of its own is a scheduling group of its own for Linux (sched(7), "autogroup"): a process's priority only counts inside it, and
 * the group has one, too.
 */
const AT_PRIORITY = [
  'sh',
  '-c',
  `{ echo ${PRIORITY} >/proc/self/autogroup; } 2>/dev/null; exec nice -n ${PRIORITY} "$@"`,
  'sh',
]

/**
 * A child's whole environment. Pictures of pages come and go by tens of megabytes; glibc would keep what is given back, once for each of its
 * arenas, as soon as it has seen one of them (mallopt(3), M_MMAP_THRESHOLD). With a fixed threshold they go back to the system. Of what is
 * smaller each arena keeps its own; a child has one thread that works, and some that compile for it.
 */
const ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: String(1024 ** 2), MALLOC_ARENA_MAX: '2' }

/** Half of V8's room for what is young, in megabytes. Its own choice keeps some 30 MB of the dead until the end of a page. */
const MOST_YOUNG = 4

/**
 * Compiling what a child loads takes half of its start. Node reads its cache of compiled code only where it may write it, too; so this is for
 * children to whom the whole system is read-only anyway: one that a document has taken over must not leave code there for the next.
 */
const WITH_COMPILED = [
  `--allow-fs-write=${COMPILED_FOLDER}`,
  `--import=${new URL('./use-compiled.mjs', import.meta.url)}`,
]

let canIsolate: boolean | undefined

/** Whether children run without network and with a read-only view of the system: `bwrap` is installed and allowed to. Asked once. */
export function isIsolating(): boolean {
  canIsolate ??=
    process.platform === 'linux' &&
    existsSync(BWRAP) &&
    spawnSync(BWRAP, [...BWRAP_ARGUMENTS, 'true'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  return canIsolate
}

/**
 * Starts a Node process with a message channel, nothing of our environment and Node's permission model: it reads files, and writes none and
 * starts no program. The process that is returned is bubblewrap's where that is used; `findWorkingPid` tells the child's own.
 */
export function startChild(
  entry: URL,
  { memoryMegabytes, isAwaited = false }: { memoryMegabytes: number; isAwaited?: boolean },
): ChildProcess {
  const command = [
    process.execPath,
    `--max-old-space-size=${memoryMegabytes}`,
    `--max-semi-space-size=${MOST_YOUNG}`,
    '--permission',
    '--allow-fs-read=*',
    '--allow-worker',
    '--allow-addons',
    '--no-warnings',
    ...(isIsolating() ? WITH_COMPILED : []),
    fileURLToPath(entry),
    ...(isIsolating() ? [ENDS_WITH_PARENT] : []),
  ]
  const [program = '', ...args] = isIsolating()
    ? [...UNSTOPPED, BWRAP, ...BWRAP_ARGUMENTS, ...(isAwaited ? [] : AT_PRIORITY), ...command]
    : command
  const child = spawn(program, args, {
    env: ENVIRONMENT,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  if (!isIsolating() && !isAwaited) lowerPriority(child)
  return child
}

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, PRIORITY)
  } catch {
    // It has ended already, or the system has no priorities: then it runs like any other.
  }
}

/** The process that does the child's work, as this system numbers it; undefined while it is being started, and when it has ended. */
export function findWorkingPid({ pid }: ChildProcess): number | undefined {
  return pid === undefined || !isIsolating() ? pid : findStarted(pid).working
}

/** What bwrap has started so far: the first process of its namespace, and in it the child. */
function findStarted(bwrap: number): { first: number | undefined; working: number | undefined } {
  const first = readOnlyChild(bwrap)
  return { first, working: first === undefined ? undefined : readOnlyChild(first) }
}

/**
 * Ends a child at once. bwrap that is killed while it is still setting up would leave its own child behind, which then would answer as if
 * nothing had happened; so it is stopped, and what it has started is killed first.
 */
export function killChild(child: ChildProcess): void {
  if (isIsolating() && child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGSTOP')
    const { first, working } = findStarted(child.pid)
    for (const pid of [working, first]) if (pid !== undefined) killByPid(pid)
  }
  child.kill('SIGKILL')
}

function killByPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

function readOnlyChild(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ')
    return child ? Number(child) : undefined
  } catch {
    return undefined
  }
}
