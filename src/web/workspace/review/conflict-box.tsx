import { Button } from '@mantine/core'
import { useTexts } from '../texts/texts.tsx'
import type { Slot } from './edit.ts'
import type { Review } from './use-review.ts'

/** Where two people entered something else into one place: the second sees what the first entered, and decides. */
export function ConflictBox({ slot, review }: { slot: Slot; review: Review }) {
  const { t } = useTexts()
  const conflict = review.conflicts[slot]
  if (!conflict) return null
  const { mine, theirs, who } = conflict
  const areTexts = typeof mine === 'string' && typeof theirs === 'string'
  return (
    <div className="conflict" role="alert">
      <p>{areTexts ? t('review.conflict', { mine, theirs, who }) : t('review.conflict-part', { who })}</p>
      <Button size="compact-sm" onClick={() => review.settle(slot, 'mine')}>
        {t('review.keep-mine')}
      </Button>{' '}
      <Button size="compact-sm" variant="default" onClick={() => review.settle(slot, 'theirs')}>
        {t('review.take-theirs')}
      </Button>
    </div>
  )
}
