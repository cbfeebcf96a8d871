/** Roots of invoices that are read (by their local names), and names under which others come. */
const INVOICE = /invoice|creditnote|faktur|fattura|factur|rechnung|bill/i

/**
 * Whether an XML file is meant to be an invoice, by its first bytes: by the name of its root. Where they do not tell (a prolog that is longer,
 * a DOCTYPE, damage) it counts as one, so that reading it says what is wrong and a person sees it.
 */
export function mayBeInvoiceXml(head: Uint8Array): boolean {
  const root = rootName(decode(head))
  return root === undefined || INVOICE.test(root)
}

function rootName(text: string): string | undefined {
  const inner = text.replace(/^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/, '')
  return /^<(?:[\p{L}_][\p{L}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{N}_.-]*)[\s/>]/u.exec(inner)?.[1]
}

function decode(head: Uint8Array): string {
  const even = head.subarray(0, head.length - (head.length % 2))
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return new TextDecoder('utf-16le').decode(even)
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return new TextDecoder('utf-16be').decode(even)
  return new TextDecoder('utf-8').decode(head)
}
