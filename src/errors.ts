/**
 * The one catalogue of errors that cross a room's border. A code is dotted and grep-able; the message says what happened, to what, and
 * what to do; `retry` says whether the same call may succeed later without a person's change; `status` is the HTTP status it maps to.
 */
const CATALOGUE = {
  'config.invalid': { retry: false, status: 500 },
  'database.locked': { retry: false, status: 503 },
  'database.unavailable': { retry: true, status: 503 },
  'object-store.missing': { retry: true, status: 500 },
  'object-store.corrupt': { retry: false, status: 500 },
  'object-store.unavailable': { retry: true, status: 503 },
  'intake.unknown-company': { retry: false, status: 404 },
  'intake.too-large': { retry: false, status: 413 },
  'intake.too-many-parts': { retry: false, status: 413 },
  'intake.nothing-sent': { retry: false, status: 400 },
  'intake.idempotency-key-reused': { retry: false, status: 422 },
  'intake.mail-unreadable': { retry: false, status: 422 },
  'pipeline.not-found': { retry: false, status: 404 },
  'pipeline.version-conflict': { retry: false, status: 409 },
  'pipeline.illegal-outcome': { retry: false, status: 409 },
  'pipeline.same-bill-exists': { retry: true, status: 409 },
  'pipeline.bill-incomplete': { retry: false, status: 422 },
  'pipeline.attempts-exhausted': { retry: false, status: 500 },
  'pipeline.interrupted': { retry: true, status: 503 },
  'recognition.unavailable': { retry: true, status: 503 },
  'antivirus.unavailable': { retry: true, status: 503 },
  'antivirus.found': { retry: false, status: 422 },
  'antivirus.quarantined': { retry: false, status: 403 },
  'antivirus.not-scanned': { retry: true, status: 503 },
  'accounting.refused': { retry: false, status: 422 },
  'accounting.unavailable': { retry: true, status: 503 },
  'accounting.differs': { retry: false, status: 409 },
  'mail.unavailable': { retry: true, status: 503 },
  'mail.refused': { retry: false, status: 422 },
  'approvals.link-invalid': { retry: false, status: 404 },
  'approvals.link-void': { retry: false, status: 410 },
  'people.link-invalid': { retry: false, status: 410 },
  'http.unauthenticated': { retry: false, status: 401 },
  'http.forbidden': { retry: false, status: 403 },
  'http.not-found': { retry: false, status: 404 },
  'http.invalid-request': { retry: false, status: 400 },
  'http.too-many-requests': { retry: true, status: 429 },
  'http.internal': { retry: false, status: 500 },
} as const satisfies Record<string, { retry: boolean; status: number }>

export type ErrorCode = keyof typeof CATALOGUE

/** An error of the catalogue. `details` holds what a program may want; never secrets, never whole documents. */
export class BillhookError extends Error {
  readonly code: ErrorCode
  readonly retry: boolean
  readonly status: number
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'BillhookError'
    this.code = code
    this.retry = CATALOGUE[code].retry
    this.status = CATALOGUE[code].status
    this.details = options.details ?? {}
  }
}

/** Whether this is an error of the catalogue, of the given code if one is named. */
export function isBillhookError(error: unknown, code?: ErrorCode): error is BillhookError {
  return error instanceof BillhookError && (code === undefined || error.code === code)
}
