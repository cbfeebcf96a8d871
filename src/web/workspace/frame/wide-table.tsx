import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'

/** Around a table that may be wider than the screen: it scrolls by itself, and can be reached by keyboard to do so. */
export function WideTable({
  title,
  className,
  children,
}: {
  title: string
  className: 'table' | 'table low' | 'lines-scroll'
  children: ReactNode
}) {
  const { t } = useTexts()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={className} aria-label={t('table-of', { title })} tabIndex={0}>
      {children}
    </section>
  )
}
