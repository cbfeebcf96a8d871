import { buildHttp } from '../http/app.ts'
import type { HttpPorts } from '../http/ports.ts'
import { openLog } from '../log.ts'

/** The API's description (OpenAPI 3.1) as it is served at /api/docs/json. Routes are only registered, nothing is called: no port is needed. */
export async function describeHttp(): Promise<string> {
  const nothing = new Proxy({}, { get: () => () => nothing })
  const ports = {
    ...({ db: nothing, objects: nothing, spool: nothing, secrets: nothing } as Pick<
      HttpPorts,
      'db' | 'objects' | 'spool' | 'secrets'
    >),
    now: () => new Date(),
    newId: () => '',
    dispatch: async () => {},
    publicUrl: () => 'http://localhost:8080',
    ingestDomain: 'in.localhost',
    sessionSecret: 'for the description of the API only, never used',
    logger: openLog('silent'),
    mailLeaves: false,
  } as HttpPorts
  const app = await buildHttp(ports)
  const description = app.swagger()
  await app.close()
  return `${JSON.stringify(description, null, 2)}\n`
}
