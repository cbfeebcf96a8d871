import { z } from 'zod'
import { type Settings, wholeNumber } from '../setting.ts'
import { OCR_LANGUAGES } from './ocr-languages.ts'

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
