import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Supplier } from '../../../http/supplier-shapes.ts'
import { useHere } from '../frame/session.tsx'
import { useChange } from '../settings/use-change.ts'
import { useTexts } from '../texts/texts.tsx'

/** What was learned is lost with it, so it is asked twice. */
export function RemoveSupplier({ supplier: { id, name } }: { supplier: Pick<Supplier, 'id' | 'name'> }) {
  const { t } = useTexts()
  const { company } = useHere()
  const navigate = useNavigate()
  const change = useChange()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    if (await change(`suppliers/${id}`, { method: 'DELETE', isLeaving: true })) await navigate(`/${company}/suppliers`)
  }
  return (
    <section className="merge" aria-labelledby="supplier-remove">
      <h2 id="supplier-remove">{t('suppliers.remove')}</h2>
      <p className="quiet">{t('suppliers.remove-lead')}</p>
      {isAsking ? (
        <>
          <Button color="red.9" onClick={() => void remove()}>
            {t('suppliers.remove-sure', { name })}
          </Button>{' '}
          <Button variant="default" autoFocus onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
        </>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      )}
    </section>
  )
}
