import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { z } from 'zod'
import type { Invoice, Reviewed } from '../../../http/shapes.ts'
import { ApiError, call } from '../api/call.ts'
import { type HistoryEvent, invoicePath, invoiceQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { changedBetween } from './changed-between.ts'
import { type Clashes, type Edit, rebase, type Slot } from './edit.ts'

const MOST_TRIES = 4
const LONG_MS = 15_000

/** What became of an edit. What is neither a clash nor a problem is saved. */
export type Saved = {
  clashes: Clashes
  /** Who entered the other values. */
  who: string
  /** Why the server refused a value, by slot. */
  problems: Partial<Record<Slot, string>>
}
/** Where the invoice stands after an action. */
export type Acted = z.infer<typeof Reviewed>

const ALL_SAVED: Saved = { clashes: {}, who: '', problems: {} }

/**
 * Saves edits of one invoice, one after the other, each on the version that the one before left. Where somebody else was faster, an edit is
 * tried again on top of theirs (see `rebase`), and the person is told what they changed.
 */
export function useSaving({ company, invoiceId }: { company: string; invoiceId: string }) {
  const client = useQueryClient()
  const { t, word } = useTexts()
  /** What the person has seen and what saves go on top of. */
  const base = useRef<Invoice | null>(null)
  const chain = useRef<Promise<unknown>>(Promise.resolve())
  const [saving, setSaving] = useState(0)
  const [goneOn, setGoneOn] = useState<string | null>(null)
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
    return events.findLast(({ kind }) => kind !== 'invoice.comment')?.actor ?? '?'
  }, [path])

  const tellChanged = useCallback(
    (who: string, changed: readonly Slot[]) => {
      if (changed.length === 0) return
      const what = changed.map((slot) => word('field', slot)).join(', ')
      notifications.show({ message: t('review.changed-by', { who, what }), color: 'yellow', autoClose: LONG_MS })
    },
    [t, word],
  )

  const attempt = useCallback(
    async (edit: Edit, tries: number): Promise<Saved> => {
      const before = base.current
      if (!before) throw new Error(`invoice ${invoiceId} is not there yet`)
      const { correction, clashes } = rebase(edit, before.draft)
      const saved = { ...ALL_SAVED, clashes, who: Object.keys(clashes).length > 0 ? await whoChanged() : '' }
      if (Object.keys(correction).length === 0) return saved
      try {
        await call(`${path}/correct`, { method: 'POST', body: { version: before.version, ...correction } })
        adopt(await call<Invoice>(path))
        return saved
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure
        if (failure.code !== 'pipeline.version-conflict' || tries === 0) {
          const problems = failure.details.fields as Saved['problems'] | undefined
          if (!problems) throw failure
          return { ...saved, problems }
        }
        const [after, who] = await Promise.all([call<Invoice>(path), whoChanged()])
        adopt(after)
        if (after.status !== 'in-review') {
          setGoneOn(who)
          throw failure
        }
        const again = rebase(edit, after.draft)
        tellChanged(
          who,
          changedBetween(before.draft, after.draft).filter((slot) => !(slot in again.clashes)),
        )
        return await attempt(edit, tries - 1)
      }
    },
    [adopt, invoiceId, path, tellChanged, whoChanged],
  )

  /** Does something after everything before it. What an outage stopped is told; what comes after it is still tried. */
  const inTurn = useCallback(<Result>(work: () => Promise<Result>): Promise<Result> => {
    setSaving((count) => count + 1)
    const done = chain.current.then(work).finally(() => setSaving((count) => count - 1))
    chain.current = done.catch((failure: Error) =>
      notifications.show({ message: failure.message, color: 'red', autoClose: LONG_MS }),
    )
    return done
  }, [])

  return {
    base,
    goneOn,
    isSaving: saving > 0,
    adopt,
    whoChanged,
    tellChanged,
    /** Saves an edit; `edit` is asked for when its turn has come. @throws where nobody knows whether it was saved */
    save: useCallback((edit: () => Edit) => inTurn(() => attempt(edit(), MOST_TRIES)), [attempt, inTurn]),
    /** Has an action of the API done on the version that everything before it has led to, and looks at what is then. */
    act: useCallback(
      (action: string, body: object): Promise<Acted> =>
        inTurn(async () => {
          const version = base.current?.version
          const acted = await call<Acted>(`${path}/${action}`, { method: 'POST', body: { version, ...body } })
          const looked = call<Invoice>(path).then(adopt)
          // Nobody waits to see what has left the desk; the next one is looked at meanwhile.
          if (acted.status === 'in-review') await looked
          else looked.catch(() => {})
          return acted
        }),
      [adopt, inTurn, path],
    ),
    /** Waits for everything that is under way. */
    settled: useCallback(() => chain.current, []),
  }
}
