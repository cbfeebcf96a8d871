import type { Unreadable } from '../../schemas/original.ts'
import { BillhookError } from '../errors.ts'
import { ChildFailure } from '../sandbox/index.ts'
import { EXPANSION } from './limits.ts'

const MESSAGES: Record<Exclude<ChildFailure['kind'], 'error'>, Unreadable> = {
  timeout: {
    code: 'timeout',
    message:
      'Reading the file took too long and was stopped. It may be damaged; ask the sender for a simpler PDF, or enter the invoice by hand.',
  },
  memory: {
    code: 'memory-limit',
    message:
      'The file needs more memory than a document may have. Ask the sender for a smaller one, or enter the invoice by hand.',
  },
  crash: {
    code: 'corrupt',
    message: 'The file makes the reading program fail. It is probably damaged; ask the sender to send it again.',
  },
}

/** For a file, or a page of it, for which there is no time left. */
export const TIMED_OUT: Unreadable = MESSAGES.timeout

// Faults of the installation or the machine, not of the document: it may be read another time.
const OUR_FAULT =
  /^(?:ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|ERR_DLOPEN_FAILED|ENOENT|EACCES|EMFILE|ENFILE|ENOMEM|EIO|ENOSPC)$/

/**
 * What a clerk is told when a child did not survive a file. Throws `recognition.unavailable` where the fault is not the file's, and what
 * is no failure of a child.
 */
export function explainFailure(error: unknown): Unreadable {
  if (!(error instanceof ChildFailure)) throw error
  if (error.kind !== 'error') return MESSAGES[error.kind]
  if (OUR_FAULT.test(error.errorCode ?? ''))
    throw new BillhookError('recognition.unavailable', `documents cannot be opened now: ${error.message}`, {
      cause: error,
    })
  if (error.errorCode === 'expansion-limit') return EXPANSION
  // allocations that the heap limit does not see fail as exceptions in the child
  if (error.errorName === 'RangeError' && /allocation|array length|buffer/i.test(error.message)) return MESSAGES.memory
  return {
    code: 'corrupt',
    message: `The file cannot be read: ${error.message}. Ask the sender to send it again.`,
  }
}
