import type { FastifyRequest } from 'fastify'
import type { Language } from '../../schemas/said.ts'
import { fill, type Values } from '../wording/fill.ts'
import { type Voice, voiceOf } from '../wording/voice.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { de as workspaceDe } from './workspace/texts/de.ts'
import { en as workspaceEn } from './workspace/texts/en.ts'

const TEXTS = { en: { ...workspaceEn, ...en }, de: { ...workspaceDe, ...de } } satisfies Record<Language, object>
type Key = keyof (typeof TEXTS)['en']

/** How a page that the server makes speaks to whoever asked for it. */
export type Speech = { language: Language; t: (key: Key, values?: Values) => string; voice: Voice }

/** In the first language of the browser's list that we speak; English where it wants none of them. */
export function speechFor(request: Pick<FastifyRequest, 'headers'>): Speech {
  return speakIn(wantedLanguage(request) ?? 'en')
}

export function speakIn(language: Language): Speech {
  return { language, t: (key, values) => fill(TEXTS[language][key], values), voice: voiceOf(language) }
}

/** The first language of the browser's list that we speak; null where it wants none of them. */
export function wantedLanguage({ headers }: Pick<FastifyRequest, 'headers'>): Language | null {
  const wanted = (headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().toLowerCase().split(';q=')
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .toSorted((a, b) => b.quality - a.quality)
  const spoken = wanted.find(({ language }) => language === 'de' || language === 'en')
  return (spoken?.language ?? null) as Language | null
}
