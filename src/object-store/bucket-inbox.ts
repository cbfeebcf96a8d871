import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { BillhookError } from '../errors.ts'
import { type ListenOptions, listenForObjects } from './listen.ts'
import { makeClient, type S3Settings } from './s3.ts'

/** An object that somebody put into the bucket, as it was when it was opened. The key is theirs, so hostile text. */
export type DroppedObject = { key: string; etag: string; bytes: number; versionId: string | undefined }

/** Objects that others put into the bucket under a prefix, beside our own. */
export type BucketInbox = {
  /** Keys under the prefix; those that end in a slash (a console's folders) are left out. */
  list(): AsyncIterable<string>
  /** What lies under the key now; null when it is gone. The stream gives exactly the object that is described. */
  open(key: string): Promise<{ object: DroppedObject; read(): Promise<AsyncIterable<Uint8Array>> } | null>
  /** Copies the opened object to another key, then takes it out of the inbox. What was put under its key meanwhile stays there. */
  move(object: DroppedObject, options: { to: string }): Promise<void>
  /** Puts a short text beside. */
  note(key: string, text: string): Promise<void>
  listen(options: Omit<ListenOptions, 'prefix'>): { stop(): void }
  close(): Promise<void>
}

/** @throws BillhookError `object-store.unavailable` from every call when the store can't be used. */
export async function openBucketInbox(settings: S3Settings, { prefix }: { prefix: string }): Promise<BucketInbox> {
  const vendor = await import('@aws-sdk/client-s3')
  const client: S3Client = makeClient(vendor, settings)
  const Bucket = settings.bucket

  const explain = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof BillhookError) throw error
      throw new BillhookError(
        'object-store.unavailable',
        `The bucket ${Bucket} can't be used for ${JSON.stringify(key)} (${String(error)}). Check the store, and that the keys may read, write and delete there.`,
        { cause: error },
      )
    }
  }

  async function describe(key: string): Promise<DroppedObject | null> {
    try {
      const head = await client.send(new vendor.HeadObjectCommand({ Bucket, Key: key }))
      return { key, etag: head.ETag ?? '', bytes: head.ContentLength ?? 0, versionId: head.VersionId }
    } catch (error) {
      if (statusOf(error) === 404) return null
      throw error
    }
  }

  /**
   * Its own version only: a file of the same name that came meanwhile is another delivery. In a bucket without versions a file that comes
   * between the look and the removal would be lost; that is why ./prepare-bucket.ts turns versions on.
   */
  async function remove(object: DroppedObject): Promise<void> {
    const { key: Key, versionId: VersionId } = object
    if (VersionId !== undefined) {
      try {
        await client.send(new vendor.DeleteObjectCommand({ Bucket, Key, VersionId }))
        return
      } catch (error) {
        // Under object lock a version stays for its time; a marker hides it.
        if (statusOf(error) !== 403) throw error
      }
    }
    const now = await describe(Key)
    if (now !== null && now.etag === object.etag && now.versionId === VersionId)
      await client.send(new vendor.DeleteObjectCommand({ Bucket, Key }))
  }

  return {
    async *list() {
      let ContinuationToken: string | undefined
      do {
        const page = await explain(prefix, () =>
          client.send(
            new vendor.ListObjectsV2Command({
              Bucket,
              Prefix: prefix,
              ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
            }),
          ),
        )
        for (const { Key } of page.Contents ?? []) if (Key !== undefined && !Key.endsWith('/')) yield Key
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined
      } while (ContinuationToken !== undefined)
    },

    async open(key) {
      const object = await explain(key, () => describe(key))
      if (object === null) return null
      return {
        object,
        read: () =>
          explain(key, async () => {
            const { versionId, etag } = object
            const which = versionId === undefined ? { IfMatch: etag } : { VersionId: versionId }
            const { Body } = await client.send(new vendor.GetObjectCommand({ Bucket, Key: key, ...which }))
            if (!(Body instanceof Readable)) throw new Error('the store answered without a body')
            return Body
          }),
      }
    },

    async move(object, { to }) {
      await explain(object.key, async () => {
        const source = `${Bucket}/${object.key.split('/').map(encodeURIComponent).join('/')}`
        const CopySource =
          object.versionId === undefined ? source : `${source}?versionId=${encodeURIComponent(object.versionId)}`
        const copy = { Bucket, Key: to, CopySource, CopySourceIfMatch: object.etag }
        try {
          await client.send(new vendor.CopyObjectCommand(copy))
        } catch (error) {
          // Gone or changed: another process moved it, or somebody replaced it, which the next look sees.
          if (statusOf(error) === 404 || statusOf(error) === 412) return
          throw error
        }
        await remove(object)
      })
    },

    async note(key, text) {
      const put = { Bucket, Key: key, Body: text, ContentType: 'text/plain; charset=utf-8' }
      await explain(key, () => client.send(new vendor.PutObjectCommand(put)))
    },

    listen: (options) => listenForObjects(settings, { ...options, prefix }),

    async close() {
      client.destroy()
    },
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } })?.$metadata?.httpStatusCode
}
