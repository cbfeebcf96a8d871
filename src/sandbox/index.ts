/**
 * A pool of child processes in which everything that came from outside is parsed. A child has no secrets in its environment, may not
 * write files or start programs (Node's permission model), has no network and sees the system read-only (bubblewrap, where it is
 * installed), is watched for memory and time and killed at either limit, is replaced when it dies and recycled after so many tasks. A child
 * that gets free takes the task that has waited longest of those whose document has the fewest others running: who cuts big documents into
 * tasks is fair to small ones. While all are at long tasks, one child more does what is short, so that it never waits for these.
 */
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { BillhookError } from '../errors.ts'
import { type Elapsed, startClock } from './clock.ts'
import type { TaskAnswer, TaskRequest } from './serve-tasks.ts'
import { findWorkingPid, killChild, startChild } from './start-child.ts'

export { canRunProgram, runProgram } from './run-program.ts'
export { isIsolating } from './start-child.ts'

/** `of`: the document that it is a part of; without one it is alone. `isLong`: it takes seconds, and needs most of the memory. */
export type ChildTask = { name: string; input: unknown; of?: string; isLong?: boolean }

export type ChildPool = {
  /** Runs one task in a child; rejects with ChildFailure, and with `pipeline.interrupted` when the pool is closed before the end. */
  run<T>(task: ChildTask, options?: TaskOptions): Promise<T>
  /** Kills every child and waits until it is gone; tasks that wait or run are rejected with `pipeline.interrupted`. */
  close(): Promise<void>
}

export type TaskOptions = {
  timeoutMs?: number
  memoryMegabytes?: number
  /** Told when the task is over, however it ended: how long it took of its child's time, without waiting for a child or the processor. */
  onSpent?: (milliseconds: number) => void
}

export type ChildPoolOptions = {
  /** The module that calls `serveTasks`. */
  entry: URL
  /** Most tasks at a time, but for one short one beside so many long ones. Children are started when they are needed. */
  size: number
  /** Resident memory of one child at which it is killed, unless the task says otherwise. */
  memoryMegabytes: number
  /** Time for one task, unless it says otherwise; the time in the queue does not count. */
  timeoutMs: number
  /** Tasks after which a child is replaced by a fresh one. */
  recycleAfter: number
  /** Whether a person waits for the tasks; otherwise children give way to everybody else. */
  isAwaited?: boolean
}

/** `error`: the handler threw, and its message is ours; the others: the child was killed or died. */
export class ChildFailure extends Error {
  readonly kind: 'timeout' | 'memory' | 'crash' | 'error'
  readonly task: string
  /** The `name` and `code` of the error that the handler threw. */
  readonly errorName: string | undefined
  readonly errorCode: string | undefined

  constructor(
    kind: ChildFailure['kind'],
    message: string,
    about: { task: string; errorName?: string; errorCode?: string },
  ) {
    super(message)
    this.name = 'ChildFailure'
    this.kind = kind
    this.task = about.task
    this.errorName = about.errorName
    this.errorCode = about.errorCode
  }
}

type Waiting = {
  task: ChildTask
  timeoutMs: number
  memoryMegabytes: number
  onSpent: TaskOptions['onSpent']
  resolve: (value: unknown) => void
  reject: (failure: ChildFailure | BillhookError) => void
}

type Child = {
  process: ChildProcess
  tasksDone: number
  /** Whether it has ever had a long task, whose memory it keeps. */
  isLarge: boolean
  busyWith: (Waiting & { id: number; timer: NodeJS.Timeout; watch: NodeJS.Timeout; clock: () => Elapsed }) | undefined
  /** Why we killed it, for the rejection when it is gone. */
  killedFor: ChildFailure | BillhookError | undefined
  /** The end of what it wrote to stderr. */
  lastWords: string
  /** The process that works; found once it runs. */
  pid: number | undefined
  gone: Promise<void>
}

// A hostile page can allocate some hundred megabytes a second; reading /proc costs about 20 microseconds.
const WATCH_EVERY_MS = 50
// Share of its limit at which a child is killed: it goes on growing until the next look.
const KILL_AT = 0.96
// On a busy machine a child waits for the processor, which does not count. It gets more time while this share is left...
const NEARLY_SPENT = 0.1
// ...up to this many times its limit: there is an end to it even where others take nearly all of the machine.
const MOST_PATIENCE = 30
// Share of the ordinary limit; a child warm from OCR needs about 350 of 512 MB.
const MOST_LEFT_BEHIND = 0.8
const LAST_WORDS_CHARACTERS = 4000
// Linux: /proc/PID/statm counts pages of this size.
const PAGE_BYTES = 4096

/** Opens a pool; no child is started yet. */
export function openChildPool(options: ChildPoolOptions): ChildPool {
  const queue: Waiting[] = []
  /** Those that take tasks. */
  const children = new Set<Child>()
  /** Every process that is not gone yet. */
  const living = new Set<Child>()
  let closed = false
  let nextId = 1

  function addChild(): Child {
    const child = startChild(options.entry, options)
    const state: Child = {
      process: child,
      tasksDone: 0,
      isLarge: false,
      busyWith: undefined,
      killedFor: undefined,
      lastWords: '',
      pid: undefined,
      gone: new Promise((resolve) => child.once('close', () => resolve())),
    }
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      state.lastWords = (state.lastWords + text).slice(-LAST_WORDS_CHARACTERS)
    })
    child.on('message', (answer: TaskAnswer) => finishTask(state, answer))
    child.on('error', () => killChild(child))
    child.once('close', (code, signal) => buryChild(state, { code, signal }))
    children.add(state)
    living.add(state)
    return state
  }

  function finishTask(child: Child, answer: TaskAnswer): void {
    const running = child.busyWith
    if (running === undefined || running.id !== answer.id) return
    release(child)
    child.tasksDone += 1
    if (child.tasksDone >= options.recycleAfter || isBloated(child)) retire(child)
    if (answer.ok) running.resolve(answer.value)
    else {
      const { name: errorName, message, code: errorCode } = answer.error
      const about = { task: running.task.name, errorName, ...(errorCode !== undefined && { errorCode }) }
      running.reject(new ChildFailure('error', message, about))
    }
    // whoever waited for this answer may have a next task at once, which stands in line with the others then
    setImmediate(dispatch)
  }

  function release(child: Child): void {
    const running = child.busyWith
    clearTimeout(running?.timer)
    clearInterval(running?.watch)
    running?.onSpent?.(running.clock().spentMs)
    child.busyWith = undefined
    holdParent(child, false)
  }

  /** A task with a higher limit may leave memory behind (WebAssembly never gives it back); the next one must not pay for that. */
  function isBloated(child: Child): boolean {
    return readResidentMegabytes(pidOf(child)) > options.memoryMegabytes * MOST_LEFT_BEHIND
  }

  function retire(child: Child): void {
    children.delete(child)
    killChild(child.process)
  }

  function buryChild(child: Child, end: { code: number | null; signal: NodeJS.Signals | null }): void {
    children.delete(child)
    living.delete(child)
    const running = child.busyWith
    release(child)
    running?.reject(child.killedFor ?? explainDeath(child, { ...end, task: running.task.name }))
    dispatch()
  }

  function killFor(child: Child, kind: 'timeout' | 'memory', message: string): void {
    child.killedFor ??= new ChildFailure(kind, message, { task: child.busyWith?.task.name ?? '' })
    killChild(child.process)
  }

  function dispatch(): void {
    while (!closed) {
      const next = takeNext()
      if (next === undefined) return
      give(chooseIdle(next.task) ?? addChild(), next)
    }
  }

  /** Undefined: none may start now. */
  function takeNext(): Waiting | undefined {
    const running = [...children].flatMap(({ busyWith }) => (busyWith === undefined ? [] : [busyWith.task]))
    const areAllLong = running.length === options.size && running.every((task) => task.isLong)
    if (running.length >= options.size && !areAllLong) return undefined
    const startable = areAllLong ? queue.filter(({ task }) => !task.isLong) : queue
    if (startable.length === 0) return undefined
    const next = startable.reduce((one, other) => (countRunning(other.task) < countRunning(one.task) ? other : one))
    queue.splice(queue.indexOf(next), 1)
    return next
  }

  /** A long task goes to a child that had one before and a short one to one that had none: so memory grows in as few as can be. */
  function chooseIdle({ isLong = false }: ChildTask): Child | undefined {
    const idle = [...children].filter((child) => child.busyWith === undefined && child.killedFor === undefined)
    return idle.find((child) => child.isLarge === isLong) ?? idle[0]
  }

  function countRunning({ of }: ChildTask): number {
    return of === undefined ? 0 : [...children].filter(({ busyWith }) => busyWith?.task.of === of).length
  }

  function give(child: Child, waiting: Waiting): void {
    const id = nextId++
    const { timeoutMs, memoryMegabytes, task } = waiting
    const clock = startClock(() => pidOf(child))
    const stopIfLate = () => {
      const { spentMs, waitedMs } = clock()
      const left = timeoutMs - spentMs
      if (left > timeoutMs * NEARLY_SPENT && waitedMs < timeoutMs * MOST_PATIENCE && child.busyWith?.id === id) {
        child.busyWith.timer = setTimeout(stopIfLate, left)
      } else killFor(child, 'timeout', `${task.name} took longer than ${timeoutMs / 1000} s and was stopped`)
    }
    const timer = setTimeout(stopIfLate, timeoutMs)
    const watch = setInterval(() => {
      const megabytes = readResidentMegabytes(pidOf(child))
      if (megabytes > memoryMegabytes * KILL_AT)
        killFor(child, 'memory', `${task.name} needed more than ${memoryMegabytes} MB of memory and was stopped`)
    }, WATCH_EVERY_MS)
    child.busyWith = { ...waiting, id, timer, watch, clock }
    child.isLarge ||= task.isLong ?? false
    holdParent(child, true)
    const request: TaskRequest = { id, name: task.name, input: task.input }
    child.process.send(request, (error) => {
      if (error !== null) killChild(child.process)
    })
  }

  return {
    run<T>(task: ChildTask, limits: TaskOptions = {}): Promise<T> {
      if (closed) return Promise.reject(interruptionOf(task.name))
      return new Promise<unknown>((resolve, reject) => {
        const timeoutMs = limits.timeoutMs ?? options.timeoutMs
        const memoryMegabytes = limits.memoryMegabytes ?? options.memoryMegabytes
        queue.push({ task, timeoutMs, memoryMegabytes, onSpent: limits.onSpent, resolve, reject })
        dispatch()
      }) as Promise<T>
    },
    async close(): Promise<void> {
      closed = true
      for (const waiting of queue.splice(0)) waiting.reject(interruptionOf(waiting.task.name))
      const ends = [...living].map((child) => {
        child.killedFor ??= interruptionOf(child.busyWith?.task.name ?? '')
        // An unreferenced child does not keep the loop alive, so nobody would wait for its end.
        holdParent(child, true)
        killChild(child.process)
        return child.gone
      })
      await Promise.all(ends)
    },
  }
}

/** That we stop says nothing about the document: whoever asked gives its work back. */
function interruptionOf(task: string): BillhookError {
  return new BillhookError('pipeline.interrupted', `${task} was interrupted: this process of Billhook is stopping`)
}

function pidOf(child: Child): number | undefined {
  child.pid ??= findWorkingPid(child.process)
  return child.pid
}

/** An idle child must not keep a command-line program from ending. */
function holdParent(child: Child, hold: boolean): void {
  const stderr = child.process.stderr as (NodeJS.ReadableStream & { ref?(): void; unref?(): void }) | null
  if (hold) {
    child.process.ref()
    child.process.channel?.ref()
    stderr?.ref?.()
  } else {
    child.process.unref()
    child.process.channel?.unref()
    stderr?.unref?.()
  }
}

function explainDeath(
  child: Child,
  end: { code: number | null; signal: NodeJS.Signals | null; task: string },
): ChildFailure {
  if (/heap out of memory|allocation failed|invalid array buffer length/i.test(child.lastWords))
    return new ChildFailure('memory', `${end.task} ran out of memory and was stopped`, { task: end.task })
  const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`
  const said = child.lastWords.trim().split('\n').at(-1)
  const message = `${end.task} ended its process (${how})${said === undefined || said === '' ? '' : `: ${said}`}`
  return new ChildFailure('crash', message, { task: end.task })
}

/** 0 where there is no /proc (then only --max-old-space-size holds). */
function readResidentMegabytes(pid: number | undefined): number {
  try {
    const resident = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]
    return (Number(resident) * PAGE_BYTES) / 2 ** 20
  } catch {
    return 0
  }
}
