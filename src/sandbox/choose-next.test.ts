import { expect, test } from 'vitest'
import { chooseMove, type Turn } from './choose-next.ts'

type Task = Turn & { name: string }
let turn = 0
const long = (of: string): Task => ({ name: of, task: { of, isLong: true }, since: turn++ })
const short = (of: string): Task => ({ name: of, task: { of }, since: turn++ })
const choose = (situation: { waiting?: Task[]; running?: Task[]; held?: Task[]; canHold?: (task: Task) => boolean }) =>
  chooseMove<Task>({ size: 2, waiting: [], running: [], held: [], canHold: () => true, ...situation })

test('nothing is to be done where nobody waits', () => {
  expect(choose({ running: [long('a'), long('a')] })).toBeUndefined()
})

test('who has waited longest of those whose document has the fewest others running is next', () => {
  const [running, third, first, second] = [long('a'), long('a'), long('b'), short('c')]
  expect(choose({ waiting: [third, second, first], running: [running] })).toEqual({ kind: 'begin', task: first })
})

test('a document that has both places gives up the page that it began last', () => {
  const [older, younger, other] = [long('a'), long('a'), long('b')]
  expect(choose({ waiting: [long('a'), other], running: [younger, older] })).toEqual({
    ...{ kind: 'begin', task: other, hold: younger },
  })
})

test('a page that cannot be put on hold is not', () => {
  const [older, younger, other] = [long('a'), long('a'), long('b')]
  const canHold = (task: Task) => task !== younger
  expect(choose({ waiting: [other], running: [older, younger], canHold })).toMatchObject({ hold: older })
  expect(choose({ waiting: [other], running: [older, younger], canHold: () => false })).toBeUndefined()
})

test('one page is on hold at most, and each document keeps one that goes on', () => {
  expect(choose({ waiting: [long('c')], running: [long('a'), long('a')], held: [long('a')] })).toBeUndefined()
  expect(choose({ waiting: [long('c')], running: [long('a'), long('b')] })).toBeUndefined()
})

test('a short task takes no place from anybody: it gets one more, and the next one waits', () => {
  const [running, waiting] = [[long('a'), long('a')], short('b')]
  expect(choose({ waiting: [waiting], running })).toEqual({ kind: 'begin', task: waiting })
  expect(choose({ waiting: [short('c')], running: [...running, waiting] })).toBeUndefined()
})

test('a page that was put on hold goes on before its document begins another', () => {
  const [held, next, running] = [long('a'), long('a'), long('b')]
  expect(choose({ waiting: [next], running: [running], held: [held] })).toEqual({ kind: 'resume', task: held })
})

test('a page on hold stands in line with the pages of others since it was put there', () => {
  const [before, held, after, running] = [long('b'), long('a'), long('c'), long('d')]
  expect(choose({ waiting: [before, after], running: [running], held: [held] })).toMatchObject({ task: before })
  expect(choose({ waiting: [after], running: [running], held: [held] })).toMatchObject({ task: held })
})
