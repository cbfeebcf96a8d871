import { NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { Invoice } from '../../../http/shapes.ts'
import { Later } from '../frame/later.tsx'
import { mayReview, useHere } from '../frame/session.tsx'
import { useTexts } from '../texts/texts.tsx'
import { CodingPanel } from './coding-panel.tsx'
import { DeskFoot, Keys } from './desk-foot.tsx'
import { DeskHead } from './desk-head.tsx'
import { DetailsGroup } from './details-group.tsx'
import type { EntryName } from './edit.ts'
import { EquationList } from './equation-list.tsx'
import { ALL_DETAILS, ALL_FIELDS, type DocumentType, FIELD_GROUPS, TYPES } from './field-groups.ts'
import { alternativesOf, FieldRow } from './field-row.tsx'
import { FindingBoxes } from './finding-box.tsx'
import { LineGrid } from './line-grid.tsx'
import { type ActionName, OtherActions } from './other-actions.tsx'
import { PageView, type PlacedField } from './page-view.tsx'
import type { Remedy } from './remedies.ts'
import { type Spot, SpotsContext, useNewSpots } from './spots.ts'
import { StackBar } from './stack-bar.tsx'
import { entryOf, pickSupplier, SupplierPicker } from './supplier-picker.tsx'
import { Timeline } from './timeline.tsx'
import { useQueue } from './use-queue.ts'
import type { Review } from './use-review.ts'
import type { Acted } from './use-saving.ts'
import { VatGrid } from './vat-grid.tsx'

const ALL_ENTRIES: readonly EntryName[] = [...ALL_FIELDS, ...ALL_DETAILS]
/** After these the invoice is done here, and the next one is looked at. */
const ENDING: readonly string[] = ['accept', 'file', 'reject', 'mark-duplicate']

/** The desk of one invoice: page, fields, findings, sums, lines, coding, what was said and done, and what can be done. */
export function ReviewDesk({ review, invoice }: { review: Review; invoice: Invoice }) {
  const { t } = useTexts()
  const here = useHere()
  const { company } = here
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const queue = useQueue({ company, invoice: invoice.id, search })
  const spots = useNewSpots()
  const [isActing, setActing] = useState(false)
  const canEdit = invoice.status === 'in-review' && mayReview(here)
  const { draft, findings } = invoice
  const needy = useMemo(
    () => ALL_FIELDS.filter((name) => findings.some(({ field, severity }) => field === name && severity !== 'info')),
    [findings],
  )
  const placed = useMemo(() => placesIn(draft), [draft])
  const focusSpot = (name: Spot) => {
    const input = document.getElementById(`field-${name}`)
    input?.closest('details')?.setAttribute('open', '')
    input?.focus()
    if (input instanceof HTMLInputElement) input.select()
    // With its findings, which stand below it.
    input?.closest('.field')?.scrollIntoView({ block: 'nearest' })
  }

  // The one thing that needs a decision is in focus before a key is pressed. Not on phones, where the keyboard would cover the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an invoice, when it can be edited
  useEffect(() => {
    if (!canEdit || !matchMedia('(min-width: 901px)').matches) return
    if (invoice.unreadable?.code === 'encrypted') {
      document.querySelector<HTMLInputElement>('form.password input')?.focus()
      return
    }
    const gravest = needy.find((name) => findings.some(({ field, severity }) => field === name && severity === 'error'))
    // What is wrong with the whole stands at the top, and is not scrolled away for a lesser doubt further down.
    const isWholeWrong = findings.some(({ field, severity }) => field === undefined && severity === 'error')
    // What holds the invoice comes before what is only good to know of it.
    const holding = needy.find((name) => findings.some(({ field, holds }) => field === name && holds !== false))
    focusSpot(gravest ?? (isWholeWrong ? undefined : (holding ?? needy[0])) ?? 'supplierName')
  }, [canEdit])

  const query = search.size > 0 ? `?${search}` : ''
  const go = (to: string | undefined) => {
    if (to) void navigate(`/${company}/invoices/${to}${query}`)
    else {
      notifications.show({ message: t('review.none-left') })
      void navigate(`/${company}/inbox${query}`)
    }
  }

  /** Does something with the whole invoice once everything entered is saved; null where it was not done. */
  async function act(name: string, body: object = {}): Promise<Acted | null> {
    setActing(true)
    try {
      // Leaving a field or cell saves it.
      const focused = document.activeElement
      if (focused instanceof HTMLElement) focused.blur()
      if ((await review.settled()) === null) {
        notifications.show({ message: t('review.not-saved'), color: 'red' })
        if (focused instanceof HTMLElement) focused.focus()
        return null
      }
      return await review.act(name, body)
    } catch {
      // Whoever saves has told it.
      return null
    } finally {
      setActing(false)
    }
  }
  const actAndGo = async (name: ActionName | 'accept', body: object = {}) => {
    // Before anything else, or the next one is another by the time it is gone.
    const { next } = queue
    if ((await act(name, body)) && ENDING.includes(name)) go(next)
  }
  const openByPassword = async (password: string, keep: boolean) => {
    if (await act('password', { password, keep })) notifications.show({ message: t('review.password-entered') })
  }
  const split = async (at: number[]) => {
    const done = await act('split', { at })
    const [first] = done?.pieces ?? []
    if (!done || !first) return
    notifications.show({ message: t('stack.done', { n: done.pieces?.length ?? 0 }) })
    await client.invalidateQueries({ queryKey: ['stack', company] })
    void navigate(`/${company}/invoices/${first.invoiceId}${query}`)
  }

  const onRemedy = (remedy: Remedy) => {
    if (remedy.kind === 'set') review.put(remedy.field, remedy.value)
    else if (remedy.kind === 'swap') review.put('supplierName', remedy.value)
    else if (remedy.kind === 'type') review.commitParts({ type: remedy.type })
    else if (remedy.kind === 'create-supplier') void pickSupplier(review, { invoice, choice: entryOf(review) })
    else if (remedy.kind === 'pick-supplier') document.getElementById('supplier-picker')?.focus()
    else if (remedy.kind === 'look') void navigate(`/${company}/invoices/${remedy.invoice}`)
    else void actAndGo(remedy.kind, remedy.kind === 'mark-duplicate' ? { duplicateOf: remedy.of } : {})
  }

  const onFieldKey = (event: KeyboardEvent, name: EntryName) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
    if (event.altKey && digit) {
      const value = alternativesOf(review, name)[Number(digit) - 1]
      if (value === undefined) return
      event.preventDefault()
      review.put(name, value)
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      review.commit(name)
      const place = ALL_ENTRIES.indexOf(name)
      const next = needy.find((needing) => ALL_ENTRIES.indexOf(needing) > place) ?? ALL_ENTRIES[place + 1]
      if (next) focusSpot(next)
    }
  }
  const onDeskKey = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && isCommand && canEdit && !isActing) {
      event.preventDefault()
      void actAndGo('accept')
    } else if (event.altKey && (event.code === 'KeyN' || event.code === 'KeyP')) {
      event.preventDefault()
      const to = event.code === 'KeyN' ? queue.next : queue.previous
      if (to) go(to)
    } else if (event.altKey && event.code === 'KeyC') {
      event.preventDefault()
      document.querySelector<HTMLInputElement>('[id^="coding-"]')?.focus()
    } else if (event.key === 'z' && isCommand && !event.shiftKey && canEdit && !isTextOf(event.target, review)) {
      event.preventDefault()
      review.undo()
    }
  }

  const onPick = (text: string) => {
    const { active } = spots.read()
    if (!canEdit || active === null) return
    if (active === 'terms') {
      const terms = review.valueOf('terms')
      review.commitParts({ terms: { discounts: [], ...terms, text } })
    } else review.put(active, text)
    focusSpot(active)
  }
  const general = findings.filter(({ field }) => field === undefined)
  return (
    <SpotsContext value={spots}>
      <main id="main" className="desk" onKeyDown={onDeskKey}>
        <PageView
          company={company}
          invoice={invoice}
          fields={placed}
          onFocusField={focusSpot}
          onPick={onPick}
          onSplit={canEdit ? split : null}
        />
        <div className="form">
          <div className="form-body">
            <DeskHead
              {...{ invoice, queue, canEdit }}
              goneOn={review.goneOn}
              inbox={`/${company}/inbox${query}`}
              onPassword={(password, keep) => void openByPassword(password, keep)}
            />
            <StackBar company={company} invoice={invoice} canJoin={mayReview(here)} />
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
                      value={review.valueOf('type')}
                      data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
                      onChange={(event) => review.commitParts({ type: event.currentTarget.value as DocumentType })}
                    />
                  )}
                  {fields.map((name) => (
                    <FieldRow
                      key={name}
                      {...{ name, review, canEdit, onRemedy }}
                      findings={findings.filter(({ field }) => field === name)}
                      onKeyDown={onFieldKey}
                    />
                  ))}
                </div>
                {title === 'review.supplier' && <SupplierPicker {...{ review, invoice, canEdit }} />}
                {title === 'review.amounts' && (
                  <>
                    <h3>{t('review.vat')}</h3>
                    <VatGrid review={review} canEdit={canEdit} />
                    <EquationList review={review} />
                  </>
                )}
              </section>
            ))}
            <Later>
              <section className="group" aria-labelledby="group-lines">
                <h2 id="group-lines">{t('review.lines')}</h2>
                <LineGrid review={review} canEdit={canEdit} />
              </section>
              <section className="group" aria-labelledby="group-coding">
                <h2 id="group-coding">{t('review.coding')}</h2>
                <CodingPanel review={review} canEdit={canEdit} invoice={invoice.id} />
              </section>
              <DetailsGroup {...{ review, canEdit }} onKeyDown={onFieldKey} />
              <Timeline company={company} invoice={invoice.id} />
              {canEdit && <Keys />}
            </Later>
          </div>
          <DeskFoot {...{ review, queue, canEdit, isActing }} onGo={go} onAccept={() => void actAndGo('accept')}>
            {mayReview(here) && <OtherActions invoice={invoice} onAct={(name, body) => void actAndGo(name, body)} />}
          </DeskFoot>
        </div>
      </main>
    </SpotsContext>
  )
}

/** Whatever of a draft stands somewhere on its pages. */
function placesIn(draft: Invoice['draft']): PlacedField[] {
  const entries = [...Object.entries(draft?.fields ?? {}), ...Object.entries(draft?.details ?? {})]
  const placed = entries.flatMap(([name, entry]) =>
    entry?.place ? [{ name: name as EntryName, place: entry.place }] : [],
  )
  return draft?.terms?.place ? [...placed, { name: 'terms', place: draft.terms.place }] : placed
}

/** Whether undo is the text's own: somebody types in it what was not saved yet. */
function isTextOf(target: EventTarget, review: Review): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  if (!(target instanceof HTMLInputElement)) return false
  const [, place, name] = /^(\w+)-(\w+)/.exec(target.id) ?? []
  if (place === 'field') return ALL_ENTRIES.some((entry) => entry === name && review.isTyping(entry))
  return (['lines', 'vatBreakdown', 'coding', 'terms'] as const).some(
    (slot) => (slot === place || (slot === 'lines' && place === 'coding')) && review.isTyping(slot),
  )
}
