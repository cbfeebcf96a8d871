/**
 * The two halves of pdf.js, one that parses and one that shows, send each other messages; in a browser they run in threads of their own. Here
 * both are in one, and copying what a page paints from one to the other takes an eighth of the time. Reading text changes nothing of what was
 * sent, so it is handed over as it is; drawing does, and gets its copies.
 */
import { isDrawing } from './defer-decoding.ts'

type Operators = { fnArray: unknown[]; argsArray: unknown[] }
type Message = { action?: unknown; chunk?: unknown }

/** Objects that belong to a page, or to all pages: fonts and pictures. */
const OBJECTS = ['obj', 'commonobj']

/** Must be called before pdf.js is loaded. */
export function shareMessages(): void {
  const copy = globalThis.structuredClone
  const share = (value: unknown, options?: Parameters<typeof structuredClone>[1]): unknown => {
    if (isDrawing() || typeof value !== 'object' || value === null) return copy(value, options)
    const { action, chunk } = value as Message
    // the lists are emptied once they are sent
    if (isOperators(chunk))
      return { ...value, chunk: { ...chunk, fnArray: [...chunk.fnArray], argsArray: [...chunk.argsArray] } }
    return OBJECTS.includes(action as string) ? value : copy(value, options)
  }
  Object.assign(globalThis, { structuredClone: share })
}

function isOperators(chunk: unknown): chunk is Operators {
  return typeof chunk === 'object' && chunk !== null && 'fnArray' in chunk && 'argsArray' in chunk
}
