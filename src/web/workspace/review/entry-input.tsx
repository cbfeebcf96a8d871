import type { ComponentProps, ReactNode } from 'react'

/**
 * A labelled text field. The browser's own: a desk shows some thirty of them, and the component library's would take half of the time from
 * one invoice to the next.
 */
export function EntryInput({
  id,
  label,
  problem,
  aside,
  ...input
}: { id: string; label: string; problem?: string | undefined; aside?: ReactNode } & Omit<
  ComponentProps<'input'>,
  'id'
>) {
  return (
    <>
      <label className="entry-label" htmlFor={id}>
        {label}
      </label>
      <div className="entry">
        <input
          id={id}
          className="entry-text"
          type="text"
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          {...input}
        />
        {aside}
      </div>
      {problem !== undefined && (
        <p className="problem small" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  )
}
