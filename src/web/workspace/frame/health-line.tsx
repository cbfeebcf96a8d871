import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Health } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { useHere } from './session.tsx'

/** What is not set up or needs a look; nothing where all is well. Only for those who can do something about it. */
export function HealthLine() {
  const { t } = useTexts()
  const { company, membership } = useHere()
  const { data: health } = useQuery({ ...sheetQuery<Health>(company, 'health'), staleTime: 60_000 })
  if (!health || membership.role !== 'admin') return null
  const settings = `/${company}/settings`
  const lines = [
    !health.hasRules && { text: t('health.rules'), to: settings },
    !health.hasConnectors && { text: t('health.connectors'), to: settings },
    health.uncertainPostings > 0 && {
      text: t('health.uncertain', { n: health.uncertainPostings }),
      to: `/${company}/accounting`,
    },
    health.failures > 0 && {
      text: t('health.failures', { n: health.failures }),
      to: `/${company}/inbox?cause=failure`,
    },
    !health.ownIdentity && { text: t('health.own'), to: settings },
    !health.mailLeaves && { text: t('health.mail'), to: null },
  ].filter((line) => line !== false)
  if (lines.length === 0) return null
  return (
    <aside aria-label={t('health.title')}>
      <details className="health">
        <summary>
          {t('health.title')}: {lines.length}
        </summary>
        <ul>
          {lines.map(({ text, to }) => (
            <li key={text}>{to ? <Link to={to}>{text}</Link> : <a href={`/companies/${company}/outbox`}>{text}</a>}</li>
          ))}
        </ul>
      </details>
    </aside>
  )
}
