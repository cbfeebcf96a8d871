/**
 * A real S3 server for tests: Ceph's RADOS gateway from Debian's packages over a one-machine cluster that keeps its data in memory, on free
 * ports and in a temporary folder. Only `npm run test:int` uses it.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { endWithUs } from '../project/testing/end-with-us.ts'

const run = promisify(execFile)

export type TestServer = {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  /** Kills the gateway, or starts it again over the same objects, on the same port: an outage. */
  stopGateway(): Promise<void>
  startGateway(): Promise<void>
  /** Kills what was started, by its process ids, and removes the folder. */
  stop(): Promise<void>
}

const PROGRAMS = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'ceph-authtool', 'monmaptool']
const PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-mgr', 'ceph-common']
const READY_WITHIN_MS = 120_000

/** @throws Error that names the missing packages, or shows the server's last words when it does not come up. */
export async function startTestServer(): Promise<TestServer> {
  await havePrograms()
  const folder = await mkdtemp(join(tmpdir(), 'bh-s3-'))
  const started: ChildProcess[] = []
  const stop = async () => {
    await Promise.all(started.map(end))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [port = 0, monitorPort = 0, oldMonitorPort = 0] = await findPorts(3)
    await startCluster({ folder, port, monitorPort, oldMonitorPort, started })
    const keys = { accessKeyId: 'AK', secretAccessKey: 'SK' }
    await ceph(folder, 'radosgw-admin', [
      ...['user', 'create', '--uid', 't', '--display-name', 't'],
      ...['--access-key', keys.accessKeyId, '--secret-key', keys.secretAccessKey],
    ])
    const endpoint = `http://127.0.0.1:${port}`
    const cluster = { folder, port, monitorPort, oldMonitorPort, started }
    return {
      endpoint,
      ...keys,
      // The gateway is what was started last.
      stopGateway: async () => void (await Promise.all(started.slice(-1).map(end))),
      async startGateway() {
        begin(cluster, 'radosgw', ['-n', 'client.rgw.a'])
        await untilServing(`${endpoint}/`)
      },
      stop,
    }
  } catch (error) {
    const log = await readFile(join(folder, 'log', 'radosgw.out'), 'utf8').catch(() => '')
    await stop()
    throw new Error(`the S3 test server (Ceph) did not start: ${String(error)}\n${log.slice(-2000)}`, { cause: error })
  }
}

async function havePrograms(): Promise<void> {
  if (await areThere()) return
  const remedy = `as root: apt-get install --no-install-recommends ${PACKAGES.join(' ')}`
  try {
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES], { timeout: 280_000 })
  } catch (cause) {
    throw new Error(`a real S3 server is needed and could not be installed; ${remedy}`, { cause })
  }
  if (!(await areThere())) throw new Error(`a real S3 server is needed; ${remedy}`)
}

async function areThere(): Promise<boolean> {
  const found = await Promise.allSettled(PROGRAMS.map((program) => run('sh', ['-c', `command -v ${program}`])))
  return found.every((result) => result.status === 'fulfilled')
}

type Cluster = {
  folder: string
  port: number
  monitorPort: number
  oldMonitorPort: number
  started: ChildProcess[]
}

async function startCluster(cluster: Cluster): Promise<void> {
  const { folder, port } = cluster
  const id = randomUUID()
  for (const name of ['mon', 'osd', 'mgr', 'rgw', 'run', 'log']) await mkdir(join(folder, name), { mode: 0o700 })
  await writeFile(join(folder, 'ceph.conf'), writeConfiguration(cluster, id))
  const monitorAddress = `[v2:127.0.0.1:${cluster.monitorPort},v1:127.0.0.1:${cluster.oldMonitorPort}]`
  await ceph(folder, 'ceph-authtool', [
    '--create-keyring',
    'keyring',
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  ])
  await ceph(folder, 'ceph-authtool', [
    ...['keyring', '--gen-key', '-n', 'client.admin'],
    ...['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *'],
  ])
  await ceph(folder, 'monmaptool', ['--create', '--addv', 'a', monitorAddress, '--fsid', id, 'monmap'])
  await ceph(folder, 'ceph-mon', ['--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'keyring'])
  begin(cluster, 'ceph-mon', ['-i', 'a'])
  await untilMonitorAnswers(folder)
  const mayDo = ['mon', 'allow profile mgr', 'osd', 'allow *']
  await ceph(folder, 'ceph', ['auth', 'get-or-create', 'mgr.x', ...mayDo, '-o', 'mgr/keyring'])
  const mayServe = ['mon', 'allow rwx', 'osd', 'allow rwx', 'mgr', 'allow rw']
  await ceph(folder, 'ceph', ['auth', 'get-or-create', 'client.rgw.a', ...mayServe, '-o', 'rgw/keyring'])
  begin(cluster, 'ceph-mgr', ['-i', 'x'])
  const disk = randomUUID()
  await ceph(folder, 'ceph', ['osd', 'new', disk])
  const mayStore = ['mon', 'allow profile osd', 'mgr', 'allow profile osd', 'osd', 'allow *']
  await ceph(folder, 'ceph', ['auth', 'get-or-create', 'osd.0', ...mayStore, '-o', 'osd/keyring'])
  await ceph(folder, 'ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', disk])
  begin(cluster, 'ceph-osd', ['-i', '0'])
  begin(cluster, 'radosgw', ['-n', 'client.rgw.a'])
  await untilServing(`http://127.0.0.1:${port}/`)
}

function writeConfiguration({ folder, port, monitorPort, oldMonitorPort }: Cluster, id: string): string {
  return `[global]
fsid = ${id}
mon_initial_members = a
mon_host = [v2:127.0.0.1:${monitorPort},v1:127.0.0.1:${oldMonitorPort}]
public_network = 127.0.0.0/8
# cephx: without it the gateway and the manager never get through.
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
osd_objectstore = memstore
memstore_device_bytes = 4294967296
run_dir = ${folder}/run
admin_socket = ${folder}/run/$name.asok
log_file = ${folder}/log/$name.log
mon_data = ${folder}/mon
osd_data = ${folder}/osd
mgr_data = ${folder}/mgr
mon_max_pg_per_osd = 1000
rgw_override_bucket_index_max_shards = 1
[client.admin]
keyring = ${folder}/keyring
[mon]
keyring = ${folder}/keyring
[osd]
keyring = ${folder}/osd/keyring
[mgr]
keyring = ${folder}/mgr/keyring
[client.rgw.a]
keyring = ${folder}/rgw/keyring
rgw_data = ${folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${port}
`
}

/** Runs one of Ceph's tools in the folder to its end. */
async function ceph(folder: string, program: string, args: string[]): Promise<void> {
  const isPlain = program === 'ceph-authtool' || program === 'monmaptool'
  await run(program, isPlain ? args : ['-c', 'ceph.conf', ...args], { cwd: folder, timeout: 60_000 })
}

/** Starts one of Ceph's servers in the foreground, its words in a file. */
function begin({ folder, started }: Cluster, program: string, args: string[]): void {
  const log = openSync(join(folder, 'log', `${program}.out`), 'w')
  const server = spawn(program, ['-c', 'ceph.conf', ...args, '-f'], { cwd: folder, stdio: ['ignore', log, log] })
  const child = endWithUs(server)
  closeSync(log)
  child.on('error', () => {})
  started.push(child)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function untilMonitorAnswers(folder: string): Promise<void> {
  await until('the monitor answers', async () => {
    await run('ceph', ['-c', 'ceph.conf', '--connect-timeout', '5', 'mon', 'stat'], { cwd: folder, timeout: 10_000 })
    return true
  })
}

async function untilServing(url: string): Promise<void> {
  await until('the gateway answers', async () => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok)
}

/** Another program's start has no event to wait for, so it is asked again and again. */
async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const patienceEnds = performance.now() + READY_WITHIN_MS
  for (;;) {
    if (await check().catch(() => false)) return
    if (performance.now() > patienceEnds) throw new Error(`waited ${READY_WITHIN_MS / 1000} s until ${what}`)
    await wait(300)
  }
}

/** Ports that nobody uses now. */
async function findPorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : 0
    }),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
