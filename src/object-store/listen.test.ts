import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { listenForObjects } from './listen.ts'

/** Speaks MinIO's side of the notification wire; what the real one does with objects is its own business. */
let server: Server | undefined
let stop = () => {}
afterEach(async () => {
  stop()
  server?.closeAllConnections()
  server?.close()
})

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void, restMs = 30_000) {
  let asked = 0
  server = createServer((request, response) => {
    asked++
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const heard: string[] = []
  const settings = { endpoint: `http://127.0.0.1:${port}`, bucket: 'billhook', region: 'us-east-1' }
  ;({ stop } = listenForObjects(
    { ...settings, accessKeyId: 'AK', secretAccessKey: 'SKSKSKSK' },
    {
      prefix: 'inbox/',
      restMs,
      onCreated: () => heard.push('created'),
      onSilence: (reason, again) => heard.push(`${again ? 'again' : 'never'}: ${reason}`),
    },
  ))
  return { heard, asked: () => asked }
}

const EVENT = `${JSON.stringify({ Records: [{ eventName: 's3:ObjectCreated:Put', s3: { object: { key: 'inbox%2Facme%2Fa.pdf' } } }] })}\n`

describe('listening for objects', () => {
  test('hears of an object that was put, on a line that the store holds', async () => {
    let path = ''
    const { heard, asked } = await listen((request, response) => {
      path = request.url ?? ''
      response.write(' ')
      response.write(EVENT)
    })
    await expect.poll(() => heard).toEqual(['created'])
    expect(path).toContain('events=s3%3AObjectCreated%3A%2A')
    expect(path).toContain('prefix=inbox%2F')
    expect(asked()).toBe(1)
  })

  test('leaves a store in peace that answers at once, as one that does not know events', async () => {
    const { heard, asked } = await listen((_, response) => response.end())
    await expect.poll(() => heard).toEqual(['never: the store does not hold the line'])
    expect(asked()).toBeLessThan(6)
  })

  test('leaves a store in peace that answers with its list of objects', async () => {
    const { heard } = await listen((_, response) => response.end('<?xml version="1.0"?><ListBucketResult/>'))
    await expect.poll(() => heard).toHaveLength(1)
    expect(heard[0]).toMatch(/^never/)
  })

  test('takes the line up again after the store hung up with an error', async () => {
    let first = true
    const { heard } = await listen((_, response) => {
      if (first) response.destroy()
      else response.write(EVENT)
      first = false
    }, 10)
    await expect.poll(() => heard.at(-1), { timeout: 20_000 }).toBe('created')
    expect(heard[0]).toMatch(/^again/)
  })

  test('ends the held request when it is stopped', async () => {
    let closed = false
    await listen((request, response) => {
      request.once('close', () => {
        closed = true
      })
      response.write(EVENT)
    })
    await expect.poll(() => countConnections(), { timeout: 5_000 }).toBeTruthy()
    stop()
    await expect.poll(() => closed).toBe(true)
  })
})

function countConnections(): Promise<number> {
  return new Promise((resolve) => server?.getConnections((_, count) => resolve(count)))
}
