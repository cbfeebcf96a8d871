import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Invoice } from '../../../http/shapes.ts'
import { invoiceQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { changedBetween } from './changed-between.ts'
import {
  type Edit,
  type EntryName,
  entryIn,
  isPart,
  isSame,
  merge,
  type PartName,
  type Parts,
  type Slot,
  type Values,
  valueIn,
} from './edit.ts'
import { readTyped } from './read-typed.ts'
import { type Saved, useSaving } from './use-saving.ts'

export type Conflict = { mine: unknown; theirs: unknown; who: string }
/** Takes the last thing back that somebody did. */
type Undo = () => void

/**
 * One invoice as it is worked on. What is entered is saved slot by slot, and is never dropped: until it is saved it stands in `local`.
 * Where somebody else entered something else into the same place, the person decides.
 */
export function useReview({ company, invoice: invoiceId }: { company: string; invoice: string }) {
  const { t } = useTexts()
  const { data: invoice, error } = useQuery(invoiceQuery(company, invoiceId))
  const saving = useSaving({ company, invoiceId })
  const { base, adopt, whoChanged, tellChanged, save } = saving
  /** What was entered and is not saved, or not yet. */
  const [local, setLocal] = useState<Partial<Values>>({})
  const [conflicts, setConflicts] = useState<Partial<Record<Slot, Conflict>>>({})
  const [problems, setProblems] = useState<Partial<Record<Slot, string>>>({})
  const [undoable, setUndoable] = useState(0)
  const undos = useRef<Undo[]>([])
  /** As `local`, for saves that end later; nothing is sent on while something stands here. */
  const entered = useRef<Partial<Values>>({})
  /** What stood in a slot when somebody began to change it. */
  const begun = useRef<Partial<Values>>({})
  /** What is on its way from a slot: while it stands there unchanged, nothing is being typed. */
  const sent = useRef<Partial<Values>>({})

  // What came by the live stream while nothing of ours was under way is somebody else's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `meet` works on what lives as long as the desk
  useEffect(() => {
    if (!invoice || saving.isSaving) return
    const before = base.current
    // Asked for before our own save had ended: older than what is known.
    if (before?.id === invoice.id && before.version > invoice.version) {
      adopt(before)
      return
    }
    base.current = invoice
    if (!before || before.id !== invoice.id || before.version >= invoice.version) return
    const changed = changedBetween(before.draft, invoice.draft)
    const touched = changed.filter((slot) => slot in entered.current)
    void whoChanged().then((who) => {
      for (const slot of touched) meet(slot, { invoice, who })
      if (before.status === 'in-review')
        tellChanged(
          who,
          changed.filter((slot) => !touched.includes(slot)),
        )
    })
  }, [adopt, base, invoice, saving.isSaving, tellChanged, whoChanged])

  /** Brings together what is being entered and what somebody else has saved in the same slot. */
  function meet(slot: Slot, { invoice: after, who }: { invoice: Invoice; who: string }): void {
    const theirs = valueIn(after.draft, slot)
    const mine = entered.current[slot]
    if (mine === undefined || isSame(mine, theirs)) return
    const merged = isPart(slot) ? merge({ from: begun.current[slot], mine, theirs }) : null
    if (merged) {
      hold(slot, merged.value as Values[typeof slot])
      begin(slot, theirs)
    } else setConflicts((now) => ({ ...now, [slot]: { mine, theirs, who } }))
  }

  function begin<Name extends Slot>(slot: Name, value: Values[Name]): void {
    begun.current = { ...begun.current, [slot]: value }
  }
  function hold<Name extends Slot>(slot: Name, value: Values[Name]): void {
    entered.current = { ...entered.current, [slot]: value }
    setLocal(entered.current)
  }
  function forget(slot: Slot): void {
    for (const record of [entered, begun, sent]) record.current = without(record.current, slot)
    setLocal(entered.current)
  }
  function enter<Name extends Slot>(slot: Name, value: Values[Name]): void {
    if (!(slot in begun.current)) begin(slot, valueIn(base.current?.draft ?? null, slot))
    hold(slot, value)
    setProblems((now) => without(now, slot))
  }

  /** Shows values at once and saves them: each on top of what its slot began with, or of what is given. */
  function send(values: Partial<Values>, from: Partial<Values> = {}): void {
    const slots = Object.keys(values) as Slot[]
    for (const slot of slots) {
      enter(slot, values[slot] as Values[typeof slot])
      sent.current = { ...sent.current, [slot]: values[slot] }
    }
    const edit = () =>
      Object.fromEntries(
        slots.map((slot) => [slot, { from: slot in from ? from[slot] : begun.current[slot], to: values[slot] }]),
      ) as Edit
    const end = (saved: Saved | null) => {
      for (const slot of slots) conclude(slot, { value: values[slot], saved })
    }
    save(edit).then(end, () => end(null))
  }

  /** After a save: what is saved is let go, what clashes or was refused is shown. */
  function conclude(slot: Slot, { value, saved }: { value: unknown; saved: Saved | null }): void {
    if (isSame(sent.current[slot], value)) sent.current = without(sent.current, slot)
    const isStill = slot in entered.current && isSame(cleaned(slot, entered.current[slot]), value)
    const clash = saved?.clashes[slot]
    // What is refused is refused as a whole: the other slots of the edit are not saved either.
    const problem = saved ? (saved.problems[slot] ?? Object.values(saved.problems)[0]) : undefined
    if (clash && saved) setConflicts((now) => ({ ...now, [slot]: { ...clash, who: saved.who } }))
    else if (problem !== undefined) setProblems((now) => ({ ...now, [slot]: problem }))
    else if (saved && isStill) forget(slot)
    // What is entered from here on goes on top of what is known now.
    if (slot in begun.current) begin(slot, valueIn(base.current?.draft ?? null, slot))
  }

  function remember(undo: Undo): void {
    undos.current.push(undo)
    setUndoable(undos.current.length)
  }
  /** Saves what slots should be, as far as that is something else than before; one undo takes all of it back. */
  function change(values: Partial<Values>): void {
    const changed: [Slot, unknown][] = []
    const before: [Slot, unknown][] = []
    for (const [slot, to] of Object.entries(values) as [Slot, unknown][]) {
      if (slot in conflicts || (slot in sent.current && isSame(to, sent.current[slot]))) continue
      const known = [sent.current, begun.current].find((record) => slot in record)
      const from = known ? known[slot] : valueIn(base.current?.draft ?? null, slot)
      if (isSame(to, from)) {
        forget(slot)
        continue
      }
      changed.push([slot, to])
      before.push([slot, from])
    }
    if (changed.length === 0) return
    const [there, back] = [changed, before].map((entries) => Object.fromEntries(entries) as Partial<Values>)
    remember(() => send(back ?? {}, there))
    send(there ?? {})
  }

  /** Saves what stands in a field, as far as it can be read. */
  function commit(name: EntryName, typed = entered.current[name]): void {
    if (typed === undefined) return
    const read = readTyped(name, typed)
    if ('problem' in read) setProblems((now) => ({ ...now, [name]: t(`typed.${read.problem}`) }))
    else change({ [name]: read.value })
  }

  const draft = invoice?.draft ?? null
  return {
    invoice,
    error,
    draft,
    conflicts,
    problems,
    goneOn: saving.goneOn,
    isSaving: saving.isSaving,
    undoable,
    /** Whether a field or table holds something that was not sent: then keys like undo are the field's own. */
    isTyping: (slot: Slot) => local[slot] !== undefined && local[slot] !== sent.current[slot],
    entryOf: (name: EntryName) => entryIn(draft, name),
    valueOf: <Name extends Slot>(slot: Name): Values[Name] =>
      (slot in local ? local[slot] : valueIn(draft, slot)) as Values[Name],
    enter,
    commit,
    /** Puts a value into a field and saves it: from the page, an alternative, a remedy. */
    put(name: EntryName, value: string) {
      enter(name, value)
      commit(name, value)
    },
    /** Saves parts that were entered, or are chosen with a click. */
    commitParts(parts: Partial<Parts>) {
      for (const [slot, value] of Object.entries(parts) as [PartName, never][]) enter(slot, value)
      change(parts)
    },
    /** What is wrong with a part that is being entered; it is not saved like this. */
    markProblem(slot: PartName, problem: string | null) {
      setProblems((now) => (problem === null ? without(now, slot) : { ...now, [slot]: problem }))
    },
    act: saving.act,
    remember,
    undo() {
      const last = undos.current.pop()
      setUndoable(undos.current.length)
      last?.()
    },
    settle(slot: Slot, whose: 'mine' | 'theirs') {
      const conflict = conflicts[slot]
      setConflicts((now) => without(now, slot))
      if (!conflict || whose === 'theirs') return forget(slot)
      const { mine, theirs } = conflict
      const theirsBack = () => send({ [slot]: theirs } as Partial<Values>, { [slot]: mine } as Partial<Values>)
      remember(theirsBack)
      send({ [slot]: mine } as Partial<Values>, { [slot]: theirs } as Partial<Values>)
    },
    /** Waits for what is being saved. @returns the version that everything saved has led to; null where something is not saved. */
    async settled(): Promise<number | null> {
      await saving.settled()
      return Object.keys(entered.current).length > 0 ? null : (base.current?.version ?? null)
    },
  }
}
export type Review = ReturnType<typeof useReview>

/** What a typed text becomes when it is saved. */
function cleaned(slot: Slot, value: unknown): unknown {
  if (isPart(slot) || typeof value !== 'string') return value
  const read = readTyped(slot, value)
  return 'value' in read ? read.value : value
}

function without<Slots extends object>(record: Slots, slot: Slot): Slots {
  if (!(slot in record)) return record
  const { [slot as keyof Slots]: _, ...others } = record
  return others as Slots
}
