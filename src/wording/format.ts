import type { Language } from '../../schemas/said.ts'

/** How a reader of a language writes amounts and dates. */
export type Formats = {
  /** Of a decimal string; null: nothing. */
  amount: (value: string | null, currency?: string | null) => string
  /** Of an ISO date; null: nothing. */
  date: (iso: string | null) => string
  /** Of a moment. */
  time: (at: string | Date) => string
  number: (value: number) => string
}

const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

/** `timeZone`: of moments; absent: where the program runs, which in a browser is where its reader is. */
export function formatsOf(language: Language, timeZone?: string): Formats {
  const locale = LOCALES[language]
  const plain = once(() => new Intl.NumberFormat(locale))
  const money = once(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 }))
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }))
  const zone = timeZone === undefined ? {} : { timeZone }
  const times = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone }))
  return {
    amount: (value, currency) => {
      if (value === null) return ''
      // The decimal string itself is formatted: a float would be rounded.
      const shown = /^-?\d+(\.\d+)?$/.test(value) ? money().format(value as `${number}`) : value
      return currency ? `${shown} ${currency}` : shown
    },
    date: (iso) => (iso === null ? '' : isDay(iso) ? days().format(new Date(`${iso}T00:00:00Z`)) : iso),
    time: (at) => times().format(new Date(at)),
    number: (value) => plain().format(value),
  }
}

/** Made when it is first asked for: the first of each kind takes a browser tens of milliseconds. */
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
