import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const mailSettings = {
  MAIL_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Server for outgoing mail: smtp://user:password@host:587. Unset: mails are kept and shown on the outbox page.',
    ),
  MAIL_FROM: z.email().default('billhook@billhook.example').describe('Sender of outgoing mails.'),
} satisfies Settings
