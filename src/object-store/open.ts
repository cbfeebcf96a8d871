import { openFolderStore } from './folder.ts'
import type { ObjectStore } from './index.ts'
import type { S3Settings } from './s3.ts'

type Log = (message: string, details: Record<string, unknown>) => void

/** The bucket, or a folder of this machine where there is none. */
export async function openObjectStore({ s3, folder }: { s3: S3Settings | null; folder: string }): Promise<ObjectStore> {
  if (s3 === null) return openFolderStore({ folder })
  const { openS3Store } = await import('./s3.ts')
  return openS3Store(s3)
}

/**
 * Resolves when the store can be written to. A bucket that is there is taken as it is, so that a start takes no longer than it must: who
 * serves brings it into shape afterwards. One that is missing is made, and one that has to lock its objects is looked at first.
 * @throws BillhookError `object-store.unavailable`, `config.invalid`
 */
export async function makeReady(objects: ObjectStore, { s3, log }: { s3: S3Settings | null; log: Log }): Promise<void> {
  if (s3 === null) return await objects.check()
  const isAsItShouldBe = s3.keepDays === undefined && (await canBeWrittenTo(objects))
  if (isAsItShouldBe) return
  await bringIntoShape(s3, log)
  await objects.check()
}

async function canBeWrittenTo(objects: ObjectStore): Promise<boolean> {
  try {
    await objects.check()
    return true
  } catch {
    return false
  }
}

/** Makes the bucket, turns its versions on, checks its lock; see `prepareBucket`. */
export async function bringIntoShape(s3: S3Settings, log: Log): Promise<void> {
  const { prepareBucket } = await import('./prepare-bucket.ts')
  await prepareBucket(s3, log)
}
