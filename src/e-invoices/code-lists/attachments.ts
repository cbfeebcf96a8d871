import { codes } from './codes.ts'

// Codes as the European Commission publishes them for EN 16931 (registry of supporting artefacts, code lists v15 and later).

/** Media types that an embedded document may have (BT-125). */
export const ATTACHMENT_TYPES: ReadonlySet<string> = codes(`
  text/csv application/pdf image/png image/jpeg application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
  application/vnd.oasis.opendocument.spreadsheet
`)
