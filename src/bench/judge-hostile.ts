import type { Expectation, HostileFile } from '../../fixtures/hostile/index.ts'
import { INVOICE } from '../../fixtures/hostile/invoice-pdf.ts'
import type { Disposition } from '../../schemas/delivery.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import { type Unreadable, UnreadableCode } from '../../schemas/original.ts'
import { holds } from '../validation/index.ts'

/** `words`: something is read; `held`: not read, or with a finding that holds it. For files of which no more is known. */
export type Suspect = Pick<HostileFile, 'name' | 'trick' | 'make'> & {
  expect: Expectation | { kind: 'words' } | { kind: 'held' }
}

/** What became of a file that was delivered. `put-aside`: it did not become an invoice; `lost`: no end that anybody could name. */
export type Outcome =
  | { kind: 'read'; draft: Draft; findings: Finding[]; hasWords: boolean }
  | { kind: 'unreadable'; unreadable: Unreadable }
  | { kind: 'put-aside'; disposition: Disposition; reason: string }
  | { kind: 'lost'; state: string; detail: string }

export type Judgement = {
  /** `read`, with the findings of its own, the code for which it is unreadable, its disposition, or what must not be. */
  state: string
  met: boolean
  /** What was read instead, or why not. */
  detail: string
}

/** What a file is told that becomes no invoice: that its kind is not read, or that nothing is in it. */
const KINDS_PUT_ASIDE: readonly string[] = ['unsupported-type', 'empty']
/** Of hostile files of one supplier with one number all but the first are duplicates. */
const DUPLICATE = 'bill-is-not-a-duplicate'

/** Whether a file came to an end with a name, and to the one that was expected. Pure. */
export function judgeOutcome(outcome: Outcome, expect: Suspect['expect']): Judgement {
  switch (outcome.kind) {
    case 'lost':
      return { state: outcome.state, met: false, detail: outcome.detail }
    case 'put-aside':
      return judgePutAside(outcome, expect)
    case 'unreadable':
      return judgeUnreadable(outcome.unreadable, expect)
    case 'read':
      return judgeRead(outcome, expect)
    default:
      return outcome satisfies never
  }
}

function judgePutAside(
  { disposition, reason }: Extract<Outcome, { kind: 'put-aside' }>,
  expect: Suspect['expect'],
): Judgement {
  const mayBe = expect.kind === 'survive' || expect.kind === 'held'
  const isExpected =
    expect.kind === 'hold' && expect.as.some((code) => code === disposition || KINDS_PUT_ASIDE.includes(code))
  return { state: disposition, met: reason !== '' && (mayBe || isExpected), detail: reason }
}

function judgeUnreadable({ code, message }: Unreadable, expect: Suspect['expect']): Judgement {
  const isNamed = UnreadableCode.safeParse(code).success && message !== ''
  const mayBe = expect.kind === 'survive' || expect.kind === 'held'
  const met = isNamed && (mayBe || (expect.kind === 'hold' && expect.as.includes(code)))
  return { state: code, met, detail: message }
}

function judgeRead(
  { draft, findings, hasWords }: Extract<Outcome, { kind: 'read' }>,
  expect: Suspect['expect'],
): Judgement {
  const codes = new Set(findings.map(({ code }) => code))
  const told = ['content-masked', 'active-content'].filter((code) => codes.has(code))
  const state = ['read', ...told].join(' + ')
  const misread = findMisread(draft)
  switch (expect.kind) {
    case 'survive':
      return { state, met: true, detail: '' }
    case 'words':
      return { state, met: hasWords, detail: 'no words' }
    case 'held': {
      const isHeld = findings.some((finding) => holds(finding) && finding.code !== DUPLICATE)
      return { state, met: isHeld, detail: 'nothing holds it' }
    }
    case 'hold':
      return { state, met: expect.as.some((code) => codes.has(code)), detail: [...codes].join(', ') }
    case 'must_capture': {
      // a finding that was not asked for would hold a good invoice for nothing
      const toldRight = expect.finding === undefined ? told.length === 0 : codes.has(expect.finding)
      return { state, met: misread === undefined && toldRight, detail: misread ?? `found ${[...codes].join(', ')}` }
    }
    default:
      return expect satisfies never
  }
}

/** The first field that is not as the invoice of the hostile files has it. */
export function findMisread(
  { fields }: Draft,
  expected: Partial<Record<FieldName, string>> = INVOICE,
): string | undefined {
  for (const [name, value] of Object.entries(expected)) {
    const read = fields[name as FieldName]?.value
    if (read !== value) return `${name} was read as ${read ?? 'nothing'}, is ${value}`
  }
  return undefined
}
