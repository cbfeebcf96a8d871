import { type ReactNode, useDeferredValue } from 'react'

/** What nobody looks at first: drawn when the rest of the page stands there. */
export function Later({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) ? children : null
}
