import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { insertCompany, newId } from '../http/testing/records.ts'
import { addPerson } from '../people/person.ts'
import { consumeSignInLink } from '../people/sign-in-link.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'billhook-sign-in-'))
const open = () => openRecords(readConfig({ DATA_DIR: folder }))
const now = () => new Date()

async function signIn(email: string) {
  const env = { PATH: process.env.PATH, DATA_DIR: folder, PUBLIC_URL: 'https://billhook.example' }
  return await promisify(execFile)(process.execPath, [CLI, 'sign-in', email], { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  )
}

beforeAll(async () => {
  const { db, close } = await open()
  const { id: companyId } = await insertCompany(db)
  const person = { email: 'ann@acme.example', name: 'Ann' }
  await addPerson(db, { person, companyId, role: 'clerk', now, newId })
  await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('billhook sign-in prints a link that signs this person in, once', async () => {
  const { code, said } = await signIn('Ann@acme.example')
  expect(code).toBe(0)
  const token = /^https:\/\/billhook\.example\/sign-in\/([\w-]{43})\n$/.exec(said)?.[1] ?? `no link: ${said}`
  const { db, close } = await open()
  try {
    const { personId } = await consumeSignInLink({ db, now }, token)
    const person = await db.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirst()
    expect(person?.email).toBe('ann@acme.example')
    await expect(consumeSignInLink({ db, now }, token)).rejects.toMatchObject({ code: 'people.link-invalid' })
  } finally {
    await close()
  }
})

test('an address that nobody here has gets no link, and is told what to do', async () => {
  const { code, said } = await signIn('stranger@else.example')
  expect(code).not.toBe(0)
  expect(said).toContain('Nobody here has the address stranger@else.example. An administrator lets people in.')
})

test('while a server has the records open, it says so', async () => {
  const { close } = await open()
  try {
    const { code, said } = await signIn('ann@acme.example')
    expect(code).not.toBe(0)
    expect(said).toMatch(/lock|another|in use/i)
  } finally {
    await close()
  }
})
