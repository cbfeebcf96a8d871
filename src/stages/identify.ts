import { asJson } from '../database/json.ts'
import { openProtected } from './open-protected.ts'
import { withOriginalFile } from './original-file.ts'
import type { StageOf } from './ports.ts'

/** Opens the original far enough to say what it is; what can't be read waits in review with the reason. Of a piece its whole was opened. */
export const identify: StageOf<'identify'> = async (invoice, ports) => {
  const { first_page: first, last_page: last, media_type: whole } = invoice
  if (first !== null && last !== null) {
    const known = { mediaType: whole, pageCount: last - first + 1 }
    return { outcome: 'identified', patch: { page_count: known.pageCount, unreadable: null }, data: known }
  }
  const reader = await ports.documentReader()
  const result = await withOriginalFile(ports, {
    invoice,
    use: (file) => openProtected(ports, { invoice, open: (passwords) => reader.identify({ ...file, passwords }) }),
  })
  const together = 'together' in result && result.together ? { together: result.together } : {}
  if (!result.ok) {
    const { unreadable } = result
    return { outcome: 'unreadable', patch: { unreadable: asJson(unreadable) }, data: { ...unreadable }, ...together }
  }
  const { mediaType, pageCount } = result.identification
  return {
    outcome: 'identified',
    patch: { media_type: mediaType, page_count: pageCount, unreadable: null },
    data: { mediaType, pageCount, ...(result.password && { password: result.password }) },
    ...together,
  }
}
