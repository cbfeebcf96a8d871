import { asJson } from '../database/json.ts'
import { withOriginalFile } from './original-file.ts'
import type { StageOf } from './ports.ts'

/** Opens the original far enough to say what it is; what can't be read waits in review with the reason. */
export const identify: StageOf<'identify'> = async (invoice, ports) => {
  const reader = await ports.documentReader()
  const result = await withOriginalFile(ports, { invoice, use: (file) => reader.identify(file) })
  if (!result.ok)
    return { outcome: 'unreadable', patch: { unreadable: asJson(result.unreadable) }, data: { ...result.unreadable } }
  const { mediaType, pageCount } = result.identification
  return {
    outcome: 'identified',
    patch: { media_type: mediaType, page_count: pageCount, unreadable: null },
    data: { mediaType, pageCount },
  }
}
