import { useSearchParams } from 'react-router'

/** What a page is narrowed to lives in its address: it can be sent, kept and gone back to. Null or empty takes a part out of it. */
export function useAddress(): [search: URLSearchParams, change: (name: string, value: string | null) => void] {
  const [search, setSearch] = useSearchParams()
  const change = (name: string, value: string | null) => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  }
  return [search, change]
}
