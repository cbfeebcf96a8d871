import type { KeyboardEvent } from 'react'
import { useTexts } from '../texts/texts.tsx'
import type { EntryName } from './edit.ts'
import { ALL_DETAILS } from './field-groups.ts'
import { FieldRow } from './field-row.tsx'
import { TermsForm } from './terms-form.tsx'
import type { Review } from './use-review.ts'

/** What else the paper says: delivery, references, what was paid before; and when the rest is to be paid. */
export function DetailsGroup({
  review,
  canEdit,
  onKeyDown,
}: {
  review: Review
  canEdit: boolean
  onKeyDown: (event: KeyboardEvent, name: EntryName) => void
}) {
  const { t } = useTexts()
  const { draft } = review
  const known = Object.keys(draft?.details ?? {}).length + (draft?.terms ? 1 : 0)
  return (
    <details className="group" open={known > 0}>
      <summary>
        <h2>{t('review.details')}</h2> {known > 0 && <span className="quiet small">{known}</span>}
      </summary>
      <div className="fields">
        {ALL_DETAILS.map((name) => (
          <FieldRow key={name} {...{ name, review, canEdit, onKeyDown }} findings={[]} onRemedy={() => {}} />
        ))}
      </div>
      <TermsForm review={review} canEdit={canEdit} />
    </details>
  )
}
