/** Makes the bucket ready. It and ./listen.ts are the one job of the `minio` client; the objects go through the AWS client. */
import { Client } from 'minio'
import { BillhookError } from '../errors.ts'
import type { S3Settings } from './s3.ts'

/**
 * Makes the bucket unless it is there, with object lock when originals are to be kept, and turns versions on: what somebody overwrites or
 * deletes by mistake can be had again. Where the key may not turn versions on, `log` says so and Billhook goes on without.
 * @throws BillhookError `config.invalid` when originals are to be locked and the bucket can't, `object-store.unavailable`
 */
export async function prepareBucket(
  settings: S3Settings,
  log: (message: string, details: Record<string, unknown>) => void,
): Promise<void> {
  const client = makeMinioClient(settings)
  const { bucket } = settings
  try {
    if (!(await client.bucketExists(bucket))) await makeBucket(client, settings)
    else if (settings.keepDays !== undefined) await requireObjectLock(client, bucket)
  } catch (error) {
    if (error instanceof BillhookError) throw error
    throw new BillhookError(
      'object-store.unavailable',
      `The bucket ${bucket} at ${settings.endpoint} can't be used (${describe(error)}). Check that S3_ENDPOINT can be reached, the keys, and that they may list the bucket, or make it if it does not exist.`,
      { cause: error },
    )
  }
  try {
    const { Status } = await client.getBucketVersioning(bucket)
    if (Status !== 'Enabled') await client.setBucketVersioning(bucket, { Status: 'Enabled' })
  } catch (error) {
    log('the bucket keeps no versions, and these keys may not turn them on', { bucket, error: describe(error) })
  }
}

async function makeBucket(client: Client, { bucket, region, keepDays }: S3Settings): Promise<void> {
  try {
    await client.makeBucket(bucket, region, { ObjectLocking: keepDays !== undefined })
  } catch (error) {
    // Another process was faster.
    const { code } = error as { code?: string }
    if (code !== 'BucketAlreadyOwnedByYou' && code !== 'BucketAlreadyExists') throw error
  }
}

async function requireObjectLock(client: Client, bucket: string): Promise<void> {
  try {
    await client.getObjectLockConfig(bucket)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ObjectLockConfigurationNotFoundError') throw error
    throw new BillhookError(
      'config.invalid',
      `S3_KEEP_DAYS is set, but the bucket ${bucket} was made without object lock, which can't be added to it. Name another S3_BUCKET (Billhook makes it) and copy the objects there, or unset S3_KEEP_DAYS.`,
    )
  }
}

/** @param transportAgent of node:http or node:https, for whoever wants to end its connections. */
export function makeMinioClient(
  settings: S3Settings,
  transportAgent?: ConstructorParameters<typeof Client>[0]['transportAgent'],
): Client {
  const { protocol, hostname, port } = new URL(settings.endpoint)
  return new Client({
    endPoint: hostname,
    useSSL: protocol === 'https:',
    ...(port === '' ? {} : { port: Number(port) }),
    region: settings.region,
    pathStyle: true,
    accessKey: settings.accessKeyId,
    secretKey: settings.secretAccessKey,
    ...(transportAgent ? { transportAgent } : {}),
  })
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return [code, message].filter(Boolean).join(': ') || String(error)
}
