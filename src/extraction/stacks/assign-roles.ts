import type { DocumentType } from '../../../schemas/draft.ts'
import type { PageRole } from '../../../schemas/stack.ts'
import type { PageFacts } from './see-page.ts'

const ATTACHED: ReadonlySet<DocumentType> = new Set([
  'delivery-note',
  'other',
  'contract',
  'order',
  'order-confirmation',
  'quote',
])
const CLEAR_TITLE = 0.3
const LEAST_TOTAL = 0.4
/** Terms are dense: more words than an invoice's page has, and hardly an amount. */
const DENSE = 250
const MOST_AMOUNTS_IN_TERMS = 3

/** What each page of one document is to it. What bears a total, a number of pages or rows with amounts is the invoice. */
export function assignRoles(pages: readonly PageFacts[]): PageRole[] {
  let isEnded = false
  let hasInvoice = false
  return pages.map((page) => {
    if (page.isBlank || page.isSeparator) return 'separator'
    const isAttached = hasInvoice && isAttachment(page, { isEnded })
    if (page.total >= LEAST_TOTAL) isEnded = true
    hasInvoice = true
    return isAttached ? 'attachment' : 'invoice'
  })
}

function isAttachment(page: PageFacts, { isEnded }: { isEnded: boolean }): boolean {
  const isTitled = page.title !== null && page.title.score >= CLEAR_TITLE
  if (isTitled && page.title && ATTACHED.has(page.title.type)) return isEnded || page.total < LEAST_TOTAL
  if (page.words > DENSE && page.amounts <= MOST_AMOUNTS_IN_TERMS && page.columns < 3) return true
  const isNumbered = page.mark !== null && page.mark.number > 1
  return isEnded && !isNumbered && page.amounts === 0 && page.total < LEAST_TOTAL
}
