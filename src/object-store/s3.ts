/**
 * Objects in any S3-compatible store. A put that was answered is durable by the store's own promise; our SHA-256 goes along as metadata and
 * is checked on every read, because checksums of the protocol end at the store's door and not every store keeps them.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import { BillhookError } from '../errors.ts'
import { assertKey, hashInKey, type ObjectStore } from './index.ts'

export type S3Settings = {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** Originals and audit heads can't be deleted or overwritten for so many days; the bucket must have object lock. */
  keepDays?: number
}

type Vendor = typeof import('@aws-sdk/client-s3')

const CONNECT_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 60_000

/** Opens the store; nothing is sent and the vendor's client is not loaded before the first call. */
export function openS3Store(settings: S3Settings): ObjectStore {
  let opening: Promise<{ vendor: Vendor; client: S3Client }> | undefined
  const open = () => {
    opening ??= import('@aws-sdk/client-s3').then((vendor) => ({ vendor, client: makeClient(vendor, settings) }))
    return opening
  }
  const Bucket = settings.bucket

  /** The SHA-256 that the object was put with; null: there is no such object. */
  async function readStoredHash(key: string): Promise<string | null> {
    const { vendor, client } = await open()
    try {
      const head = await client.send(new vendor.HeadObjectCommand({ Bucket, Key: key }))
      return head.Metadata?.sha256 ?? ''
    } catch (error) {
      if (statusOf(error) === 404) return null
      throw error
    }
  }

  async function putAnyway(put: PutObjectCommandInput): Promise<void> {
    const { vendor, client } = await open()
    const command = new vendor.PutObjectCommand(put)
    // The bytes were hashed a moment ago; who signs the request takes the hash from here instead of making it again.
    command.middlewareStack.add((next) => (args) => next(addPayloadHash(args, put.Metadata?.sha256)), { step: 'build' })
    await client.send(command)
  }

  /**
   * Puts an original unless it is there already, whole, so that a bucket with versions or object lock does not grow by repeats. Asked
   * before and on the put, because not every store honours a conditional put on a bucket with versions; of what is new (`isNew`) only on
   * the put, so that a sender does not wait for the question.
   */
  async function putOnce(put: PutObjectCommandInput, { isNew }: { isNew: boolean }): Promise<void> {
    const key = put.Key as string
    if (!isNew && (await readStoredHash(key)) !== null) {
      if (!(await isWhole(key))) await putAnyway(put)
      return
    }
    try {
      await putAnyway({ ...put, IfNoneMatch: '*' })
    } catch (error) {
      const status = statusOf(error)
      if (status === 412 && (await isWhole(key))) return
      // 409: somebody else is putting it at this moment; 501: the store knows no conditions.
      if (status !== 412 && status !== 409 && status !== 501) throw error
      await putAnyway(put)
    }
  }

  async function isWhole(key: string): Promise<boolean> {
    const { vendor, client } = await open()
    const found = await client.send(new vendor.GetObjectCommand({ Bucket, Key: key }))
    const content = (await found.Body?.transformToByteArray()) ?? new Uint8Array()
    return createHash('sha256').update(content).digest('hex') === hashInKey(key)
  }

  return {
    async put(key, content, { sha256, mediaType, isNew = false }) {
      assertKey(key)
      const addressed = hashInKey(key)
      if (addressed !== null && addressed !== sha256) throw new RangeError(`the key ${key} names another content`)
      await explain(settings, key, async () => {
        // Whole in memory (35 MB at most), so that the client can send it again after a broken connection.
        const Body = Buffer.isBuffer(content) ? content : await readFile(content.path)
        assertHash(Body, { key, sha256 })
        const put = {
          Bucket,
          Key: key,
          Body,
          ContentType: mediaType,
          Metadata: { sha256 },
          ...retain(settings, { key, body: Body }),
        }
        await (addressed === null ? putAnyway(put) : putOnce(put, { isNew }))
      })
    },

    async get(key) {
      assertKey(key)
      return await explain(settings, key, async () => {
        const { vendor, client } = await open()
        const found = await client.send(new vendor.GetObjectCommand({ Bucket, Key: key }))
        const content = Buffer.from((await found.Body?.transformToByteArray()) ?? [])
        const expected = hashInKey(key) ?? found.Metadata?.sha256
        const actual = createHash('sha256').update(content).digest('hex')
        if (actual === expected) return content
        throw new BillhookError(
          'object-store.corrupt',
          `The stored object ${key} is damaged: its bytes do not have the SHA-256 they were stored with. Restore it in the bucket ${Bucket} from an older version or a backup.`,
          { details: { key, expected, actual } },
        )
      })
    },

    async has(key) {
      assertKey(key)
      return (await explain(settings, key, () => readStoredHash(key))) !== null
    },

    async check() {
      const content = Buffer.from('can be written')
      const sha256 = createHash('sha256').update(content).digest('hex')
      await explain(settings, 'a test object', async () => {
        const { vendor, client } = await open()
        // A key of its own each time: several processes check at once.
        const Key = `check/${randomUUID()}`
        const put = new vendor.PutObjectCommand({ Bucket, Key, Body: content, Metadata: { sha256 } })
        const { VersionId } = await client.send(put)
        if ((await readStoredHash(Key)) !== sha256) throw new Error('the store does not keep metadata of objects')
        // With its version, so that a bucket with versions keeps neither the object nor a marker of each check.
        await client.send(new vendor.DeleteObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }))
      })
    },

    async close() {
      const opened = await opening?.catch(() => undefined)
      opened?.client.destroy()
    },
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** What must outlive a thief of the keys: originals and the heads of the audit trail. Everything else can be made again. */
function retain(
  { keepDays }: S3Settings,
  { key, body }: { key: string; body: Buffer },
): Partial<PutObjectCommandInput> {
  if (keepDays === undefined || (hashInKey(key) === null && !key.startsWith('audit/'))) return {}
  return {
    ObjectLockMode: 'GOVERNANCE',
    ObjectLockRetainUntilDate: new Date(Date.now() + keepDays * DAY_MS),
    // S3 takes no locked object without a checksum of its own protocol.
    ContentMD5: createHash('md5').update(body).digest('base64'),
  }
}

/** The vendor's client, set so that compatible stores understand it. */
export function makeClient(vendor: Vendor, settings: S3Settings): S3Client {
  return new vendor.S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    forcePathStyle: true,
    // The newer default checksums (trailers in aws-chunked bodies) are not understood by many compatible stores.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  })
}

type BuildArguments = { input: object; request: unknown }

function addPayloadHash<T extends BuildArguments>(args: T, sha256: string | undefined): T {
  const { headers } = args.request as { headers: Record<string, string> }
  if (sha256 !== undefined) headers['x-amz-content-sha256'] = sha256
  return args
}

function assertHash(content: Buffer, { key, sha256 }: { key: string; sha256: string }): void {
  const actual = createHash('sha256').update(content).digest('hex')
  if (actual === sha256) return
  throw new BillhookError(
    'object-store.corrupt',
    `The bytes to be stored as ${key} changed on the way: they do not have the SHA-256 they were announced with. Send the document again.`,
    { details: { key, expected: sha256, actual } },
  )
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } })?.$metadata?.httpStatusCode
}

const REMEDIES: Record<string, string> = {
  NoSuchBucket: 'The bucket does not exist: create it, or set S3_BUCKET to one that does.',
  InvalidAccessKeyId: 'The access key is not known: check S3_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'The secret is wrong: check S3_SECRET_ACCESS_KEY.',
  AccessDenied: 'The key may not do this: allow it to read, write and list objects of the bucket.',
}

async function explain<T>(settings: S3Settings, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BillhookError) throw error
    const name = error instanceof Error ? error.name : ''
    if (name === 'NoSuchKey' || (statusOf(error) === 404 && name !== 'NoSuchBucket')) {
      throw new BillhookError('object-store.missing', `The object ${key} is not in the store.`, {
        details: { key },
        cause: error,
      })
    }
    const said = error instanceof Error ? `${name}: ${error.message}` : String(error)
    const remedy = REMEDIES[name] ?? 'Check that S3_ENDPOINT can be reached from here.'
    throw new BillhookError(
      'object-store.unavailable',
      `The object store at ${settings.endpoint} (bucket ${settings.bucket}) cannot be used for ${key} (${said}). ${remedy}`,
      { details: { key, cause: name }, cause: error },
    )
  }
}
