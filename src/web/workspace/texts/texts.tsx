import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { en, type TextKey } from './en.ts'
import { fill, type Language, type Values } from './fill.ts'

export type { Language, TextKey }
export const LANGUAGES: Record<Language, string> = { en: 'English', de: 'Deutsch' }

export type Texts = {
  language: Language
  choose: (language: Language) => void
  t: (key: TextKey, values?: Values) => string
  /** For codes that the server may know more of than we: the code itself where there is no text. */
  word: (group: string, code: string) => string
  amount: (value: string | null, currency?: string | null) => string
  date: (iso: string | null) => string
  time: (iso: string) => string
  number: (value: number) => string
}

const KEPT_AS = 'billhook-language'

const TextsContext = createContext<Texts | null>(null)

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts is used outside of TextsProvider')
  return texts
}

/** In the browser's language until somebody chooses; what is not English is loaded when it is wanted. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [loaded, setLoaded] = useState<{ language: Language; texts: Record<TextKey, string> } | null>(null)
  useEffect(() => {
    document.documentElement.lang = language
    if (language === 'en') setLoaded({ language, texts: en })
    else void import('./de.ts').then(({ de }) => setLoaded({ language, texts: de }))
  }, [language])
  const texts = useMemo(() => {
    const choose = (chosen: Language) => {
      localStorage.setItem(KEPT_AS, chosen)
      setLanguage(chosen)
    }
    return loaded ? makeTexts(loaded, choose) : null
  }, [loaded])
  return texts ? <TextsContext value={texts}>{children}</TextsContext> : null
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  if (kept === 'en' || kept === 'de') return kept
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
}

export function makeTexts(
  { language, texts }: { language: Language; texts: Record<TextKey, string> },
  choose: (language: Language) => void,
): Texts {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const plain = once(() => new Intl.NumberFormat(locale))
  const money = once(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 }))
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }))
  const times = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }))
  const t: Texts['t'] = (key, values) => fill(texts[key], values)
  return {
    language,
    choose,
    t,
    word: (group, code) => (texts as Record<string, string>)[`${group}.${code}`] ?? code,
    amount: (value, currency) => {
      if (value === null) return ''
      // The decimal string itself is formatted: a float would be rounded.
      const shown = /^-?\d+(\.\d+)?$/.test(value) ? money().format(value as `${number}`) : value
      return currency ? `${shown} ${currency}` : shown
    },
    date: (iso) => (iso === null ? '' : isDay(iso) ? days().format(new Date(`${iso}T00:00:00Z`)) : iso),
    time: (iso) => times().format(new Date(iso)),
    number: (value) => plain().format(value),
  }
}

/** Made when it is first asked for: the first of each kind takes the browser tens of milliseconds. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

function isDay(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(`${iso}T00:00:00Z`))
}
