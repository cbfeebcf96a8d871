import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { TrailEvent } from '../../../http/workspace-shapes.ts'
import { useHere } from '../frame/session.tsx'
import { describeDetails } from '../review/describe-details.ts'
import { useTexts } from '../texts/texts.tsx'
import { Sheet, SheetTable } from './sheet.tsx'

const STEP = 100
const MOST = 500

/** The company's audit trail. */
export function ActivityPage() {
  const texts = useTexts()
  const { t, time, word } = texts
  const { company } = useHere()
  const [limit, setLimit] = useState(STEP)
  return (
    <Sheet<{ events: TrailEvent[]; nextBefore: number | null }>
      title={t('activity.title')}
      lead={t('activity.lead')}
      path={`events?limit=${limit}`}
    >
      {({ events, nextBefore }) => (
        <>
          <SheetTable
            label={t('activity.title')}
            rows={events}
            keyOf={({ seq }) => String(seq)}
            columns={[
              { title: t('activity.when'), cell: ({ at }) => time(at) },
              { title: t('activity.who'), cell: ({ actor }) => actor },
              {
                title: t('activity.what'),
                cell: ({ kind, data }) => (
                  <>
                    <code>{kind}</code> <span className="quiet">{describeDetails(data, texts)}</span>
                  </>
                ),
              },
              {
                title: t('activity.invoice'),
                cell: ({ invoiceId }) =>
                  invoiceId && <Link to={`/${company}/invoices/${invoiceId}`}>{invoiceId.slice(-6)}</Link>,
              },
            ]}
          />
          {nextBefore !== null && limit < MOST && (
            <Button variant="default" onClick={() => setLimit(limit + STEP)}>
              {t('show-more')}
            </Button>
          )}
        </>
      )}
    </Sheet>
  )
}
