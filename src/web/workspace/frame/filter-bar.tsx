import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useAddress } from './use-address.ts'

/** Above a list: a search that stands in the address as `q`, and whatever else narrows the list. */
export function FilterBar({ label, children }: { label: string; children?: ReactNode }) {
  const [search, change] = useAddress()
  return (
    <search className="filters">
      <TextInput
        type="search"
        className="grow"
        aria-label={label}
        placeholder={label}
        value={search.get('q') ?? ''}
        onChange={(event) => change('q', event.currentTarget.value)}
      />
      {children}
    </search>
  )
}
