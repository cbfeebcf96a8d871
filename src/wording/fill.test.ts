import { expect, test } from 'vitest'
import { fill } from './fill.ts'

test('what fills a gap is said as it is, and an open gap stays open', () => {
  expect(fill('{rate} % of {base} is {sum}.', { rate: 19, base: '100.00' })).toBe('19 % of 100.00 is {sum}.')
})
test('a name that ends with a full stop ends the sentence, too', () => {
  expect(fill('This is the first bill of {supplier}. Look.', { supplier: 'Coolblue B.V.' })).toBe(
    'This is the first bill of Coolblue B.V. Look.',
  )
  expect(fill('Paid to {account}.', { account: 'Acme Inc.' })).toBe('Paid to Acme Inc.')
  expect(fill('{file}.pdf', { file: 'a.' })).toBe('a..pdf')
})
