import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openClamd } from './clamd.ts'
import { antivirusSettings } from './settings.ts'

// How a scanner that is out of order behaves; what a working one says is asked of a real clamd in clamd.int.ts.
let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server?.close()
})

async function listen(behave: (socket: Socket, connections: number) => void): Promise<string> {
  let connections = 0
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    behave(socket, ++connections)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `tcp://127.0.0.1:${(server.address() as { port: number }).port}`
}
const patience = { connectMs: 300, scanMs: 300 }
const outage = (reason: RegExp) =>
  expect.objectContaining({ code: 'antivirus.unavailable', retry: true, message: expect.stringMatching(reason) })

test('where nothing listens, the error names the address and the remedy, and may be tried again', async () => {
  const url = await listen(() => {})
  server?.close()
  const antivirus = openClamd({ url, patience })
  await expect(antivirus.check()).rejects.toEqual(outage(/ECONNREFUSED.*start clamd or correct CLAMD_URL/))
  await expect(antivirus.scan(Buffer.from('a'))).rejects.toThrow(url)
  const missing = openClamd({ url: 'unix:///nowhere/clamd.sock', patience })
  await expect(missing.check()).rejects.toEqual(outage(/ENOENT/))
})

test('a scanner that takes everything and never answers is an outage after its time', async () => {
  const outcomes: string[] = []
  const url = await listen((socket) => socket.resume())
  const antivirus = openClamd({ url, patience, onScan: ({ outcome }) => outcomes.push(outcome) })
  await expect(antivirus.scan(Buffer.alloc(1e6))).rejects.toEqual(outage(/no answer within 0.3 s/))
  expect(outcomes).toEqual(['unavailable'])
})

test('a scanner that stops reading does not hold the work for ever', async () => {
  const url = await listen((socket) => socket.pause())
  await expect(openClamd({ url, patience }).scan(Buffer.alloc(30e6))).rejects.toEqual(outage(/no answer within 0.3 s/))
})

test.each([
  ['its own trouble', 'stream: Can not create temporary file ERROR\0', /it said "stream: Can not create/],
  ['the answer to something else', 'PONG\0', /it said "PONG"/],
  ['no end', 'x'.repeat(10_000), /it said "x+"/],
])('%s is an outage and never a verdict', async (_, answer, reason) => {
  const url = await listen((socket) => socket.resume().write(answer))
  await expect(openClamd({ url, patience }).scan(Buffer.from('a'))).rejects.toEqual(outage(reason))
})

test('an answer to PING that is none is an outage', async () => {
  const url = await listen((socket) => socket.resume().write('HTTP/1.1 400 Bad Request\r\n\r\n\0'))
  await expect(openClamd({ url, patience }).check()).rejects.toEqual(outage(/HTTP/))
})

test('a connection that breaks while the file is sent is tried again, three times at most', async () => {
  const broken = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
  await expect(openClamd({ url: broken, patience }).scan(Buffer.alloc(1e6))).rejects.toEqual(outage(/ECONNRESET|EPIPE/))
  server?.close()
  const healed = await listen((socket, connections) => {
    // Every other connection asks whether the size is the reason.
    if (connections < 5) socket.once('data', () => socket.resetAndDestroy())
    else socket.resume().write('stream: OK\0')
  })
  expect(await openClamd({ url: healed, patience }).scan(Buffer.alloc(1e6))).toEqual({ kind: 'clean' })
})

test('CLAMD_URL takes hosts, addresses of both families and socket paths, and nothing else', () => {
  const takes = (value: string) => antivirusSettings.CLAMD_URL.safeParse(value).success
  const good = [
    'tcp://clamav:3310',
    'tcp://127.0.0.1:3310',
    'tcp://[::1]:3310',
    '/run/clamd.ctl',
    'unix:///run/clamd.ctl',
  ]
  const bad = ['clamav', 'http://clamav:3310', 'tcp://clamav', 'tcp://:3310', 'unix://run/clamd', '']
  expect(good.filter(takes)).toEqual(good)
  expect(bad.filter(takes)).toEqual([])
})
