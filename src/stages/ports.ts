import type { Company, OwnIdentity } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { StageName } from '../../schemas/invoice.ts'
import type { StackReading } from '../../schemas/stack.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import type { Connector } from '../accounting/index.ts'
import type { Antivirus } from '../antivirus/index.ts'
import type { Database } from '../database/index.ts'
import type { ExtractionContext } from '../extraction/index.ts'
import type { ObjectStore } from '../object-store/index.ts'
import type { RunPorts, Stage } from '../pipeline/run-stage.ts'
import type { DocumentReader } from '../recognition/index.ts'
import type { Secrets } from '../secrets/seal.ts'

/** What stages may use; app.ts gives it to them. Loading of heavy parts is behind the functions, so that a stage costs what it uses. */
export type StagePorts = RunPorts & {
  db: Database
  objects: ObjectStore
  newId: () => string
  /** Where people reach this Billhook: https://billhook.example */
  publicUrl: string
  /** Folder for files that live as long as one stage. */
  temporaryFolder: string
  documentReader: () => Promise<DocumentReader>
  /** Passes every original before it is opened; without one nothing is scanned. */
  antivirus?: Antivirus | null
  /** Opens the stored passwords of documents; without it none is tried. */
  secrets?: Secrets
  extract: (transcript: Transcript, context: ExtractionContext) => Promise<Draft>
  /** How the pages fall apart into documents; `asOne`: a person said that they do not. */
  readStack: (transcript: Transcript, context: { own: OwnIdentity; asOne: boolean }) => Promise<StackReading>
  connectorsOf: (company: Company) => Connector[]
}

export type StageOf<N extends StageName> = Stage<N, StagePorts>
