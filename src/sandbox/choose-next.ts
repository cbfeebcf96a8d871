/** Who may have a child next: fair between a document of many tasks and one of few. Pure. */

/** Of a task that waits, runs, or was put on hold: what its turn depends upon. */
export type Turn = {
  task: { of?: string; isLong?: boolean }
  /** Its place in the order in which tasks began to wait, were begun or put on hold. */
  since: number
}

type Situation<T extends Turn> = {
  /** Most at a time, but for one short one beside so many long ones. */
  size: number
  waiting: readonly T[]
  running: readonly T[]
  /** Those that were stopped in the middle for somebody else. */
  held: readonly T[]
  /** Whether a running one can be put on hold now. */
  canHold: (task: T) => boolean
}

/** `begin`: give it a child, after putting `hold` on hold. `resume`: let it go on. */
type Move<T> = { kind: 'begin'; task: T; hold?: T } | { kind: 'resume'; task: T }

/** Memory: a task on hold keeps what it has. */
const MOST_HELD = 1

/**
 * What is to be done now; undefined: nothing before one of those that run has ended. It is the turn of who has waited longest of those whose
 * document has the fewest others running. While all places are taken a short task gets one more; and a document that has several gives up the
 * one it began last to a document that has none.
 */
export function chooseMove<T extends Turn>(situation: Situation<T>): Move<T> | undefined {
  const { size, waiting, running, held } = situation
  if (running.length < size) {
    const task = takeTurn([...waiting, ...held], running)
    if (task === undefined) return undefined
    return held.includes(task) ? { kind: 'resume', task } : { kind: 'begin', task }
  }
  if (running.length === size && running.every(({ task }) => task.isLong)) {
    const short = waiting.filter(({ task }) => !task.isLong)
    const task = takeTurn(short, running)
    if (task !== undefined) return { kind: 'begin', task }
  }
  return takePlace(situation)
}

/** One document's place for another that has none. */
function takePlace<T extends Turn>({ waiting, running, held, canHold }: Situation<T>): Move<T> | undefined {
  if (held.length >= MOST_HELD) return undefined
  const without = waiting.filter((one) => one.task.isLong && countOthers(one, [...running, ...held]) === 0)
  const task = takeTurn(without, running)
  const [hold] = running
    .filter((one) => one.task.isLong && countOthers(one, running) > 1 && canHold(one))
    .toSorted((a, b) => b.since - a.since)
  return task === undefined || hold === undefined ? undefined : { kind: 'begin', task, hold }
}

function takeTurn<T extends Turn>(tasks: readonly T[], running: readonly T[]): T | undefined {
  const inOrder = tasks.toSorted((a, b) => countOthers(a, running) - countOthers(b, running) || a.since - b.since)
  return inOrder[0]
}

/** Of the same document. */
function countOthers({ task: { of } }: Turn, among: readonly Turn[]): number {
  return of === undefined ? 0 : among.filter(({ task }) => task.of === of).length
}
