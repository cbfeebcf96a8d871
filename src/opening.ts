/** When a part is opened: before it is needed, or not before. */

/** For what is awaited later: until then its failure is nobody's. */
export function inAdvance<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** Opened at the first call, once; `opened` tells whether it was. */
export function lazily<T>(open: () => Promise<T>): { get: () => Promise<T>; opened: () => Promise<T> | null } {
  let opening: Promise<T> | null = null
  return {
    get() {
      opening ??= open()
      return opening
    },
    opened: () => opening,
  }
}
