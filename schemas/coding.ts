import { z } from 'zod'

/** What a bill's cost is booked under. */
export const CodeKind = z.enum(['account', 'costCentre', 'taxCode'])
export type CodeKind = z.infer<typeof CodeKind>

/**
 * What an account's name may be, so that it can be written into any books: hledger's manual, "Account names" (two blanks end a name), and
 * no first letter that a spreadsheet runs as a formula.
 */
export const CODE_PATTERN = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.:&/-]| (?=[^ ]))*$/u

export const Code = z
  .string()
  .max(100)
  .regex(CODE_PATTERN, 'begins with a letter or digit, then letters, digits, single blanks and . : & / - _')
export type Code = z.infer<typeof Code>

/** How a line, or a whole bill, is booked. What is absent is taken from the bill, then from the company's defaults. */
export const Coding = z.partialRecord(CodeKind, Code)
export type Coding = z.infer<typeof Coding>

const CodeEntry = z.object({ code: Code, name: z.string().trim().max(200) })
export type CodeEntry = z.infer<typeof CodeEntry>

/** Far more than any chart of accounts; keeps a pasted novel out of the records. */
const MOST_CODES = 5000
const CodeList = z
  .array(CodeEntry)
  .max(MOST_CODES)
  .refine(
    (entries) => new Set(entries.map(({ code }) => code)).size === entries.length,
    'every code may stand there once',
  )

/** What a company may book under, and what it books under where nothing else was said. */
export const CodeLists = z
  .object({ account: CodeList, costCentre: CodeList, taxCode: CodeList, defaults: Coding })
  .refine(
    ({ defaults, ...lists }) =>
      CodeKind.options.every(
        (kind) => defaults[kind] === undefined || lists[kind].some(({ code }) => code === defaults[kind]),
      ),
    'a default must stand in its list',
  )
export type CodeLists = z.infer<typeof CodeLists>

/** The first coding that says something about a kind decides it. */
export function mergeCodings(...codings: readonly (Coding | undefined)[]): Coding {
  const found = CodeKind.options.flatMap((kind) => {
    const code = codings.find((coding) => coding?.[kind] !== undefined)?.[kind]
    return code === undefined ? [] : [[kind, code] as const]
  })
  return Object.fromEntries(found)
}
