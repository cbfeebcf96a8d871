import type { FastifyInstance } from 'fastify'
import type { HttpPorts } from '../http/ports.ts'
import { addWorkspace } from './add-workspace.ts'
import { addDecisionPages } from './routes/decision.ts'
import { addOutboxPages } from './routes/outbox.ts'
import { addSignInPages } from './routes/sign-in.ts'

/** The workspace, and the pages beside it that the server makes; those need no script. */
export function addPages(app: FastifyInstance, ports: HttpPorts): void {
  addWorkspace(app, ports)
  addSignInPages(app, ports)
  addOutboxPages(app, ports)
  addDecisionPages(app, ports)
}
