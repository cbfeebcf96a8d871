import type { Draft } from '../../schemas/draft.ts'
import type { StackReading } from '../../schemas/stack.ts'
import type { Learned } from '../extraction/lessons/learn-lessons.ts'
import { type ChildPoolOptions, openChildPool } from '../sandbox/index.ts'
import type { LearnPorts } from '../suppliers/learn-from-invoice.ts'
import type { StagePorts } from './ports.ts'

const CHILDREN: ChildPoolOptions = {
  entry: new URL('./extraction-child.ts', import.meta.url),
  // Some 30 ms a page; two would only compete with recognition for the cores.
  size: 1,
  // 200 dense pages and all that is claimed about them.
  memoryMegabytes: 512,
  timeoutMs: 60_000,
  recycleAfter: 1_000,
}

/** Extraction as a port of the stages, in a child process of its own that starts at the first transcript. */
export function openExtraction(): Pick<StagePorts, 'extract' | 'readStack'> &
  Pick<LearnPorts, 'learn'> & { close(): Promise<void> } {
  const children = openChildPool(CHILDREN)
  return {
    extract: (transcript, context) => children.run<Draft>({ name: 'extract', input: { transcript, context } }),
    readStack: (transcript, context) =>
      children.run<StackReading>({ name: 'read-stack', input: { transcript, context } }),
    learn: (input) => children.run<Learned>({ name: 'learn', input }),
    close: () => children.close(),
  }
}
