import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useNavigate } from 'react-router'
import type { Supplier } from '../../../http/supplier-shapes.ts'
import { useHere } from '../frame/session.tsx'
import { useEscape } from '../frame/use-escape.ts'
import { useChange } from '../settings/use-change.ts'
import { useTexts } from '../texts/texts.tsx'

/** What was learned is lost with it, so it is asked twice. */
export function RemoveSupplier({ supplier: { id, name } }: { supplier: Pick<Supplier, 'id' | 'name'> }) {
  const { t } = useTexts()
  const { company } = useHere()
  const navigate = useNavigate()
  const change = useChange()
  const [isAsking, setAsking] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const stop = () => {
    flushSync(() => setAsking(false))
    first.current?.focus()
  }
  useEscape(isAsking, stop)
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
          <Button variant="default" autoFocus onClick={stop}>
            {t('cancel')}
          </Button>
        </>
      ) : (
        <Button variant="default" ref={first} onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      )}
    </section>
  )
}
