import { expect, test } from 'vitest'
import type { Misbehaviour } from '../accounting/testing/stand-in.ts'
import type { Database } from '../database/index.ts'
import { postThroughTrouble } from './testing/post-through-trouble.ts'

/** Nothing at the other side helps: it minds neither the key nor the reference. */
const NO_HELP = ['ignores-the-key', 'accepts-duplicates'] as const

/** Each misbehaviour, in company that makes it bite. */
const TROUBLES: Record<string, readonly Misbehaviour[]> = {
  'commits, then drops the connection': ['commits-then-drops', ...NO_HELP],
  'commits, then answers 500': ['commits-then-500', ...NO_HELP],
  'lets the client time out, then succeeds': ['times-out-then-succeeds', ...NO_HELP],
  'answers 429 with Retry-After': ['says-429-with-time', 'commits-then-500', ...NO_HELP],
  'answers 429 without': ['says-429', 'commits-then-500', ...NO_HELP],
  'ignores the idempotency key': ['ignores-the-key', 'commits-then-drops', 'searches-late'],
  'accepts duplicates silently': [
    'accepts-duplicates',
    'ignores-the-key',
    'commits-then-500',
    'times-out-then-succeeds',
  ],
  'finds what it has only 30 s later': ['searches-late', 'commits-then-drops', ...NO_HELP],
  'loses its replies': ['loses-replies', ...NO_HELP],
  'does all of this at once': [
    'commits-then-drops',
    'commits-then-500',
    'times-out-then-succeeds',
    'says-429-with-time',
    'searches-late',
    'loses-replies',
    ...NO_HELP,
  ],
}

/** Posting to an accounting system with each misbehaviour, so many seeds each: everything there once. */
export function postsOnceWhatever(open: () => Database, { seeds }: { seeds: number }): void {
  test.each(Object.entries(TROUBLES))(
    `posted to a system that %s, each bill is there once (${seeds} seeds)`,
    async (_, misbehaviours) => {
      for (let seed = 1; seed <= seeds; seed++) {
        // Of many at once each is rarer, or hardly a request would get through.
        const probability = 1.2 / Math.max(2, misbehaviours.length - 1)
        const trouble = { seed: String(seed), misbehaviours, probability }
        const { doubled, missing, unposted } = await postThroughTrouble(open(), trouble)
        expect({ seed, doubled, missing, unposted }).toEqual({ seed, doubled: [], missing: [], unposted: [] })
      }
    },
  )
}
