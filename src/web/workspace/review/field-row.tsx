import { Button } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { Finding } from '../../../../schemas/finding.ts'
import { useTexts } from '../texts/texts.tsx'
import { ConflictBox } from './conflict-box.tsx'
import type { EntryName } from './edit.ts'
import { EntryInput } from './entry-input.tsx'
import { FindingBoxes } from './finding-box.tsx'
import { isAmountField } from './read-typed.ts'
import type { Remedy } from './remedies.ts'
import { useLooked, useSpots } from './spots.ts'
import type { Review } from './use-review.ts'

/** Below this a value is worth a look (the same as the rule `values-are-sure` looks at is the server's business). */
const SURE = 0.95
const MOST_ALTERNATIVES = 4

/** The other values that were read for a field, each once. */
export function alternativesOf(review: Review, name: EntryName): string[] {
  const read = review.entryOf(name)?.alternatives ?? []
  const others = read.map(({ value }) => value).filter((value) => value !== review.valueOf(name))
  return [...new Set(others)].slice(0, MOST_ALTERNATIVES)
}

/** One field: its value, how sure it is, what is wrong with it and what can be done about that. */
export function FieldRow({
  name,
  review,
  findings,
  canEdit,
  onKeyDown,
  onRemedy,
}: {
  name: EntryName
  review: Review
  findings: readonly Finding[]
  canEdit: boolean
  onKeyDown: (event: KeyboardEvent, name: EntryName) => void
  onRemedy: (remedy: Remedy) => void
}) {
  const { t } = useTexts()
  const spots = useSpots()
  const isHovered = useLooked(({ hovered }) => hovered === name)
  const field = review.entryOf(name)
  const worst = findings.some(({ severity }) => severity === 'error')
    ? 'error'
    : findings.length > 0
      ? 'warning'
      : 'none'
  const isUnsure = field !== null && field.confidence < SURE
  const alternatives = canEdit ? alternativesOf(review, name) : []
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only points at the page; all else is in the field
    <div
      className="field"
      data-hovered={isHovered}
      data-worst={worst}
      onMouseEnter={() => spots.hover(name)}
      onMouseLeave={() => spots.hover(null)}
    >
      <EntryInput
        id={`field-${name}`}
        label={t(`field.${name}`)}
        value={review.valueOf(name)}
        readOnly={!canEdit}
        problem={review.problems[name]}
        inputMode={isAmountField(name) ? 'decimal' : 'text'}
        spellCheck={false}
        data-amount={isAmountField(name)}
        aside={
          field && (
            <span className={isUnsure ? 'sureness unsure' : 'sureness'} title={sureness(review, name, t)}>
              {field.isByPerson ? '✓' : `${Math.round(field.confidence * 100)}`}
              <span className="for-readers">{sureness(review, name, t)}</span>
            </span>
          )
        }
        onChange={(event) => review.enter(name, event.currentTarget.value)}
        onFocus={() => spots.focus(name)}
        onBlur={() => review.commit(name)}
        onKeyDown={(event) => onKeyDown(event, name)}
      />
      <ConflictBox slot={name} review={review} />
      <FindingBoxes findings={findings} review={review} canEdit={canEdit} onRemedy={onRemedy} />
      {alternatives.length > 0 && (
        <div className="alternatives">
          <span className="quiet small">{t('review.alternatives')}</span>
          {alternatives.map((value, index) => (
            <Button
              key={value}
              variant="default"
              size="compact-xs"
              aria-label={t('review.take', { value, field: t(`field.${name}`) })}
              onClick={() => review.put(name, value)}
            >
              <kbd>{index + 1}</kbd>&nbsp;{value}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

function sureness(review: Review, name: EntryName, t: ReturnType<typeof useTexts>['t']): string {
  const field = review.entryOf(name)
  if (!field) return ''
  if (field.isByPerson) return t('review.by-person')
  const certain = t('review.certain', { percent: Math.round(field.confidence * 100) })
  return field.place ? certain : `${certain}, ${t('review.not-on-page')}`
}
