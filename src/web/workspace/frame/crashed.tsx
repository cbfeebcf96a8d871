import { Alert, Button } from '@mantine/core'
import { useRouteError } from 'react-router'
import { useTexts } from '../texts/texts.tsx'

/** In place of a page that could not be drawn. */
export function Crashed() {
  const { t } = useTexts()
  const error = useRouteError()
  return (
    <main id="main" className="page">
      <Alert color="red" variant="outline" title={t('failed')} role="alert">
        <p>{t('page-crashed')}</p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <Button onClick={() => location.reload()}>{t('retry')}</Button>
      </Alert>
    </main>
  )
}
