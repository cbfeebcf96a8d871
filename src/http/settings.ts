import { z } from 'zod'
import { port, type Settings } from '../setting.ts'

export const httpSettings = {
  PORT: port.default(8080).describe('Port of the web pages and the API.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every network.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where people reach this Billhook; links in mails start with it. Unset: http://localhost:PORT.'),
  SESSION_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('At least 32 characters that sign sessions. Unset: made once, kept in the data folder.'),
} satisfies Settings
