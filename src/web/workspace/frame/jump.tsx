import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { InvoiceSummary } from '../../../http/shapes.ts'
import { sheetQuery } from '../api/queries.ts'
import { type TextKey, useTexts } from '../texts/texts.tsx'
import { useHere } from './session.tsx'

const [store, actions] = createSpotlight()

/** Goes anywhere by typing: a page, or whatever invoice holds the words. */
export function Jump({ pages, onClose }: { pages: { path: string; text: TextKey }[]; onClose: () => void }) {
  const { t, amount } = useTexts()
  const { company } = useHere()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  useEffect(() => {
    const before = document.activeElement
    actions.open()
    // Where nobody went anywhere, the focus is where it was.
    return () =>
      void requestAnimationFrame(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
      })
  }, [])
  const looked = query.trim()
  const { data } = useQuery({
    ...sheetQuery<{ invoices: InvoiceSummary[] }>(company, `invoices?limit=8&q=${encodeURIComponent(looked)}`),
    enabled: looked.length > 1,
  })
  const fitting = pages.filter(({ text }) => t(text).toLowerCase().includes(looked.toLowerCase()))
  const invoices = looked.length > 1 ? (data?.invoices ?? []) : []
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      attributes={{ content: { 'aria-label': t('nav.jump') } }}
    >
      <Spotlight.Search placeholder={t('nav.jump-hint')} aria-label={t('nav.jump-hint')} />
      <Spotlight.ActionsList>
        {fitting.map(({ path, text }) => (
          <Spotlight.Action key={path} label={t(text)} onClick={() => navigate(`/${company}/${path}`)} />
        ))}
        {invoices.map(({ id, supplierName, invoiceNumber, fileName, grossTotal, currency, status }) => (
          <Spotlight.Action
            key={id}
            label={[supplierName ?? fileName, invoiceNumber].filter(Boolean).join(' · ')}
            description={[t(`status.${status}`), amount(grossTotal, currency)].filter(Boolean).join(' · ')}
            onClick={() => navigate(`/${company}/invoices/${id}`)}
          />
        ))}
        {fitting.length + invoices.length === 0 && <Spotlight.Empty>{t('nav.nothing-found')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
