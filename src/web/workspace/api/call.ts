/** Why a call was refused, in the reader's language. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>
  constructor(status: number, { code, message, details = {} }: ErrorContent) {
    super(tell({ code, message, details }))
    this.status = status
    this.code = code
    this.details = details
  }
}
export type ErrorContent = { code: string; message: string; details?: Record<string, unknown> }

let tell: (problem: ErrorContent) => string = ({ message }) => message

/** How refusals are told from now on: the API words them in English. */
export function keepTelling(inLanguage: (problem: ErrorContent) => string): void {
  tell = inLanguage
}

/** A refusal in the reader's language, for calls that do not go through here. */
export function tellProblem(problem: ErrorContent): string {
  return tell(problem)
}

let formToken = ''

/** The token of `GET /api/session`, sent with everything that changes something. */
export function keepFormToken(token: string): void {
  formToken = token
}
export function formTokenHeader(): Record<string, string> {
  return { 'x-csrf-token': formToken }
}

/**
 * Asks the API; `body` is sent as JSON. Whoever is not signed in any more is sent to sign in, and back to this page afterwards.
 * @throws ApiError
 */
export async function call<Answer>(path: string, request: { method?: string; body?: unknown } = {}): Promise<Answer> {
  const { method = 'GET', body } = request
  let response: Response
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : formTokenHeader()),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw new ApiError(0, { code: 'network', message: 'Billhook can not be reached. Nothing was lost; try again.' })
  }
  if (response.status === 401) location.reload()
  if (!response.ok) throw await readError(response)
  return response.status === 204 ? (undefined as Answer) : ((await response.json()) as Answer)
}

async function readError(response: Response): Promise<ApiError> {
  const answer = (await response.json().catch(() => null)) as { error?: ErrorContent } | null
  return new ApiError(response.status, answer?.error ?? { code: 'http', message: `Answer ${response.status}` })
}
