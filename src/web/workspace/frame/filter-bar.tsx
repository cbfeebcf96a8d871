import { TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAddress } from './use-address.ts'

/** Above a list: a search that stands in the address as `q`, and whatever else narrows the list. */
export function FilterBar({ label, children }: { label: string; children?: ReactNode }) {
  const [typed, type] = useTyped()
  return (
    <search className="filters">
      <TextInput
        type="search"
        className="grow"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {children}
    </search>
  )
}

/** The address follows what is typed when there is time; a field that waited for it would swallow the keys of whoever types faster. */
function useTyped(): [typed: string, type: (text: string) => void] {
  const [search, change] = useAddress()
  const q = search.get('q') ?? ''
  const [typed, setTyped] = useState(q)
  /** What was typed and the address does not say yet. */
  const ahead = useRef<string[]>([])
  useEffect(() => {
    const place = ahead.current.indexOf(q)
    if (place >= 0) ahead.current = ahead.current.slice(place + 1)
    // Not typed here: filters were cleared, or somebody followed a link.
    else {
      ahead.current = []
      setTyped(q)
    }
  }, [q])
  const type = (text: string) => {
    setTyped(text)
    ahead.current.push(text)
    change('q', text)
  }
  return [typed, type]
}
