import { z } from 'zod'

/**
 * A room's part of the configuration: environment variable -> schema. Each schema is described for .env.example and the README; an empty
 * variable counts as absent.
 */
export type Settings = Record<string, z.ZodType>

/** A whole number from the environment. */
export const wholeNumber = z.string().regex(/^\d+$/, 'a whole number').transform(Number)
/** A TCP port, 0 for any free one. */
export const port = wholeNumber.refine((value) => value <= 65535, 'a port is at most 65535')
