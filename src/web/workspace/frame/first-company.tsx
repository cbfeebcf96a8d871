import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import { useTexts } from '../texts/texts.tsx'
import { sessionQuery } from './session.tsx'

/** Where somebody comes in: their only company's inbox, or the choice. */
export function FirstCompany() {
  const { t } = useTexts()
  const { data } = useQuery(sessionQuery)
  if (!data) return <p className="page">{t('loading')}</p>
  const [only, ...others] = data.memberships
  if (only && others.length === 0) return <Navigate to={`/${only.companyId}/inbox`} replace />
  return (
    <main className="page">
      <h1>{t('nav.company')}</h1>
      <ul className="choices">
        {data.memberships.map(({ companyId, companyName, role }) => (
          <li key={companyId}>
            <a href={`/workspace/${companyId}/inbox`}>{companyName}</a>{' '}
            <span className="quiet">{t(`role.${role}`)}</span>
          </li>
        ))}
      </ul>
    </main>
  )
}
