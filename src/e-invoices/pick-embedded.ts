import { type ReadEInvoice, readEInvoice } from './read-e-invoice.ts'
import { isTrouble, type Trouble } from './xml/trouble.ts'

/** The names that Factur-X, ZUGFeRD and XRechnung give the invoice inside a PDF, in the order in which they lead. */
const NAMES: readonly string[] = ['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml']

export type Embedded = { name: string; bytes: Uint8Array }

/** Whether a file inside a PDF may be the invoice: any XML may, by its root. */
export function mayBeInvoice(name: string): boolean {
  return /\.(xml|xml\.p7m)$/i.test(name)
}

/**
 * Picks the invoice among the files that a PDF holds: one with a usual name, else any XML whose root is an invoice's. What has the usual
 * name and can't be read is a trouble, which a person must hear of; undefined where there is no invoice. `document` is what messages call it.
 */
export function pickEmbedded(
  files: readonly Embedded[],
  document: string,
): { name: string; read: ReadEInvoice | Trouble } | undefined {
  const rank = ({ name }: Embedded): number => {
    const at = NAMES.indexOf(name.toLowerCase())
    return at < 0 ? NAMES.length : at
  }
  const readings = files
    .filter(({ name }) => mayBeInvoice(name))
    .toSorted((one, other) => rank(one) - rank(other))
    .map((file) => ({
      name: file.name,
      usual: rank(file) < NAMES.length,
      read: readEInvoice(file.bytes, `${file.name} in ${document}`),
    }))
  const readable = readings.find(({ read }) => !isTrouble(read))
  const found = readable ?? readings.find(({ usual }) => usual)
  return found && { name: found.name, read: found.read }
}
