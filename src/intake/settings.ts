import { z } from 'zod'
import { port, type Settings } from '../setting.ts'

export const intakeSettings = {
  SMTP_PORT: port.default(2525).describe('Port on which forwarded mails are taken in.'),
  INGEST_DOMAIN: z.string().min(1).default('in.localhost').describe('Mails to COMPANY@this-domain go to that company.'),
  INBOX_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Files put into COMPANY/ of this folder are deliveries. Unset: DATA_DIR/inbox, or, with S3_ENDPOINT, inbox/COMPANY/ of the bucket alone.',
    ),
} satisfies Settings
