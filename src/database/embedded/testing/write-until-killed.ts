/** A child of the kill test: commits row after row and tells its parent after each commit. */
import { openEmbedded } from '../open.ts'

const { pool } = await openEmbedded({ folder: process.argv[2] as string })
await pool.query('create table if not exists public.kept (n int primary key)')
const { rows } = await pool.query('select coalesce(max(n), -1) as newest from public.kept')
for (let n = (rows[0]?.newest as number) + 1; ; n++) {
  await pool.query('insert into public.kept values ($1)', [n])
  process.send?.(n)
}
