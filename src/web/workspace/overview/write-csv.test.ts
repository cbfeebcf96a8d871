import { expect, test } from 'vitest'
import { writeCsv } from './write-csv.ts'

test('a supplier whose name is a formula stays a name, an amount below zero a number', () => {
  expect(
    writeCsv([
      ['Supplier', 'Amount'],
      ['=cmd|" /C calc"!A1', '-5.00'],
      ['A, B', '1'],
    ]),
  ).toBe('Supplier,Amount\r\n"\'=cmd|"" /C calc""!A1",-5.00\r\n"A, B",1\r\n')
})
