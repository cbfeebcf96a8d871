import { createContext, useContext, useState, useSyncExternalStore } from 'react'
import type { EntryName } from './edit.ts'

/** What has a box on the page. */
export type Spot = EntryName | 'terms'

/** The spot that has the focus, and the one under the pointer; kept apart from the desk, which is not drawn again whenever a mouse moves. */
type Looked = { active: Spot | null; hovered: Spot | null }
export type Spots = ReturnType<typeof makeSpots>

export const SpotsContext = createContext<Spots | null>(null)

export function useNewSpots(): Spots {
  return useState(makeSpots)[0]
}

export function useSpots(): Spots {
  const spots = useContext(SpotsContext)
  if (!spots) throw new Error('useSpots is used outside of a desk')
  return spots
}

/** Something that follows from what is looked at; draws again when it becomes something else. */
export function useLooked<Value extends string | boolean | null>(select: (looked: Looked) => Value): Value {
  const spots = useSpots()
  return useSyncExternalStore(spots.watch, () => select(spots.read()))
}

function makeSpots() {
  let looked: Looked = { active: null, hovered: null }
  const watchers = new Set<() => void>()
  const change = (part: Partial<Looked>) => {
    looked = { ...looked, ...part }
    for (const tell of watchers) tell()
  }
  return {
    read: () => looked,
    watch(tell: () => void) {
      watchers.add(tell)
      return () => {
        watchers.delete(tell)
      }
    },
    focus: (active: Spot) => change({ active }),
    hover: (hovered: Spot | null) => {
      if (hovered !== looked.hovered) change({ hovered })
    },
  }
}
