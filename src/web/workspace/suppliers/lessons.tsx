import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { Lesson, Supplier } from '../../../http/supplier-shapes.ts'
import { useHere } from '../frame/session.tsx'
import { type Column, SheetTable } from '../pages/sheet.tsx'
import { useChange } from '../settings/use-change.ts'
import { useTexts } from '../texts/texts.tsx'

/** Below it a lesson is kept, and not used until it has been right again. */
const USED_FROM = 0.5

/** What was learned from this supplier's bills, each to be looked at, mended and forgotten. */
export function Lessons({ supplier: { id, learned }, canChange }: { supplier: Supplier; canChange: boolean }) {
  const { t, number, time, said } = useTexts()
  const nameOf = useSubjectNames()
  const { company } = useHere()
  const change = useChange()
  const [editing, setEditing] = useState<string | null>(null)
  const path = (lesson: Lesson) => `suppliers/${id}/lessons/${lesson.id}`
  const columns: Column<Lesson>[] = [
    { title: t('overview.field'), cell: ({ subject }) => nameOf(subject) },
    {
      title: t('suppliers.lesson'),
      cell: (lesson) =>
        editing === lesson.id ? (
          <EditLesson
            lesson={lesson}
            onSave={async (value) => {
              if (await change(path(lesson), { method: 'PUT', body: { value } })) setEditing(null)
            }}
            onCancel={() => setEditing(null)}
          />
        ) : (
          <>
            {said(lesson.text)}
            {lesson.editedBy !== null && (
              <>
                {' '}
                <span className="quiet small">{t('suppliers.edited-by', { who: lesson.editedBy })}</span>
              </>
            )}
          </>
        ),
    },
    {
      title: t('suppliers.learned-from'),
      cell: ({ invoiceId, invoiceNumber, learnedAt }) => (
        <>
          <Link to={`/${company}/invoices/${invoiceId}`}>{invoiceNumber ?? t('unknown')}</Link>{' '}
          <span className="quiet small">{time(learnedAt)}</span>
        </>
      ),
    },
    { title: t('suppliers.hits'), cell: ({ hits }) => number(hits), isNumber: true },
    { title: t('suppliers.misses'), cell: ({ misses }) => number(misses), isNumber: true },
    {
      title: t('suppliers.use'),
      cell: ({ likelihood }) => (
        <span className="badge" data-tone={likelihood >= USED_FROM ? 'done' : undefined}>
          {likelihood >= USED_FROM
            ? t('suppliers.used', { percent: Math.round(likelihood * 100) })
            : t('suppliers.not-used')}
        </span>
      ),
    },
  ]
  if (canChange) {
    columns.push({
      title: t('suppliers.change'),
      cell: (lesson) => {
        const name = `${nameOf(lesson.subject)}: ${lesson.text}`
        return (
          <>
            {lesson.value !== null && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`${t('suppliers.edit-lesson')} (${name})`}
                onClick={() => setEditing(lesson.id)}
              >
                {t('suppliers.edit-lesson')}
              </Button>
            )}
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={`${t('suppliers.forget')} (${name})`}
              onClick={() => void change(path(lesson), { method: 'DELETE' })}
            >
              {t('suppliers.forget')}
            </Button>
          </>
        )
      },
    })
  }
  return (
    <section aria-labelledby="supplier-learned">
      <h2 id="supplier-learned">{t('suppliers.learned')}</h2>
      <p className="quiet">{t('suppliers.learned-lead')}</p>
      <SheetTable label={t('suppliers.learned')} rows={learned} keyOf={(lesson) => lesson.id} columns={columns} />
    </section>
  )
}

/** A field's name, or that of what else a document has. */
function useSubjectNames(): (subject: Lesson['subject']) => string {
  const { t, word } = useTexts()
  return (subject) =>
    subject === 'type' || subject === 'dates' || subject === 'amounts' ? t(`lesson.${subject}`) : word('field', subject)
}

function EditLesson({
  lesson,
  onSave,
  onCancel,
}: {
  lesson: Lesson
  onSave: (value: string) => void
  onCancel: () => void
}) {
  const { t } = useTexts()
  const nameOf = useSubjectNames()
  const [value, setValue] = useState(lesson.value ?? '')
  return (
    <form
      className="inline"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onSave(value)
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <TextInput
        required
        data-autofocus
        autoFocus
        aria-label={nameOf(lesson.subject)}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm">
        {t('save')}
      </Button>
      <Button variant="default" size="compact-sm" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </form>
  )
}
