import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createConnection } from 'node:net'
import multipart from '@fastify/multipart'
import fastify from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isBillhookError } from '../errors.ts'
import { receiveUpload, UPLOAD_LIMITS, type UploadAnswer } from './http-upload.ts'
import { MAX_FILE_BYTES, MAX_PARTS } from './limits.ts'
import { fakePdf, openTestIntake, type TestIntake } from './testing/open-test-intake.ts'

let intake: TestIntake
const app = fastify()
let url: string
let settled: (() => void) | undefined

beforeAll(async () => {
  intake = await openTestIntake()
  await app.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: false })
  app.post('/:company', async (request, reply) => {
    const key = request.headers['idempotency-key']
    const companyId = (request.params as { company: string }).company
    try {
      const answer = await receiveUpload(
        { ...intake.ports, spool: intake.spool },
        {
          companyId,
          parts: request.parts(),
          by: 'key:test',
          ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
        },
      )
      return await reply.code(answer.again ? 200 : 201).send(answer)
    } catch (error) {
      if (!isBillhookError(error)) throw error
      return await reply.code(error.status).send({ code: error.code, message: error.message })
    } finally {
      settled?.()
    }
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await intake?.close()
})
afterEach(async () => {
  expect(await readdir(intake.spoolFolder), 'nothing stays in the spool').toEqual([])
})

type File = { name: string; content: Buffer }
async function post(files: File[], options: { key?: string; company?: string } = {}) {
  const form = new FormData()
  form.append('note', 'a field that is not a file')
  for (const { name, content } of files) form.append('files', new Blob([Uint8Array.from(content)]), name)
  const headers: Record<string, string> = options.key === undefined ? {} : { 'idempotency-key': options.key }
  const response = await fetch(`${url}/${options.company ?? 'acme'}`, { method: 'POST', body: form, headers })
  return {
    status: response.status,
    body: (await response.json()) as UploadAnswer & { code?: string; message?: string },
  }
}
const countInvoices = async () => (await intake.db.selectFrom('invoice').select('id').execute()).length

describe('an upload', () => {
  test('of several files is one delivery with a part each, and sent again it gets the same answer', async () => {
    const files = [
      { name: 'Rechnung für März.pdf', content: fakePdf('upload 1') },
      { name: 'notes.txt', content: Buffer.from('hello') },
    ]
    const first = await post(files, { key: 'u-1' })
    expect(first.status).toBe(201)
    expect(first.body.delivery.parts.map((part) => [part.fileName, part.disposition])).toEqual([
      ['Rechnung für März.pdf', 'invoice'],
      ['notes.txt', 'quarantined'],
    ])
    const again = await post(files, { key: 'u-1' })
    expect(again.status).toBe(200)
    expect({ ...again.body, again: false }).toEqual(first.body)
    expect((await post([files[0]!], { key: 'u-1' })).status).toBe(422)
  })

  test('is accepted with a file of exactly the limit and refused as a whole with one byte more', async () => {
    const whole = Buffer.concat([fakePdf('largest'), Buffer.alloc(MAX_FILE_BYTES)]).subarray(0, MAX_FILE_BYTES)
    expect((await post([{ name: 'largest.pdf', content: whole }])).status).toBe(201)
    const before = await countInvoices()
    const refused = await post([
      { name: 'fine.pdf', content: fakePdf('fine before') },
      { name: 'huge.pdf', content: Buffer.concat([whole, Buffer.from('x')]) },
      { name: 'fine too.pdf', content: fakePdf('fine after') },
    ])
    expect(refused.status).toBe(413)
    expect(refused.body.code).toBe('intake.too-large')
    expect(refused.body.message).toContain('huge.pdf')
    expect(await countInvoices()).toBe(before)
  })

  test('may hold as many files as the limit and not one more', async () => {
    const files = Array.from({ length: MAX_PARTS + 3 }, (_, n) => ({ name: `${n}.pdf`, content: fakePdf(`many ${n}`) }))
    const before = await countInvoices()
    expect((await post(files.slice(0, MAX_PARTS + 1))).body.code).toBe('intake.too-many-parts')
    expect((await post(files)).body.code).toBe('intake.too-many-parts')
    expect(await countInvoices()).toBe(before)
    expect((await post(files.slice(0, MAX_PARTS))).status).toBe(201)
  })

  test('without a file is told so, and an empty file field of a browser form does not count', async () => {
    expect(await post([])).toMatchObject({ status: 400, body: { code: 'intake.nothing-sent' } })
    expect((await post([{ name: '', content: Buffer.alloc(0) }])).body.code).toBe('intake.nothing-sent')
  })

  test('for a company that is not here is refused', async () => {
    const refused = await post([{ name: 'a.pdf', content: fakePdf('nobody') }], { company: 'nobody' })
    expect(refused).toMatchObject({ status: 404, body: { code: 'intake.unknown-company' } })
  })

  test('that is no form is refused with what is wrong', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const body = '--x\r\ncontent-disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-1.7 and then it ends'
    const response = await fetch(`${url}/acme`, { method: 'POST', headers, body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'http.invalid-request' })
  })

  test('that breaks off in the middle leaves nothing', async () => {
    const before = await countInvoices()
    const ended = new Promise<void>((resolve) => {
      settled = resolve
    })
    const socket = createConnection((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(
      'POST /acme HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 5000\r\n\r\n' +
        '--x\r\ncontent-disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-1.7 whole\r\n' +
        '--x\r\ncontent-disposition: form-data; name="g"; filename="b.pdf"\r\n\r\n%PDF-1.7 half',
      () => socket.destroy(),
    )
    await ended
    settled = undefined
    expect(await countInvoices()).toBe(before)
  })
})
