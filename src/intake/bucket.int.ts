import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BillhookError } from '../errors.ts'
import { type BucketInbox, openBucketInbox } from '../object-store/bucket-inbox.ts'
import { originalKey } from '../object-store/index.ts'
import { prepareBucket } from '../object-store/prepare-bucket.ts'
import { openS3Store, type S3Settings } from '../object-store/s3.ts'
import { startTestServer, type TestServer } from '../object-store/start-test-server.ts'
import { type BucketPorts, lookIntoBucket, startBucketIntake } from './bucket.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import { fakePdf, openTestIntake, type TestIntake } from './testing/open-test-intake.ts'

let server: TestServer
let settings: S3Settings
let client: S3Client
let intake: TestIntake
let inbox: BucketInbox
const logged: string[] = []
const log = (message: string) => void logged.push(message)

beforeAll(async () => {
  server = await startTestServer()
  const { endpoint, accessKeyId, secretAccessKey } = server
  settings = { endpoint, accessKeyId, secretAccessKey, bucket: 'scans', region: 'us-east-1' }
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: settings })
  intake = await openTestIntake()
  await prepareBucket(settings, log)
  inbox = await openBucketInbox(settings, { prefix: 'inbox/' })
})
afterAll(async () => {
  await inbox?.close()
  client?.destroy()
  await intake?.close()
  await server?.stop()
})

const Bucket = 'scans'
const drop = (key: string, body: Buffer | string) => client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }))
async function list(prefix: string): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }))
  return Contents.map(({ Key = '' }) => Key)
}
const textOf = async (key: string) =>
  await (await client.send(new GetObjectCommand({ Bucket, Key: key }))).Body?.transformToString()
const portsOf = (): BucketPorts => ({ ...intake.ports, spool: intake.spool, inbox, log })
const namesOf = async (companyId: string) =>
  (
    await intake.db
      .selectFrom('delivery')
      .innerJoin('delivery_part', 'delivery_part.delivery_id', 'delivery.id')
      .select(['file_name', 'channel'])
      .where('company_id', '=', companyId)
      .orderBy('delivery.id')
      .execute()
  ).map(({ file_name, channel }) => `${channel}: ${file_name}`)

describe('the bucket', () => {
  test('is made with versions, and making it ready again changes nothing', async () => {
    await prepareBucket(settings, log)
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
  })

  test('is not filled by looking whether it can be written to', async () => {
    const store = openS3Store(settings)
    await Promise.all([store.check(), store.check(), store.check()])
    const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'check/' }))
    expect([...(Versions ?? []), ...(DeleteMarkers ?? [])]).toEqual([])
    await store.close()
  })

  test('locks originals for as long as they are to be kept, and nothing else', async () => {
    const locked = { ...settings, bucket: 'locked', keepDays: 1 }
    await prepareBucket(locked, log)
    await prepareBucket(locked, log)
    const store = openS3Store(locked)
    const content = Buffer.from('an original')
    const sha256 = createHash('sha256').update(content).digest('hex')
    await store.put(originalKey(sha256), content, { sha256, mediaType: 'text/plain' })
    await store.put('derived/a/b', content, { sha256, mediaType: 'text/plain' })
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: 'locked' }))
    const remove = (key: string) => {
      const { VersionId } = Versions.find(({ Key }) => Key === key) ?? {}
      return client.send(new DeleteObjectCommand({ Bucket: 'locked', Key: key, VersionId }))
    }
    await expect(remove(originalKey(sha256))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
    await remove('derived/a/b')
    expect((await store.get(originalKey(sha256))).equals(content)).toBe(true)
    await store.check()
    await store.close()
  })

  test('that was made without object lock is refused where originals are to be locked', async () => {
    await expect(prepareBucket({ ...settings, keepDays: 1 }, log)).rejects.toMatchObject({ code: 'config.invalid' })
  })

  test.each([
    ['nobody there', { endpoint: 'http://127.0.0.1:9' }],
    ['a wrong secret', { secretAccessKey: 'wrong' }],
  ])('says what to do about %s', async (_, change) => {
    await expect(prepareBucket({ ...settings, ...change }, log)).rejects.toMatchObject({
      code: 'object-store.unavailable',
    })
  })
})

describe('a file put into inbox/COMPANY/ of the bucket', () => {
  test('becomes an invoice of that company and is moved to taken/, with names of every kind', async () => {
    const names = ['plain.pdf', 'Rechnung März 1+2 100%.pdf', 'a?versionId=x&b#c.pdf', 'deep/er/scan.pdf']
    for (const name of names) await drop(`inbox/acme/${name}`, fakePdf(name))
    await lookIntoBucket(portsOf())
    expect(await list('inbox/')).toEqual([])
    const taken = await list('taken/acme/')
    for (const name of names) {
      expect(await namesOf('acme')).toContain(`bucket: ${name.split('/').at(-1)}`)
      const key = taken.find((candidate) => candidate.endsWith(name.split('/').at(-1) as string)) as string
      expect(await textOf(key)).toBe(fakePdf(name).toString())
    }
    expect(taken.find((key) => key.endsWith('scan.pdf'))).toMatch(/^taken\/acme\/deep\/er\/[0-9a-f]{12}-scan\.pdf$/)
  })

  test('again with the same bytes is no second delivery, and with other bytes of that name is one', async () => {
    for (const text of ['same', 'same', 'other']) {
      await drop('inbox/globex/again.pdf', fakePdf(text))
      await lookIntoBucket(portsOf())
    }
    expect(await namesOf('globex')).toEqual(['bucket: again.pdf', 'bucket: again.pdf'])
    expect(await list('taken/globex/')).toHaveLength(2)
  })

  test('is taken once though two processes look at the same time', async () => {
    for (const n of [1, 2, 3]) await drop(`inbox/acme/both-${n}.pdf`, fakePdf(`both ${n}`))
    await Promise.all([lookIntoBucket(portsOf()), lookIntoBucket(portsOf())])
    expect((await namesOf('acme')).filter((name) => name.includes('both-'))).toHaveLength(3)
    expect(await list('inbox/')).toEqual([])
  })

  test('stays in the inbox while the records are out of reach, and is taken when they are back', async () => {
    await drop('inbox/acme/outage.pdf', fakePdf('outage'))
    const put = async () => {
      throw new BillhookError('object-store.unavailable', 'out')
    }
    await lookIntoBucket({ ...portsOf(), objects: { ...intake.objects, put } })
    expect(await list('inbox/')).toEqual(['inbox/acme/outage.pdf'])
    await lookIntoBucket(portsOf())
    expect(await list('inbox/')).toEqual([])
    expect(await namesOf('acme')).toContain('bucket: outage.pdf')
  })

  test('that replaces another one while that is taken is not taken away with it', async () => {
    await drop('inbox/acme/replaced.pdf', fakePdf('first'))
    const failpoint = async (point: string) => {
      if (point === 'intake.committed') await drop('inbox/acme/replaced.pdf', fakePdf('second'))
    }
    await lookIntoBucket({ ...portsOf(), failpoint })
    expect(await textOf('inbox/acme/replaced.pdf')).toBe(fakePdf('second').toString())
    await lookIntoBucket(portsOf())
    expect((await namesOf('acme')).filter((name) => name.includes('replaced'))).toHaveLength(2)
    expect(await list('inbox/')).toEqual([])
  })

  test.each([
    ['of a company that is not here', 'inbox/nobody/x.pdf', fakePdf('x'), 'no company "nobody"'],
    ['that is too large', 'inbox/acme/large.pdf', Buffer.alloc(MAX_FILE_BYTES + 1), 'larger than 25 MB'],
    ['that lies in no company at all', 'inbox/stray.pdf', fakePdf('stray'), 'inbox/COMPANY/'],
  ])('%s goes to refused/ with the reason beside it', async (_, key, body, reason) => {
    await drop(key, body)
    await lookIntoBucket(portsOf())
    expect(await list('inbox/')).toEqual([])
    const name = key.split('/').at(-1) as string
    const refused = (await list('refused/')).filter((candidate) => candidate.includes(name))
    const note = refused.find((candidate) => candidate.endsWith('.reason.txt')) as string
    expect(refused).toHaveLength(2)
    expect(await textOf(note)).toContain(reason)
  })

  test('is found at the start, and by listing where the store tells of no events', async () => {
    await drop('inbox/acme/at-start.pdf', fakePdf('at start'))
    const bucket = startBucketIntake(portsOf(), { listEveryMs: 200 })
    await expect.poll(() => list('inbox/'), { timeout: 30_000 }).toEqual([])
    await drop('inbox/acme/later.pdf', fakePdf('later'))
    await expect.poll(() => list('inbox/'), { timeout: 30_000 }).toEqual([])
    await expect.poll(() => logged.join('\n'), { timeout: 30_000 }).toContain('the store has no events; it is listed')
    await bucket.stop()
    const names = await namesOf('acme')
    expect(names).toContain('bucket: at-start.pdf')
    expect(names).toContain('bucket: later.pdf')
  })
})
