import type { Antivirus } from '../antivirus/index.ts'
import type { Database } from '../database/index.ts'
import type { ObjectStore } from '../object-store/index.ts'
import type { Secrets } from '../secrets/seal.ts'

/** One broken promise: which, on what, and what to do. */
export type Problem = { check: string; subject: string; message: string }

export type DoctorPorts = {
  db: Database
  objects: ObjectStore
  now: () => Date
  antivirus?: Antivirus | null
  /** Without it no secret is tried. */
  secrets?: Secrets
}

/** One promise of Billhook, checked against the records. */
export type Check = (ports: DoctorPorts) => Promise<Omit<Problem, 'check'>[]>
