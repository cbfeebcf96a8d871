import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, describe, expect, test } from 'vitest'
import { inBackground } from '../background.ts'
import { openTestDatabase } from '../open-test-database.ts'
import { openEmbedded } from './open.ts'

const scratch = mkdtempSync(join(tmpdir(), 'billhook-embedded-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const seed = process.env.BILLHOOK_TEST_SEED as string

describe('the embedded database', () => {
  test('syncs its files to the disk at every commit', async () => {
    const embedded = await openEmbedded({ folder: join(scratch, 'fsync'), seed })
    await embedded.pool.query('create table public.kept (n int)')
    const before = await embedded.countFsyncs()
    for (let n = 0; n < 20; n++) await embedded.pool.query('insert into public.kept values ($1)', [n])
    expect((await embedded.countFsyncs()) - before).toBeGreaterThanOrEqual(20)
    await embedded.close()
  })

  test('refuses a second process, names the folder and the remedy, and lets it in once the first has ended', async () => {
    const folder = join(scratch, 'locked')
    const first = await openEmbedded({ folder, seed })
    await expect(openEmbedded({ folder, seed })).rejects.toMatchObject({
      code: 'database.locked',
      message: expect.stringContaining('DATA_DIR'),
    })
    await first.close()
    await (await openEmbedded({ folder, seed })).close()
  })

  test('keeps what was committed when it is killed in the middle of writing, again and again', {
    timeout: 240_000,
  }, async () => {
    const folder = join(scratch, 'killed')
    await (await openEmbedded({ folder, seed })).close()
    let expected = 0
    for (let round = 0; round < 3; round++) {
      const child = fork(new URL('./testing/write-until-killed.ts', import.meta.url), [folder], { execArgv: [] })
      await new Promise<void>((resolve) => {
        child.on('message', (n: number) => {
          expected = n
          if (n % 50 === 49) resolve()
        })
      })
      child.kill('SIGKILL')
      await once(child, 'exit')
      const embedded = await openEmbedded({ folder })
      const { rows } = await embedded.pool.query('select max(n) as newest, count(*)::int as count from public.kept')
      // The last one may have been committed without our hearing of it.
      expect(rows[0]?.newest).toBeGreaterThanOrEqual(expected)
      expect(rows[0]?.count).toBe((rows[0]?.newest as number) + 1)
      await embedded.close()
    }
  })

  test('opens although a kill left a half-made folder beside it', async () => {
    const folder = join(scratch, 'half')
    mkdirSync(join(folder, 'postgres.making', 'base'), { recursive: true })
    writeFileSync(join(folder, 'postgres.making', 'PG_VERSION'), '18')
    const embedded = await openEmbedded({ folder, seed })
    expect((await embedded.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await embedded.close()
    expect(existsSync(join(folder, 'postgres.making'))).toBe(false)
  })

  test('is readable by its owner only', async () => {
    const folder = join(scratch, 'private')
    await (await openEmbedded({ folder, seed })).close()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('does not hold up the event loop of the server during a heavy query', async () => {
    const embedded = await openEmbedded({ folder: null, seed })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const started = performance.now()
    await embedded.pool.query("select count(*) from generate_series(1, 3000000) n where md5(n::text) like '0%'")
    const took = performance.now() - started
    delay.disable()
    // In the server's own thread the longest delay would be the query's whole time.
    expect(delay.max / 1e6).toBeLessThan(took / 2)
    await embedded.close()
  })
})

describe('the pool over its one session', () => {
  test('keeps others out of an open transaction and rolls back what is released without a commit', async () => {
    const { pool, close } = await openTestDatabase()
    await pool.query('create table public.t (n int)')
    const client = await pool.connect()
    await client.query('begin')
    await client.query('insert into public.t values (1)')
    const waiting = pool.query('select count(*)::int as n from public.t')
    await client.release()
    expect((await waiting).rows).toEqual([{ n: 0 }])
    await close()
  })

  test('gives int8 and numeric as strings, timestamps as dates, jsonb as values, and counts affected rows', async () => {
    const { pool, close } = await openTestDatabase()
    const { rows } = await pool.query(
      `select 9007199254740993::int8 as big, 1.50::numeric as amount, '2026-01-02T03:04:05.678Z'::timestamptz as at, '{"a":[1]}'::jsonb as json`,
    )
    expect(rows).toEqual([
      { big: '9007199254740993', amount: '1.50', at: new Date('2026-01-02T03:04:05.678Z'), json: { a: [1] } },
    ])
    await pool.query('create table public.t (n int)')
    expect(await pool.query('insert into public.t select generate_series(1, 3)')).toMatchObject({
      command: 'INSERT',
      rowCount: 3,
    })
    expect(await pool.query('update public.t set n = 0 where n > 1')).toMatchObject({ command: 'UPDATE', rowCount: 2 })
    expect(await pool.query('update public.t set n = 0 where n > 9')).toMatchObject({ rowCount: 0 })
    await close()
  })

  test('says which constraint a row violates', async () => {
    const { pool, close } = await openTestDatabase()
    await pool.query('create table public.t (n int constraint t_once unique)')
    await pool.query('insert into public.t values (1)')
    await expect(pool.query('insert into public.t values (1)')).rejects.toMatchObject({
      code: '23505',
      constraint: 't_once',
    })
    await close()
  })
})

describe('one session for all', () => {
  test('is had first by those for whom somebody waits, and by the background in its turn', async () => {
    const { pool, close } = await openEmbedded({ folder: null, seed })
    const order: string[] = []
    const ask = async (who: string) => {
      await pool.query('select 1')
      order.push(who)
    }
    const asked = [
      ...Array.from({ length: 4 }, () => inBackground(() => ask('background'))),
      ...Array.from({ length: 40 }, () => ask('urgent')),
    ]
    await Promise.all(asked)
    await close()
    // The first was alone when it asked.
    expect(order[0]).toBe('background')
    const places = order.flatMap((who, place) => (who === 'background' ? [place] : []))
    expect(places[1]).toBeGreaterThan(10)
    expect(places[1]).toBeLessThan(30)
    expect(places).toHaveLength(4)
  })
})
