import type { FastifyInstance } from 'fastify'
import type { HttpPorts } from '../http/ports.ts'
import { addWorkspace } from './add-workspace.ts'
import { addDecisionPages } from './routes/decision.ts'
import { addDeliveryPages } from './routes/deliveries.ts'
import { addInvoicePages } from './routes/invoices.ts'
import { addOutboxPages } from './routes/outbox.ts'
import { addSettingsPages } from './routes/settings.ts'
import { addSignInPages } from './routes/sign-in.ts'
import { addUploadForm } from './routes/upload.ts'

/** The workspace, and the pages beside it that the server makes; those need no script. */
export function addPages(app: FastifyInstance, ports: HttpPorts): void {
  addWorkspace(app, ports)
  addSignInPages(app, ports)
  addInvoicePages(app, ports)
  addUploadForm(app, ports)
  addDeliveryPages(app, ports)
  addOutboxPages(app, ports)
  addSettingsPages(app, ports)
  addDecisionPages(app, ports)
}
