import { Link } from 'react-router'
import { useTexts } from '../texts/texts.tsx'
import { useHere } from './session.tsx'
import { useTitle } from './use-title.ts'

/** At an address that leads nowhere: a mistyped one, or that of a page which has gone. */
export function NoSuchPage() {
  const { t } = useTexts()
  const { company } = useHere()
  useTitle(t('no-such-page'))
  return (
    <main id="main" className="page">
      <h1>{t('no-such-page')}</h1>
      <p>{t('no-such-page-lead')}</p>
      <Link to={`/${company}/inbox`}>{t('review.back')}</Link>
    </main>
  )
}
