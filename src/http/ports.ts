import type { Logger } from 'pino'
import type { Database } from '../database/index.ts'
import type { Metrics } from '../insight/metrics.ts'
import type { Spool } from '../intake/spool.ts'
import type { ObjectStore } from '../object-store/index.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import type { ReachFailpoint } from '../pipeline/failpoint.ts'
import type { Secrets } from '../secrets/seal.ts'

/** What the HTTP app is given by the composition root. */
export type HttpPorts = {
  db: Database
  objects: ObjectStore
  now: () => Date
  /** UUID v7. */
  newId: () => string
  /** Called after a commit, as a hint that never fails its caller. */
  dispatch: Dispatch
  /** Where uploads wait between the wire and the object store. */
  spool: Spool
  /** Where people reach this Billhook, `https://billhook.example`; known for certain once it listens. */
  publicUrl: () => string
  /** Domain of the ingest addresses: `<company>@<ingestDomain>`. */
  ingestDomain: string
  /** At least 32 characters; signs session cookies and form tokens. */
  sessionSecret: string
  /** Seals the passwords of documents; never opens one here. */
  secrets: Secrets
  logger: Logger
  /** As MailSender says. If false, the outbox page is the mailbox and shows working links. */
  mailLeaves: boolean
  /** As ReceivePorts says; a test may stop the process there. */
  failpoint?: ReachFailpoint
  /** What `/metrics` answers; without it there is no such address. */
  metrics?: Metrics
  /** Who brings it may read the metrics from elsewhere. */
  metricsToken?: string | undefined
  /** Originals pass a virus scanner before they are opened: none leaves before its verdict. */
  scansOriginals?: boolean
}
