import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import type { Queue } from './use-queue.ts'
import type { Review } from './use-review.ts'

/** Whether everything is saved, and where to go from here. */
export function DeskFoot({
  review,
  queue,
  canEdit,
  isActing,
  onGo,
  onAccept,
  children,
}: {
  review: Review
  queue: Queue
  canEdit: boolean
  isActing: boolean
  onGo: (invoice: string | undefined) => void
  onAccept: () => void
  /** What else can be done. */
  children: ReactNode
}) {
  const { t } = useTexts()
  return (
    <footer className="desk-foot">
      <span className="small quiet" role="status">
        {review.isSaving ? t('review.saving') : canEdit ? t('review.all-saved') : ''}
      </span>
      {canEdit && (
        <Button variant="default" disabled={review.undoable === 0} onClick={review.undo}>
          {t('review.undo')}
        </Button>
      )}
      {children}
      <Button
        variant="default"
        aria-label={t('review.previous')}
        disabled={!queue.previous}
        onClick={() => onGo(queue.previous)}
      >
        ‹
      </Button>
      <Button variant="default" aria-label={t('review.next')} disabled={!queue.next} onClick={() => onGo(queue.next)}>
        ›
      </Button>
      {canEdit && (
        <Button loading={isActing} onClick={onAccept}>
          {t('review.accept')}
        </Button>
      )}
    </footer>
  )
}

/** The keys of the desk. */
export function Keys() {
  const { t } = useTexts()
  const keys = [
    ['Enter', t('review.key-next')],
    ['Ctrl Enter', t('review.key-accept')],
    ['Alt 1–4', t('review.key-alternative')],
    ['Ctrl Z', t('review.key-undo')],
    ['Alt N / P', t('review.key-next-invoice')],
    ['Alt C', t('review.key-coding')],
  ]
  return (
    <details className="group keys">
      <summary>{t('review.keys')}</summary>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
