/** Why a file can't be read as an electronic invoice. `message` says what and what to do, and starts with the document's name. */
export type Trouble = {
  code:
    | 'xml.too-large'
    | 'xml.encoding'
    | 'xml.doctype'
    | 'xml.too-deep'
    | 'xml.too-many'
    | 'xml.truncated'
    | 'xml.malformed'
    | 'xml.empty'
    | 'p7m.unreadable'
    | 'e-invoice.unknown-kind'
  message: string
  line?: number
  column?: number
}

/** Whether a reading ended in trouble. */
export function isTrouble(value: object): value is Trouble {
  return 'code' in value && 'message' in value
}
