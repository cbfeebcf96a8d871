import { Alert, Button, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { Invoice } from '../../../http/shapes.ts'
import { ApiError, call } from '../api/call.ts'
import { invoicePath } from '../api/queries.ts'
import { mayReview, useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { EquationList } from './equation-list.tsx'
import { type DocumentType, FIELD_GROUPS, type FieldName, TYPES } from './field-groups.ts'
import { alternativesOf, FieldRow } from './field-row.tsx'
import { FindingBoxes } from './finding-box.tsx'
import { History } from './history.tsx'
import { LineGrid } from './line-grid.tsx'
import { type ActionName, OtherActions, PasswordForm } from './other-actions.tsx'
import { PageView } from './page-view.tsx'
import type { Remedy } from './remedies.ts'
import { useQueue } from './use-queue.ts'
import type { Review } from './use-review.ts'

const IN_WORK: readonly string[] = ['received', 'identified', 'recognized', 'extracted', 'validated', 'approved']
const ALL_FIELDS = FIELD_GROUPS.flatMap(({ fields }) => fields)

/** The desk of one invoice: page, fields, findings, sums, lines, history, and what can be done. */
export function ReviewDesk({ review, invoice }: { review: Review; invoice: Invoice }) {
  const { t, word, amount } = useTexts()
  const here = useHere()
  const { company } = here
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const queue = useQueue({ company, invoice: invoice.id, search })
  const [active, setActive] = useState<FieldName | null>(null)
  const [hovered, setHovered] = useState<FieldName | null>(null)
  const [isActing, setActing] = useState(false)
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const canEdit = invoice.status === 'in-review' && mayReview(here)
  const { draft, findings } = invoice
  const needy = useMemo(
    () => ALL_FIELDS.filter((name) => findings.some(({ field, severity }) => field === name && severity !== 'info')),
    [findings],
  )
  const placed = useMemo(
    () =>
      ALL_FIELDS.flatMap((name) => {
        const place = draft?.fields[name]?.place
        return place ? [{ name, place }] : []
      }),
    [draft],
  )
  const focusField = (name: FieldName) => {
    const input = document.getElementById(`field-${name}`)
    input?.focus()
    if (input instanceof HTMLInputElement) input.select()
    // With its findings, which stand below it.
    input?.closest('.field')?.scrollIntoView({ block: 'nearest' })
  }

  // The one thing that needs a decision is in focus before a key is pressed. Not on phones, where the keyboard would cover the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an invoice, when it can be edited
  useEffect(() => {
    if (canEdit && matchMedia('(min-width: 901px)').matches) focusField(needy[0] ?? 'supplierName')
  }, [canEdit])

  const go = (to: string | undefined) => {
    const query = search.size > 0 ? `?${search}` : ''
    if (to) void navigate(`/${company}/invoices/${to}${query}`)
    else {
      notifications.show({ message: t('review.none-left') })
      void navigate(`/${company}/inbox${query}`)
    }
  }

  async function act(name: ActionName | 'accept' | 'password', body: Record<string, unknown> = {}): Promise<void> {
    // Before anything else, or the next one is another by the time it is gone.
    const { next } = queue
    setActing(true)
    try {
      // Leaving a field or cell saves it.
      const focused = document.activeElement
      if (focused instanceof HTMLInputElement) focused.blur()
      const version = await review.settled()
      if (version === null) {
        notifications.show({ message: t('review.not-saved'), color: 'red' })
        if (focused instanceof HTMLInputElement) focused.focus()
        return
      }
      await call(`${invoicePath(company, invoice.id)}/${name}`, { method: 'POST', body: { version, ...body } })
      if (name === 'accept' || name === 'file' || name === 'reject' || name === 'mark-duplicate') go(next)
      if (name === 'password') notifications.show({ message: t('review.password-entered') })
    } catch (error) {
      const message = error instanceof ApiError || error instanceof Error ? error.message : String(error)
      notifications.show({ title: t('failed'), message, color: 'red', autoClose: 15_000 })
    } finally {
      setActing(false)
    }
  }

  const onRemedy = (remedy: Remedy) => {
    if (remedy.kind === 'set') review.put(remedy.field, remedy.value)
    else if (remedy.kind === 'swap') review.put('supplierName', remedy.value)
    else if (remedy.kind === 'type') review.setType(remedy.type)
    else if (remedy.kind === 'look') void navigate(`/${company}/invoices/${remedy.invoice}`)
    else void act(remedy.kind, remedy.kind === 'mark-duplicate' ? { duplicateOf: remedy.of } : {})
  }

  const onFieldKey = (event: KeyboardEvent, name: FieldName) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
    if (event.altKey && digit) {
      const value = alternativesOf(review, name)[Number(digit) - 1]
      if (value === undefined) return
      event.preventDefault()
      review.put(name, value)
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      review.commit(name)
      const place = ALL_FIELDS.indexOf(name)
      const next = needy.find((needing) => ALL_FIELDS.indexOf(needing) > place) ?? ALL_FIELDS[place + 1]
      if (next) focusField(next)
    } else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !review.isTyping(name)) {
      event.preventDefault()
      review.undo()
    }
  }
  const onDeskKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canEdit && !isActing) {
      event.preventDefault()
      void act('accept')
    } else if (event.altKey && (event.code === 'KeyN' || event.code === 'KeyP')) {
      event.preventDefault()
      const to = event.code === 'KeyN' ? queue.next : queue.previous
      if (to) go(to)
    }
  }

  const onPick = (text: string) => {
    if (!canEdit || active === null) return
    review.put(active, text)
    focusField(active)
  }
  const general = findings.filter(({ field }) => field === undefined)
  return (
    <main id="main" className="desk" onKeyDown={onDeskKey}>
      <PageView
        company={company}
        invoice={invoice}
        fields={placed}
        active={active}
        hovered={hovered}
        onHover={setHovered}
        onFocusField={focusField}
        onPick={onPick}
      />
      <div className="form">
        <div className="form-body">
          <header className="desk-head">
            <Link className="small" to={`/${company}/inbox${search.size > 0 ? `?${search}` : ''}`}>
              {t('review.back')}
            </Link>
            <span className="small quiet">
              {queue.place >= 0 && t('review.place', { n: queue.place + 1, all: queue.count })}
            </span>
            <h1>{invoice.supplierName ?? invoice.fileName}</h1>
            <p className="quiet small">
              {[t(`status.${invoice.status}`), amount(invoice.grossTotal, invoice.currency), invoice.fileName]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </header>
          {review.goneOn && (
            <Alert color="red" variant="outline" role="alert">
              {t('review.gone-on', { who: review.goneOn, status: t(`status.${invoice.status}`) })}
            </Alert>
          )}
          {!canEdit && !review.goneOn && (
            <Alert variant="outline">
              {t(IN_WORK.includes(invoice.status) ? 'review.in-work' : 'review.read-only', {
                status: t(`status.${invoice.status}`),
              })}
            </Alert>
          )}
          {invoice.failure && (
            <Alert color="red" variant="outline" title={t('cause.failure')}>
              <span lang="en">{invoice.failure.message}</span>
            </Alert>
          )}
          {invoice.unreadable && (
            <Alert
              color="red"
              variant="outline"
              title={word('cause', invoice.unreadable.code === 'encrypted' ? 'encrypted' : 'unreadable')}
            >
              <span lang="en">{invoice.unreadable.message}</span>
              {canEdit && invoice.unreadable.code === 'encrypted' && (
                <PasswordForm onOpen={(password, keep) => void act('password', { password, keep })} />
              )}
            </Alert>
          )}
          {general.length > 0 && (
            <section aria-label={t('review.findings')}>
              <FindingBoxes findings={general} review={review} canEdit={canEdit} onRemedy={onRemedy} />
            </section>
          )}
          {FIELD_GROUPS.map(({ title, fields }) => (
            <section key={title} className="group" aria-labelledby={`group-${title}`}>
              <h2 id={`group-${title}`}>{t(title)}</h2>
              <div className="fields">
                {title === 'review.invoice' && (
                  <NativeSelect
                    className="field"
                    label={t('field.type')}
                    disabled={!canEdit}
                    value={draft?.type ?? 'invoice'}
                    data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
                    onChange={(event) => review.setType(event.currentTarget.value as DocumentType)}
                  />
                )}
                {fields.map((name) => (
                  <FieldRow
                    key={name}
                    name={name}
                    review={review}
                    findings={findings.filter(({ field }) => field === name)}
                    canEdit={canEdit}
                    isHovered={name === hovered}
                    onHover={setHovered}
                    onFocus={setActive}
                    onKeyDown={onFieldKey}
                    onRemedy={onRemedy}
                  />
                ))}
              </div>
              {title === 'review.amounts' && <EquationList review={review} />}
            </section>
          ))}
          <section className="group" aria-labelledby="group-lines">
            <h2 id="group-lines">{t('review.lines')}</h2>
            <LineGrid review={review} canEdit={canEdit} />
          </section>
          <details className="group" onToggle={(event) => setHistoryOpen(event.currentTarget.open)}>
            <summary>{t('review.history')}</summary>
            {isHistoryOpen && <History company={company} invoice={invoice.id} />}
          </details>
          {canEdit && <Keys />}
        </div>
        <footer className="desk-foot">
          <span className="small quiet" role="status">
            {review.isSaving ? t('review.saving') : canEdit ? t('review.all-saved') : ''}
          </span>
          {canEdit && (
            <Button variant="default" disabled={review.undoable === 0} onClick={review.undo}>
              {t('review.undo')}
            </Button>
          )}
          {mayReview(here) && <OtherActions invoice={invoice} onAct={(name, body) => void act(name, body)} />}
          <Button
            variant="default"
            aria-label={t('review.previous')}
            disabled={!queue.previous}
            onClick={() => go(queue.previous)}
          >
            ‹
          </Button>
          <Button variant="default" aria-label={t('review.next')} disabled={!queue.next} onClick={() => go(queue.next)}>
            ›
          </Button>
          {canEdit && (
            <Button loading={isActing} onClick={() => void act('accept')}>
              {t('review.accept')}
            </Button>
          )}
        </footer>
      </div>
    </main>
  )
}

function Keys() {
  const { t } = useTexts()
  const keys = [
    ['Enter', t('review.key-next')],
    ['Ctrl Enter', t('review.key-accept')],
    ['Alt 1–4', t('review.key-alternative')],
    ['Ctrl Z', t('review.key-undo')],
    ['Alt N / P', t('review.key-next-invoice')],
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
