import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metrics } from '../insight/metrics.ts'
import { answerError } from './answer-error.ts'
import type { HttpPorts } from './ports.ts'
import { addMetricsRoutes } from './routes/metrics.ts'

const metrics: Metrics = {
  observe: () => {},
  countRepairs: () => {},
  observeScan: () => {},
  write: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'billhook_records_up 1\n' }),
}
const app = fastify()
beforeAll(async () => {
  app.setErrorHandler(answerError)
  addMetricsRoutes(app, { metrics, metricsToken: 'a-token-of-sixteen-or-more' } as HttpPorts)
  await app.ready()
})
afterAll(() => app.close())

const get = (remoteAddress: string, headers: Record<string, string> = {}) =>
  app.inject({ url: '/metrics', remoteAddress, headers })

test('/metrics answers programs on this machine, whatever family their address is of', async () => {
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    const response = await get(address)
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4'])
  }
})

test('/metrics is closed to everybody else, and to who comes through a proxy on this machine', async () => {
  expect((await get('192.168.1.7')).statusCode).toBe(403)
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
    expect((await get('127.0.0.1', { [header]: 'for=203.0.113.9' })).statusCode).toBe(403)
})

test('/metrics opens to the token from anywhere, and to nothing like it', async () => {
  const bring = (token: string) => get('192.168.1.7', { authorization: `Bearer ${token}` })
  expect((await bring('a-token-of-sixteen-or-more')).statusCode).toBe(200)
  for (const wrong of ['wrong', 'a-token-of-sixteen-or-mor', 'A-token-of-sixteen-or-more'])
    expect((await bring(wrong)).statusCode).toBe(403)
})
