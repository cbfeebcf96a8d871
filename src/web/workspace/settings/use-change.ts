import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Changes something of the company, says whether it worked and shows what is then. @returns the answer, or null where it was refused */
export function useChange() {
  const { t } = useTexts()
  const { company } = useHere()
  const client = useQueryClient()
  return async <Answer>(
    path: string,
    /** `isLeaving`: the page goes elsewhere afterwards, and what it shows may be no more. */
    { isLeaving = false, ...request }: { method: string; body?: unknown; isLeaving?: boolean },
  ): Promise<{ answer: Answer } | null> => {
    try {
      const answer = await call<Answer>(`${companyPath(company)}/${path}`, request)
      await client.invalidateQueries({ queryKey: ['sheet', company], refetchType: isLeaving ? 'none' : 'active' })
      notifications.show({ message: t('saved'), color: 'teal' })
      return { answer }
    } catch (error) {
      notifications.show({ title: t('failed'), message: (error as Error).message, color: 'red', autoClose: 15_000 })
      return null
    }
  }
}
