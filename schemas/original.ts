import { z } from 'zod'

export const MediaType = z.enum([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'image/webp',
  'image/gif',
  'image/heic',
  'application/xml',
  'application/pkcs7-mime',
  'message/rfc822',
  'application/octet-stream',
])
export type MediaType = z.infer<typeof MediaType>

/** What `identify` found out about an original by opening it (in a child process). */
export const Identification = z.object({ mediaType: MediaType, pageCount: z.int().positive() })
export type Identification = z.infer<typeof Identification>

/** Why an original cannot be read; a person sees `message`, programs see the code. */
export const UnreadableCode = z.enum([
  'unsupported-type',
  'encrypted',
  'corrupt',
  'empty',
  'too-large',
  'too-many-pages',
  'expansion-limit',
  'unsafe-xml',
  'timeout',
  'memory-limit',
  'malware',
])
export type UnreadableCode = z.infer<typeof UnreadableCode>
export const Unreadable = z.object({ code: UnreadableCode, message: z.string() })
export type Unreadable = z.infer<typeof Unreadable>
