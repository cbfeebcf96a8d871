import { z } from 'zod'
import { type Settings, wholeNumber } from '../setting.ts'

/** Those whose data Billhook brings along, as tesseract names them. */
export const OCR_LANGUAGES: readonly string[] = 'eng,deu,fra,ita,spa,nld,por,pol,ces,swe,dan,nor,fin,tur'.split(',')

export const recognitionSettings = {
  RECOGNITION_PROCESSES: wholeNumber.optional().describe('Processes that open documents. Unset: one a core.'),
  OCR_LANGUAGES: z
    .string()
    .regex(/^[a-z_]+(,[a-z_]+)*$/, 'tesseract codes with commas: eng,deu')
    .default(OCR_LANGUAGES.join())
    .describe(
      'Languages of scans, as tesseract names them. A page is read in the one or two of them that it is in; one that does not tell, in the first two.',
    ),
} satisfies Settings
