import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Finding } from '../../../../schemas/finding.ts'
import type { Language } from '../../../../schemas/said.ts'
import { describeFinding } from '../../../wording/describe-finding.ts'
import { describeProblem } from '../../../wording/describe-problem.ts'
import { english } from '../../../wording/en.ts'
import { fill, type Values } from '../../../wording/fill.ts'
import { type Formats, formatsOf } from '../../../wording/format.ts'
import type { Wording } from '../../../wording/wording.ts'
import { keepTelling } from '../api/call.ts'
import { en, type TextKey } from './en.ts'

export type { Language, TextKey }
export const LANGUAGES: Record<Language, string> = { en: 'English', de: 'Deutsch' }

export type Texts = Formats & {
  language: Language
  choose: (language: Language) => void
  t: (key: TextKey, values?: Values) => string
  /** For codes that the server may know more of than we: the code itself where there is no text. */
  word: (group: string, code: string) => string
  /** What was found about a bill. */
  finding: (finding: Finding) => string
  /** Why something failed or was refused: of an outage, of a file that can't be read, of a call to the API. */
  problem: (problem: { message: string; code?: string }) => string
  /** What the server keeps in English: reasons, explanations. */
  said: (english: string) => string
}

const KEPT_AS = 'billhook-language'

const TextsContext = createContext<Texts | null>(null)

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts is used outside of TextsProvider')
  return texts
}

type Loaded = { language: Language; texts: Record<TextKey, string>; wording: Wording }
const ENGLISH: Loaded = { language: 'en', texts: en, wording: english }

async function loadGerman(): Promise<Loaded> {
  const [{ de }, { german }] = await Promise.all([import('./de.ts'), import('../../../wording/de.ts')])
  return { language: 'de', texts: de, wording: german }
}

/** In the browser's language until somebody chooses; what is not English is loaded when it is wanted. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  useEffect(() => {
    document.documentElement.lang = language
    const show = (loaded: Loaded) => {
      keepTelling((problem) => describeProblem(problem, loaded.wording))
      setLoaded(loaded)
    }
    if (language === 'en') show(ENGLISH)
    else void loadGerman().then(show)
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

function makeTexts({ language, texts, wording }: Loaded, choose: (language: Language) => void): Texts {
  const formats = formatsOf(language)
  return {
    ...formats,
    language,
    choose,
    t: (key, values) => fill(texts[key], values),
    word: (group, code) => (texts as Record<string, string>)[`${group}.${code}`] ?? code,
    finding: (finding) => describeFinding(finding, { wording, formats }),
    problem: ({ message, code = '' }) => describeProblem({ code, message }, wording),
    said: wording.translate,
  }
}
