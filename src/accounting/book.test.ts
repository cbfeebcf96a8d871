import { fork } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BookSettings, openBook } from './book.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-book-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
let books = 0
const newFolder = () => join(folder, `book-${++books}`)

const settingsOf = (book: string): BookSettings => ({
  folder: book,
  name: 'test',
  files: [
    { name: 'first', header: 'header\n' },
    { name: 'second', header: '' },
  ],
  lookUp: (content, reference) => (content.includes(`\n<${reference}>`) ? { at: 'then' } : null),
})
const read = (book: string, name: string) => readFile(join(book, name), 'utf8')
const entry = (reference: string) => [`<${reference}> ${'text '.repeat(10)}end\n`, `lines of ${reference}\n`]

describe('a book', () => {
  test('is readable by its owner only', async () => {
    const book = newFolder()
    await openBook(settingsOf(book)).append('a', entry('a'))
    expect((await stat(book)).mode & 0o777).toBe(0o700)
    expect((await stat(join(book, 'first'))).mode & 0o777).toBe(0o600)
  })

  test('that was torn anywhere in an append is whole after the next call, and the entry is there once', async () => {
    const whole = newFolder()
    await openBook(settingsOf(whole)).append('a', entry('a'))
    const before = { first: await read(whole, 'first'), second: await read(whole, 'second') }
    await openBook(settingsOf(whole)).append('b', entry('b'))
    const after = { first: await read(whole, 'first'), second: await read(whole, 'second') }
    const redo = {
      appends: [
        { file: 'first', offset: before.first.length, text: entry('b')[0] },
        { file: 'second', offset: before.second.length, text: entry('b')[1] },
      ],
    }
    const book = newFolder()
    await openBook(settingsOf(book)).find('nothing')
    for (const name of ['first', 'second'] as const) {
      for (let torn = before[name].length; torn <= after[name].length; torn++) {
        for (const file of ['first', 'second'] as const) await writeFile(join(book, file), after[file])
        // `second` is written after `first`: where the first is torn, the second has nothing yet.
        if (name === 'first') await truncate(join(book, 'second'), before.second.length)
        await truncate(join(book, name), torn)
        await writeFile(join(book, '.test.redo'), JSON.stringify(redo))
        expect(await openBook(settingsOf(book)).find('b')).not.toBeNull()
        await openBook(settingsOf(book)).append('b', entry('b'))
        expect({ first: await read(book, 'first'), second: await read(book, 'second') }).toEqual(after)
      }
    }
  })

  test('that died before the redo record was in place has nothing of the entry', async () => {
    const book = newFolder()
    await openBook(settingsOf(book)).append('a', entry('a'))
    await writeFile(join(book, '.test.redo.tmp'), '{"appends":[{"file":"first"')
    expect(await openBook(settingsOf(book)).find('b')).toBeNull()
    await openBook(settingsOf(book)).append('b', entry('b'))
    expect(await read(book, 'first')).toBe(`header\n${entry('a')[0]}${entry('b')[0]}`)
  })

  test('that a person changed in the middle of an append says what to do and posts nothing on top', async () => {
    const book = newFolder()
    await openBook(settingsOf(book)).append('a', entry('a'))
    const offset = (await read(book, 'first')).length
    const redo = { appends: [{ file: 'first', offset, text: entry('b')[0] }] }
    await writeFile(join(book, '.test.redo'), JSON.stringify(redo))
    await writeFile(join(book, 'first'), '<b> tex, and then by hand\n', { flag: 'a' })
    const post = openBook(settingsOf(book)).append('b', entry('b'))
    await expect(post).rejects.toMatchObject({ code: 'accounting.unavailable' })
    await expect(post).rejects.toThrow(/Remove what is left of that entry after byte/)
    expect(await read(book, 'first')).toMatch(/by hand\n$/)
  })

  test('in a folder that cannot be written says so, and is fine again afterwards', async () => {
    const parent = newFolder()
    await writeFile(parent, 'a file in the way')
    const book = openBook(settingsOf(join(parent, 'books')))
    await expect(book.append('a', entry('a'))).rejects.toMatchObject({ code: 'accounting.unavailable' })
    await rm(parent)
    await book.append('a', entry('a'))
    await chmod(parent, 0o700)
    expect(await book.find('a')).not.toBeNull()
  })
})

describe('several processes with one book', () => {
  const program = fileURLToPath(new URL('./testing/post-bills.ts', import.meta.url))
  /** @returns the numbers that the process said it had posted before it ended or was killed. */
  function run(book: string, options: { first: number; count: number; killAfter?: number }): Promise<number[]> {
    return new Promise((resolve) => {
      const child = fork(program, [book, String(options.first), String(options.count)], {
        stdio: 'pipe',
        execArgv: ['--no-warnings'],
      })
      let said = ''
      child.stdout?.setEncoding('utf8').on('data', (text) => {
        said += text
        const isTime = options.killAfter !== undefined && said.split('\n').length > options.killAfter
        if (isTime) child.kill('SIGKILL')
      })
      child.on('close', () => resolve(said.split('\n').filter(Boolean).map(Number)))
    })
  }
  const numbersIn = async (book: string) =>
    [...(await read(book, 'journal.ledger')).matchAll(/^2026-11-02 \* \(ref-(\d+)\)/gm)].map((match) =>
      Number(match[1]),
    )

  test('write at once without losing or mixing entries', async () => {
    const book = newFolder()
    await Promise.all([
      run(book, { first: 0, count: 8 }),
      run(book, { first: 4, count: 8 }),
      run(book, { first: 8, count: 8 }),
    ])
    expect((await numbersIn(book)).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n))
    expect((await read(book, 'journal.ledger')).match(/^ {4}p {2}-119.00 EUR$/gm)).toHaveLength(16)
  })

  test('and one that is killed while it writes: what it said is there, once, and the next one goes on', async () => {
    const book = newFolder()
    const said: number[] = []
    for (const killAfter of [1, 4]) said.push(...(await run(book, { first: 0, count: 100, killAfter })))
    said.push(...(await run(book, { first: 0, count: 12 })))
    const numbers = await numbersIn(book)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).toEqual(expect.arrayContaining(said))
    expect((await read(book, 'journal.ledger')).match(/^ {4}p {2}-119.00 EUR$/gm)).toHaveLength(numbers.length)
  })
})
