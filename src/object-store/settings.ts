import { z } from 'zod'
import { type Settings, wholeNumber } from '../setting.ts'

export const objectStoreSettings = {
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('S3-compatible store for originals: https://s3.example. Unset: a folder.'),
  S3_BUCKET: z.string().default('billhook').describe('Bucket for originals and page images.'),
  S3_REGION: z.string().default('us-east-1').describe('Region that requests are signed for.'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Access key of the bucket.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret of the access key.'),
  S3_KEEP_DAYS: wholeNumber
    .optional()
    .describe(
      'Originals and audit heads are locked in the bucket for so many days (3650). The bucket must be made with object lock; Billhook makes it so.',
    ),
} satisfies Settings
