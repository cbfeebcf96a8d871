import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DocumentType, DraftLine, FieldName } from '../../../../schemas/draft.ts'
import type { Invoice } from '../../../http/shapes.ts'
import { ApiError, call } from '../api/call.ts'
import { type HistoryEvent, invoicePath, invoiceQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { type ChangedPart, changedBetween } from './changed-between.ts'
import { readTyped } from './read-typed.ts'

export type Correction = {
  fields?: Partial<Record<FieldName, string>>
  lines?: DraftLine[]
  type?: DocumentType
}
export type Conflict = { mine: string; theirs: string; who: string }

const MOST_TRIES = 4

/**
 * One invoice as it is worked on. What is entered is saved field by field, one save after the other, each on the version that the one
 * before left. Where somebody else was faster, the entry is saved again on top of theirs; only where both entered something else into the
 * same field, the person decides. An entry is never dropped: until it is saved it stands in `edits`.
 */
export function useReview({ company, invoice: invoiceId }: { company: string; invoice: string }) {
  const client = useQueryClient()
  const { t, word } = useTexts()
  const { data: invoice, error } = useQuery(invoiceQuery(company, invoiceId))
  const [edits, setEdits] = useState<Partial<Record<FieldName, string>>>({})
  const [lines, setLines] = useState<DraftLine[] | null>(null)
  const [conflicts, setConflicts] = useState<Partial<Record<FieldName, Conflict>>>({})
  const [problems, setProblems] = useState<Partial<Record<FieldName, string>>>({})
  const [goneOn, setGoneOn] = useState<string | null>(null)
  const [saving, setSaving] = useState(0)
  /** What the person has seen and what saves go on top of. */
  const base = useRef<Invoice | null>(null)
  const chain = useRef<Promise<unknown>>(Promise.resolve())
  const undone = useRef<Correction[]>([])
  /** As it stands in the fields now, cleaned; for saves that end later. */
  const entered = useRef<Partial<Record<FieldName, string>>>({})
  /** What was entered and is not saved: nothing is sent on while something stands here. */
  const unsaved = useRef(new Set<FieldName | 'lines'>())
  /** What is on its way from each field: while it stands there unchanged, nothing is being typed. */
  const sent = useRef<Partial<Record<FieldName, string>>>({})
  const [undoable, setUndoable] = useState(0)
  const path = invoicePath(company, invoiceId)

  const adopt = useCallback(
    (after: Invoice) => {
      base.current = after
      client.setQueryData(invoiceQuery(company, invoiceId).queryKey, after)
    },
    [client, company, invoiceId],
  )

  const whoChanged = useCallback(async () => {
    const { events } = await call<{ events: HistoryEvent[] }>(`${path}/events`)
    return events.at(-1)?.actor ?? '?'
  }, [path])

  const tellChanged = useCallback(
    (who: string, changed: readonly ChangedPart[]) => {
      if (changed.length === 0) return
      const what = changed.map((part) => word('field', part)).join(', ')
      notifications.show({ message: t('review.changed-by', { who, what }), color: 'yellow', autoClose: 15_000 })
    },
    [t, word],
  )

  /** Tries to save; @returns what could not be saved because somebody else entered something else there. */
  const attempt = useCallback(
    async (correction: Correction, tries: number): Promise<void> => {
      const before = base.current
      if (!before) return
      try {
        await call(`${path}/correct`, { method: 'POST', body: { version: before.version, ...correction } })
        adopt(await call<Invoice>(path))
        const saved = correction.fields ?? {}
        setEdits((now) =>
          without(now, (name, value) => saved[name] !== undefined && cleaned(name, value) === saved[name]),
        )
        for (const [name, value] of Object.entries(saved) as [FieldName, string][])
          if (entered.current[name] === undefined || entered.current[name] === value) unsaved.current.delete(name)
        if (correction.lines) {
          setLines((now) => (now === correction.lines ? null : now))
          unsaved.current.delete('lines')
        }
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure
        const refused = failure.details.fields as Partial<Record<FieldName, string>> | undefined
        if (failure.code !== 'pipeline.version-conflict' || tries === 0) {
          if (refused) setProblems((now) => ({ ...now, ...refused }))
          else notifications.show({ message: failure.message, color: 'red', autoClose: 15_000 })
          return
        }
        const after = await call<Invoice>(path)
        const who = await whoChanged()
        const changed = changedBetween(before.draft, after.draft)
        adopt(after)
        if (after.status !== 'in-review') {
          setGoneOn(who)
          return
        }
        const remaining = { ...correction, fields: { ...correction.fields } }
        const clashing: Partial<Record<FieldName, Conflict>> = {}
        for (const [name, mine] of Object.entries(correction.fields ?? {}) as [FieldName, string][]) {
          const theirs = after.draft?.fields[name]?.value ?? ''
          if (!changed.includes(name) || theirs === mine) continue
          clashing[name] = { mine, theirs, who }
          delete remaining.fields[name]
        }
        setConflicts((now) => ({ ...now, ...clashing }))
        tellChanged(
          who,
          changed.filter((part) => !(part in clashing)),
        )
        const isLeft = Object.keys(remaining.fields).length > 0 || remaining.lines || remaining.type
        if (isLeft) await attempt(remaining, tries - 1)
      }
    },
    [adopt, path, tellChanged, whoChanged],
  )

  const save = useCallback(
    (correction: Correction): Promise<void> => {
      setSaving((count) => count + 1)
      const saved = chain.current
        .then(() => attempt(correction, MOST_TRIES))
        .finally(() => {
          setSaving((count) => count - 1)
          for (const [name, value] of Object.entries(correction.fields ?? {}) as [FieldName, string][])
            if (sent.current[name] === value) delete sent.current[name]
        })
      // A save that an outage stopped is told; the ones after it still try, and the entry still stands in its field.
      chain.current = saved.catch((failure: Error) => notifications.show({ message: failure.message, color: 'red' }))
      return saved
    },
    [attempt],
  )

  // What came by the live stream while nothing of ours was under way is somebody else's.
  useEffect(() => {
    if (!invoice || saving > 0) return
    const before = base.current
    // Asked for before our own save had ended: older than what is known.
    if (before?.id === invoice.id && before.version > invoice.version) {
      adopt(before)
      return
    }
    base.current = invoice
    if (!before || before.id !== invoice.id || before.version >= invoice.version) return
    const changed = changedBetween(before.draft, invoice.draft)
    void whoChanged().then((who) => {
      const clashing = changed.filter((part): part is FieldName => part in edits)
      for (const name of clashing) {
        const theirs = invoice.draft?.fields[name]?.value ?? ''
        const mine = edits[name] ?? ''
        if (mine !== theirs) setConflicts((now) => ({ ...now, [name]: { mine, theirs, who } }))
      }
      if (before.status === 'in-review')
        tellChanged(
          who,
          changed.filter((part) => !(part in edits)),
        )
    })
  }, [adopt, invoice, saving, edits, tellChanged, whoChanged])

  const enter = (name: FieldName, value: string) => {
    setEdits((now) => ({ ...now, [name]: value }))
    entered.current[name] = cleaned(name, value) ?? value
    unsaved.current.add(name)
    setProblems((now) => without(now, (problem) => problem === name))
  }
  const forget = (name: FieldName) => {
    setEdits((now) => without(now, (edited) => edited === name))
    delete entered.current[name]
    delete sent.current[name]
    unsaved.current.delete(name)
  }
  /** Shows a value at once and sends it. */
  const send = (name: FieldName, value: string): void => {
    enter(name, value)
    sent.current[name] = value
    void save({ fields: { [name]: value } }).catch(() => {})
  }

  /** Saves what stands in a field, when it is something else than before. */
  const commit = (name: FieldName, typed = edits[name]): void => {
    if (typed === undefined || name in conflicts) return
    const read = readTyped(name, typed)
    if ('problem' in read) {
      setProblems((now) => ({ ...now, [name]: t(`typed.${read.problem}`) }))
      return
    }
    if (read.value === sent.current[name]) return
    const before = base.current?.draft?.fields[name]?.value ?? ''
    if (read.value === before) {
      forget(name)
      return
    }
    remember({ fields: { [name]: before } })
    send(name, read.value)
  }

  const remember = (correction: Correction) => {
    undone.current.push(correction)
    setUndoable(undone.current.length)
  }

  return {
    invoice,
    error,
    edits,
    lines,
    conflicts,
    problems,
    goneOn,
    isSaving: saving > 0,
    undoable,
    /** Whether a field holds something that was not sent: then keys like undo are the field's own. */
    isTyping: (name: FieldName) => edits[name] !== undefined && edits[name] !== sent.current[name],
    valueOf: (name: FieldName) => edits[name] ?? invoice?.draft?.fields[name]?.value ?? '',
    enter,
    commit,
    /** Puts a value into a field and saves it: from the page, an alternative, a remedy. */
    put(name: FieldName, value: string) {
      enter(name, value)
      commit(name, value)
    },
    changeLines(changed: DraftLine[]) {
      unsaved.current.add('lines')
      setLines(changed)
    },
    commitLines(changed: DraftLine[]) {
      const before = base.current?.draft?.lines ?? []
      setLines(changed)
      remember({ lines: before })
      void save({ lines: changed }).catch(() => {})
    },
    setType(type: DocumentType) {
      const before = base.current?.draft?.type
      if (before) remember({ type: before })
      void save({ type }).catch(() => {})
    },
    undo() {
      const last = undone.current.pop()
      setUndoable(undone.current.length)
      if (!last) return
      const { fields, ...others } = last
      for (const [name, value] of Object.entries(fields ?? {}) as [FieldName, string][]) send(name, value)
      if (others.lines) setLines(null)
      if (others.lines || others.type) void save(others).catch(() => {})
    },
    settle(name: FieldName, whose: 'mine' | 'theirs') {
      const conflict = conflicts[name]
      setConflicts((now) => without(now, (clashing) => clashing === name))
      if (!conflict) return
      if (whose === 'mine') {
        remember({ fields: { [name]: conflict.theirs } })
        send(name, conflict.mine)
      } else forget(name)
    },
    /** Waits for what is being saved. @returns the version that everything saved has led to; null where something is not saved. */
    async settled(): Promise<number | null> {
      await chain.current
      return unsaved.current.size > 0 ? null : (base.current?.version ?? null)
    },
  }
}
export type Review = ReturnType<typeof useReview>

function cleaned(name: FieldName, value: string | undefined): string | undefined {
  const read = value === undefined ? undefined : readTyped(name, value)
  return read && 'value' in read ? read.value : value
}

function without<Value>(
  record: Partial<Record<FieldName, Value>>,
  isOut: (name: FieldName, value: Value | undefined) => boolean,
): Partial<Record<FieldName, Value>> {
  const entries = Object.entries(record) as [FieldName, Value | undefined][]
  const kept = entries.filter(([name, value]) => !isOut(name, value))
  return kept.length === entries.length ? record : (Object.fromEntries(kept) as Partial<Record<FieldName, Value>>)
}
