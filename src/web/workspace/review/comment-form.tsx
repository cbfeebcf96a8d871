import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { call } from '../api/call.ts'
import { historyQuery, invoicePath } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'

/** Longer ones are refused by the API. */
const MOST_CHARACTERS = 4000

/** Where people say something about the invoice. What is not sent waits here, whatever page is looked at meanwhile. */
export function CommentForm({ company, invoice }: { company: string; invoice: string }) {
  const { t } = useTexts()
  const labelId = useId()
  const client = useQueryClient()
  const keptAs = `billhook-comment-${invoice}`
  const [text, setText] = useState(() => sessionStorage.getItem(keptAs) ?? '')
  /** One id until it is sent, so that a second try says nothing twice. */
  const [id, setId] = useState(makeId)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const keep = (typed: string) => {
    setText(typed)
    if (typed === '') sessionStorage.removeItem(keptAs)
    else sessionStorage.setItem(keptAs, typed)
  }
  const send = async () => {
    if (text.trim() === '' || isSending) return
    setSending(true)
    setProblem(null)
    try {
      await call(`${invoicePath(company, invoice)}/comments`, { method: 'POST', body: { id, text } })
      keep('')
      setId(makeId())
      await client.invalidateQueries({ queryKey: historyQuery(company, invoice).queryKey })
    } catch (failure) {
      setProblem((failure as Error).message)
    } finally {
      setSending(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    // Here these keys send what was written, not the invoice.
    event.preventDefault()
    event.stopPropagation()
    void send()
  }
  return (
    <form
      className="comment"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="entry">
        <label className="entry-label" htmlFor={`${labelId}-text`}>
          {t('comment.text')}
        </label>
        <textarea
          id={`${labelId}-text`}
          className="entry-text"
          rows={1}
          maxLength={MOST_CHARACTERS}
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${labelId}-problem`}
          onChange={(event) => keep(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {problem !== null && (
          <p className="problem small" id={`${labelId}-problem`} role="alert">
            {problem}
          </p>
        )}
      </div>
      <Button type="submit" variant="default" loading={isSending} disabled={text.trim() === ''}>
        {t('comment.send')}
      </Button>
    </form>
  )
}

/** A UUID (RFC 9562, version 4); the browser's own maker is missing where a page came without TLS. */
function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
