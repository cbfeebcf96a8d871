import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeProblem } from './describe-problem.ts'
import { WORDINGS } from './index.ts'
import { makeTranslation } from './translate.ts'

const SOURCE = path.join(import.meta.dirname, '..')
const { de } = WORDINGS

const LITERAL = String.raw`('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|${'`'}(?:[^${'`'}\\]|\\.)*${'`'})`
/** Where the rooms say something to people that is kept or answered in English: the code before it, where it has one. */
const SAYINGS: { files: string; saying: RegExp }[] = [
  {
    files: '{review,people,approvals,suppliers,secrets,http,web,intake,pipeline,accounting}/**/*.ts',
    saying: new RegExp(String.raw`new BillhookError\(\s*'([a-z-]+\.[a-z-]+)',\s*${LITERAL}`, 'g'),
  },
  { files: 'recognition/**/*.ts', saying: new RegExp(String.raw`refuse\(\s*'([a-z-]+)',\s*${LITERAL}`, 'g') },
  {
    files: 'recognition/{explain-failure,limits}.ts',
    saying: new RegExp(String.raw`code: '([a-z-]+)',\s*message:\s*${LITERAL}`, 'g'),
  },
  {
    files: 'intake/{dispose,describe-found,register-parts}.ts',
    saying: new RegExp(String.raw`(reason)(?::| =)\s*${LITERAL}`, 'g'),
  },
  { files: 'intake/dispose.ts', saying: new RegExp(String.raw`(return)\s*${LITERAL}`, 'g') },
  { files: 'e-invoices/{xml,p7m}/*.ts', saying: new RegExp(String.raw`(message):\s*${LITERAL}`, 'g') },
  { files: 'extraction/stacks/weigh-boundary.ts', saying: new RegExp(String.raw`(says):\s*${LITERAL}`, 'g') },
  { files: 'review/{typed-values,split}.ts', saying: new RegExp(String.raw`(refuse)\(${LITERAL}`, 'g') },
]
/** Answered to programs and operators, never to a person at a page. */
const FOR_OPERATORS = /^(config|database|object-store|antivirus)\./

const SAID = SAYINGS.flatMap(({ files, saying }) =>
  globSync(files, { cwd: SOURCE })
    .filter((file) => !/\.(test|int|contract)\.ts$|testing\//.test(file))
    .flatMap((file) =>
      [...readFileSync(path.join(SOURCE, file), 'utf8').matchAll(saying)].map(([, code = '', literal = '']) => ({
        file,
        code,
        english: literal
          .slice(1, -1)
          .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '17')
          .replace(/\\(.)/g, '$1'),
      })),
    ),
).filter(({ code, english }) => !FOR_OPERATORS.test(code) && english.length > 3)

describe('what is kept in English', () => {
  test('is found in the sources', () => expect(SAID.length).toBeGreaterThan(100))

  test.each(SAID)('$file says in German, too: $english', ({ code, english }) => {
    expect(describeProblem({ code, message: english }, de)).not.toBe(english)
  })
})

describe('a translation', () => {
  const translate = makeTranslation({
    'It is {status}.': 'Sie ist {status}.',
    'Nothing was saved: {items}.': 'Nichts gespeichert: {items}.',
    'line {n} is {kind}': 'Zeile {n} ist {kind}',
    paid: 'bezahlt',
    lost: 'verloren',
  })

  test.each([
    ['It is paid.', 'Sie ist bezahlt.'],
    ['It is unheard of.', 'Sie ist unheard of.'],
    [
      'Nothing was saved: line 3 is lost; line 4 is paid.',
      'Nichts gespeichert: Zeile 3 ist verloren; Zeile 4 ist bezahlt.',
    ],
    ['502 Bad Gateway', '502 Bad Gateway'],
  ])('of %j is %j', (english, german) => expect(translate(english)).toBe(german))

  test('leaves alone what people and documents say', () =>
    expect(makeTranslation({ 'by {who}': 'von {who}', paid: 'bezahlt' })('by paid')).toBe('von paid'))
})
