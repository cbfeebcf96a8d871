/** Every timeout and limit of the HTTP server, in one place. Milliseconds and bytes. */
export const SERVER_LIMITS = {
  /** A connection on which nothing moves. */
  connectionTimeout: 120_000,
  /** A whole request, its body included: 35 MB on a line of 1 Mbit/s take 5 minutes. */
  requestTimeout: 300_000,
  /** An idle connection; longer than the 60 s of usual proxies, so that they close first. */
  keepAliveTimeout: 65_000,
  /** Loading of a plugin at start. */
  pluginTimeout: 30_000,
  /** JSON and forms; uploads are multipart and limited by src/intake/limits.ts. */
  bodyLimit: 1024 * 1024,
  maxRequestsPerSocket: 10_000,
} as const

/** A request head; node's own default for the same is longer than any honest client needs. */
export const HEADERS_TIMEOUT = 20_000

/** How long somebody stays signed in. */
export const SESSION_AGE = 12 * 3_600_000

const MINUTE = 60_000
/** Requests per address and minute. Tokens have 256 random bits; the limits are against load and mail floods, not against guessing. */
export const RATE_LIMITS = {
  everything: { max: 30_000, timeWindow: MINUTE },
  askForSignIn: { max: 10, timeWindow: MINUTE },
  useSignInLink: { max: 30, timeWindow: MINUTE },
  decide: { max: 120, timeWindow: MINUTE },
} as const
