import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const objectStoreSettings = {
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('S3-compatible store for originals: https://s3.example. Unset: a folder.'),
  S3_BUCKET: z.string().default('billhook').describe('Bucket for originals and page images.'),
  S3_REGION: z.string().default('us-east-1').describe('Region that requests are signed for.'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Access key of the bucket.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret of the access key.'),
} satisfies Settings
