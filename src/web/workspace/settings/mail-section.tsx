import { useQuery } from '@tanstack/react-query'
import type { Health } from '../../../http/workspace-shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Where mails come in, and whether ours go out. */
export function MailSection({ ingestAddress }: { ingestAddress: string }) {
  const { t } = useTexts()
  const { company, membership } = useHere()
  const { data: health } = useQuery(sheetQuery<Health>(company, 'health'))
  return (
    <section aria-labelledby="settings-mail">
      <h2 id="settings-mail">{t('settings.mail')}</h2>
      <p>
        {t('settings.ingest')} <code>{ingestAddress}</code>
      </p>
      {health && <p>{t(health.mailLeaves ? 'settings.mail-leaves' : 'settings.mail-stays')}</p>}
      {membership.role === 'admin' && (
        <p>
          <a href={`/companies/${company}/outbox`}>{t('nav.outbox')}</a>
        </p>
      )}
    </section>
  )
}
