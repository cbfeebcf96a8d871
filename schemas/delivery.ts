import { z } from 'zod'

export const Channel = z.enum(['http-upload', 'smtp', 'bucket', 'folder'])
export type Channel = z.infer<typeof Channel>

/** What became of one part of a delivery. `pending`: not looked at yet; a delivery with pending parts is visible until there are none. */
export const Disposition = z.enum(['pending', 'invoice', 'supporting', 'ignored', 'quarantined', 'same-bytes'])
export type Disposition = z.infer<typeof Disposition>
