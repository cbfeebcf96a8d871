import type { Language } from '../../schemas/said.ts'
import { german } from './de.ts'
import { english } from './en.ts'
import type { Wording } from './wording.ts'

/** Every language with its wording. */
export const WORDINGS: Record<Language, Wording> = { en: english, de: german }
