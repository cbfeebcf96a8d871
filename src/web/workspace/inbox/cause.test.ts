import { describe, expect, test } from 'vitest'
import { RULE_CODES } from '../../../validation/index.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { rankCause } from './cause.ts'

describe('every rule that can hold an invoice', () => {
  test.each(RULE_CODES)('%s says in both languages why it waits, and has its place in the inbox', (code) => {
    expect(en).toHaveProperty([`cause.${code}`])
    expect(de).toHaveProperty([`cause.${code}`])
    expect(rankCause(code)).not.toBe(rankCause('a code that nobody knows'))
  })
})
