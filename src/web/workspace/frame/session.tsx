import { queryOptions } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Role } from '../../../../schemas/company.ts'
import type { Language } from '../../../../schemas/said.ts'
import { call, keepFormToken } from '../api/call.ts'

export type Membership = { companyId: string; companyName: string; role: Role }
export type Session = {
  person: { email: string; name: string; language: Language | null }
  memberships: Membership[]
  csrfToken: string
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await call<Session>('/session')
    keepFormToken(session.csrfToken)
    return session
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export type Here = { company: string; membership: Membership; session: Session }
export const HereContext = createContext<Here | null>(null)

/** The company that is looked at, and who looks. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('useHere is used outside of a company')
  return here
}

/** Who may change invoices; the server decides, this only spares people buttons that would be refused. */
export function mayReview({ membership }: Here): boolean {
  return membership.role === 'clerk' || membership.role === 'admin'
}
