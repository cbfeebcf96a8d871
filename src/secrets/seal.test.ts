import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSecrets } from './seal.ts'

const secrets = openSecrets('a secret of the installation, 32+')

test('what was sealed comes back, whatever the text, and is never to be seen in what is kept', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), fc.string(), (plain, context) => {
      const sealed = secrets.seal(plain, context)
      expect(sealed).not.toContain(plain)
      expect(openSecrets('a secret of the installation, 32+').unseal(sealed, context)).toBe(plain)
    }),
  )
})

test('the same text is sealed differently each time', () => {
  const sealed = new Set(Array.from({ length: 50 }, () => secrets.seal('Sommer2026', 'acme/1')))
  expect(sealed.size).toBe(50)
})

test('another key or another record opens nothing', () => {
  const sealed = secrets.seal('Sommer2026', 'acme/1')
  expect(openSecrets('another secret of the installation').unseal(sealed, 'acme/1')).toBeNull()
  expect(secrets.unseal(sealed, 'acme/2')).toBeNull()
})

test('a text that was changed anywhere is refused, not read wrongly', () => {
  const sealed = secrets.seal('Sommer2026', 'acme/1')
  const parts = sealed.split('.')
  const content = Buffer.from(parts[2] as string, 'base64url')
  for (let place = 0; place < content.length; place += 1) {
    const changed = Buffer.from(content)
    changed[place] = (changed[place] as number) ^ 1
    expect(secrets.unseal(`${parts[0]}.${parts[1]}.${changed.toString('base64url')}`, 'acme/1')).toBeNull()
  }
  for (const length of [0, 10, 27, content.length - 1])
    expect(
      secrets.unseal(`${parts[0]}.${parts[1]}.${content.subarray(0, length).toString('base64url')}`, 'acme/1'),
    ).toBeNull()
  for (const nonsense of ['', 'Sommer2026', 'v2.00000000.AAAA']) expect(secrets.unseal(nonsense, 'acme/1')).toBeNull()
})
