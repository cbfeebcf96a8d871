import { createHash, randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { originalKey } from './index.ts'
import { describeObjectStore } from './object-store.contract.ts'
import { openS3Store, type S3Settings } from './s3.ts'
import { startTestServer, type TestServer } from './start-test-server.ts'

let server: TestServer
let settings: S3Settings
/** Goes past our store, as somebody with the bucket's keys could. */
let client: S3Client

beforeAll(async () => {
  server = await startTestServer()
  const { endpoint, accessKeyId, secretAccessKey } = server
  settings = { endpoint, bucket: 'originals', region: 'us-east-1', accessKeyId, secretAccessKey }
  client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
  await client.send(new CreateBucketCommand({ Bucket: 'originals' }))
})
afterAll(async () => {
  client?.destroy()
  await server?.stop()
})

describeObjectStore('S3', {
  open: async () => openS3Store(settings),
  async damage(key) {
    // The worst kind: other bytes under the metadata of the right ones.
    const sha256 = key.split('/').find((segment) => segment.length === 64) ?? ''
    const Metadata = { sha256 }
    await client.send(new PutObjectCommand({ Bucket: 'originals', Key: key, Body: 'damaged', Metadata }))
  },
})

describe('an S3 store', () => {
  test('makes no second version of an original that is there already', async () => {
    const VersioningConfiguration = { Status: 'Enabled' } as const
    await client.send(new PutBucketVersioningCommand({ Bucket: 'originals', VersioningConfiguration }))
    const store = openS3Store(settings)
    const content = randomBytes(1000)
    const sha256 = createHash('sha256').update(content).digest('hex')
    for (const _ of [1, 2, 3]) await store.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
    const { Versions } = await client.send(
      new ListObjectVersionsCommand({ Bucket: 'originals', Prefix: originalKey(sha256) }),
    )
    expect(Versions).toHaveLength(1)
    await store.close()
  })

  test.each<[string, Partial<S3Settings>, RegExp]>([
    ['a missing bucket', { bucket: 'no-such-bucket' }, /create it, or set S3_BUCKET/],
    ['a wrong secret', { secretAccessKey: 'wrong' }, /check S3_SECRET_ACCESS_KEY/],
    ['an unknown key', { accessKeyId: 'NOBODY' }, /check S3_ACCESS_KEY_ID/],
    ['nobody there', { endpoint: 'http://127.0.0.1:9' }, /S3_ENDPOINT can be reached/],
  ])('says what to do about %s, and never "missing"', async (_, change, remedy) => {
    const store = openS3Store({ ...settings, ...change })
    await expect(store.check()).rejects.toMatchObject({ code: 'object-store.unavailable', retry: true })
    await expect(store.check()).rejects.toThrow(remedy)
    const key = originalKey('a'.repeat(64))
    await expect(store.get(key)).rejects.toMatchObject({ code: 'object-store.unavailable' })
    await expect(
      store.put(key.replaceAll('a', 'b'), Buffer.from(''), { sha256: 'b'.repeat(64), mediaType: 'x/y' }),
    ).rejects.toThrow()
    await store.close()
  })
})
