import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { antivirusSettings } from './antivirus/settings.ts'
import { databaseSettings } from './database/settings.ts'
import { BillhookError } from './errors.ts'
import { httpSettings } from './http/settings.ts'
import { insightSettings } from './insight/settings.ts'
import { intakeSettings } from './intake/settings.ts'
import { jobQueueSettings } from './job-queue/settings.ts'
import { mailSettings } from './mail/settings.ts'
import { objectStoreSettings } from './object-store/settings.ts'
import { recognitionSettings } from './recognition/settings.ts'
import { secretsSettings } from './secrets/settings.ts'
import type { Settings } from './setting.ts'

const generalSettings = {
  DATA_DIR: z.string().min(1).default('./data').describe('Folder for everything that is kept on this machine.'),
  COMPANY: z.string().default('acme').describe('Short name of the company that the first start makes.'),
  COMPANY_NAME: z.string().default('Acme').describe('Its name, as suppliers write it on their invoices.'),
  ADMIN_EMAIL: z.email().default('admin@billhook.example').describe('The administrator that the first start makes.'),
  APPROVER_EMAIL: z
    .email()
    .default('approver@billhook.example')
    .describe('Who the first approval policy asks; change the policy in the settings.'),
  FAILPOINT: z
    .string()
    .regex(/^[a-z.]+:\d+$/)
    .optional()
    .describe('For crash tests only: the process kills itself when this point is reached so often (stage.moved:3).'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged.'),
} satisfies Settings

/** Every setting by the room it belongs to, in the order of .env.example. */
export const SETTINGS = {
  general: generalSettings,
  http: httpSettings,
  intake: intakeSettings,
  mail: mailSettings,
  database: databaseSettings,
  'job-queue': jobQueueSettings,
  'object-store': objectStoreSettings,
  recognition: recognitionSettings,
  antivirus: antivirusSettings,
  secrets: secretsSettings,
  insight: insightSettings,
} as const satisfies Record<string, Settings>

const Environment = z.object({
  ...generalSettings,
  ...httpSettings,
  ...intakeSettings,
  ...mailSettings,
  ...databaseSettings,
  ...jobQueueSettings,
  ...objectStoreSettings,
  ...recognitionSettings,
  ...antivirusSettings,
  ...secretsSettings,
  ...insightSettings,
})

export type Config = z.output<typeof Environment> & {
  dataFolder: string
  /** Of the watched folders; null where only the bucket is looked into. */
  inboxFolder: string | null
  processes: number
  ocrLanguages: string[]
}

/**
 * Reads the configuration; nothing else in Billhook reads the environment.
 * @throws BillhookError `config.invalid` that names every problem at once.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = Environment.safeParse(given)
  const problems = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (given.S3_ENDPOINT && !(given.S3_ACCESS_KEY_ID && given.S3_SECRET_ACCESS_KEY)) {
    problems.push('S3_ENDPOINT is set: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are needed too.')
  }
  if (!result.success || problems.length > 0) {
    throw new BillhookError(
      'config.invalid',
      `The configuration can't be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    )
  }
  return {
    ...result.data,
    dataFolder: resolve(result.data.DATA_DIR),
    inboxFolder: findInboxFolder(result.data),
    processes: result.data.RECOGNITION_PROCESSES ?? availableParallelism(),
    ocrLanguages: result.data.OCR_LANGUAGES.split(','),
  }
}

function findInboxFolder({ INBOX_DIR, DATA_DIR, S3_ENDPOINT }: z.output<typeof Environment>): string | null {
  if (INBOX_DIR) return resolve(INBOX_DIR)
  return S3_ENDPOINT ? null : resolve(DATA_DIR, 'inbox')
}
