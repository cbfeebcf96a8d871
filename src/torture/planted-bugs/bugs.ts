/** A bug as a change of the source, and the quick suite that must turn red by it. */
export type PlantedBug = {
  name: string
  file: string
  /** Each text stands in the file exactly once. */
  change: [from: string, to: string][]
  suite: string
  /** Only the tests of the suite whose name has this. */
  test?: string
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'acknowledge before the bytes are synced',
    file: 'src/object-store/folder.ts',
    change: [['      await file.sync()\n    } catch', '    } catch']],
    suite: 'src/torture/acknowledgement-order.int.ts',
    test: 'the bytes, their name',
  },
  {
    name: 'the embedded database never syncs',
    file: 'src/database/embedded/durable-filesystem.ts',
    change: [['        fsyncs.count++\n', '        return 0\n']],
    suite: 'src/database/embedded/embedded.test.ts',
    test: 'syncs its files',
  },
  {
    name: "the records' commits do not wait for the disk",
    file: 'src/database/index.ts',
    change: [['openDatabaseOver(pool)', 'openDatabaseOver(hintPool)']],
    suite: 'src/torture/acknowledgement-order.int.ts',
    test: 'the bytes, their name',
  },
  {
    name: 'answer before the record is committed',
    file: 'src/intake/receive.ts',
    change: [
      [
        '  const recorded = await asDatabaseWork(() => record(ports, { ...describe(incoming), parts, digest, deliveryId }))\n',
        '  void asDatabaseWork(() => record(ports, { ...describe(incoming), parts, digest, deliveryId })).catch(() => {})\n  const { companyId, channel } = incoming\n  const delivery = { id: deliveryId, companyId, channel, receivedAt: ports.now(), disposedAt: null, parts: [] as ReceivedPart[] }\n  const recorded = { delivery, work: [] as Work[] } as { delivery: ReceivedDelivery; work: Work[] } | null\n',
      ],
    ],
    suite: 'src/intake/receive.test.ts',
  },
  {
    name: 'enqueue before the commit',
    file: 'src/pipeline/run-stage.ts',
    change: [
      [
        '    const moved = await move(',
        '    const due = stageOf(nextStatus(invoice.status, outcome as Outcome) ?? invoice.status)\n    if (due) await ports.dispatch({ name: due, invoiceId: invoice.id, version: invoice.version + 1 })\n    const moved = await move(',
      ],
      [
        '    if (next) await ports.dispatch({ name: next, invoiceId: invoice.id, version: moved.version })\n',
        '    void next\n',
      ],
      [
        'import { type Outcome, type OutcomeOf, stageOf }',
        'import { nextStatus, type Outcome, type OutcomeOf, stageOf }',
      ],
    ],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'a random job id',
    file: 'src/job-queue/index.ts',
    change: [['  const attempt = work.attempt ?? 0\n', '  const attempt = Math.random()\n']],
    suite: 'src/job-queue/embedded.test.ts',
  },
  {
    name: 'no version fence in move()',
    file: 'src/pipeline/move.ts',
    change: [["        .where('version', '=', invoice.version)\n", '']],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'the version does not grow',
    file: 'src/pipeline/move.ts',
    change: [['const version = invoice.version + 1', 'const version = invoice.version']],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'the audit event outside the transaction',
    file: 'src/pipeline/move.ts',
    change: [
      ['      await appendEvent(transaction, {', '      const event = {'],
      [
        '        data: { from: invoice.status, to: status, version, ...request.data },\n      })\n',
        '        data: { from: invoice.status, to: status, version, ...request.data },\n      }\n      setImmediate(() => void db.transaction().execute((own) => appendEvent(own, event)).catch(() => {}))\n',
      ],
    ],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'links stay open when the bill moves on',
    file: 'src/pipeline/move.ts',
    change: [['        .set({ voided_at: at })\n', '        .set({ voided_at: null })\n']],
    suite: 'src/approvals/decide.test.ts',
  },
  {
    name: 'a decision link can be used again',
    file: 'src/approvals/find-decision.ts',
    change: [
      [
        '  if (request.decided_at && request.decision) {',
        '  if (request.decided_at && request.voided_at && request.decision) {',
      ],
      [
        "invoice.status === 'awaiting-approval' && invoice.version === request.invoice_version",
        'invoice.version >= request.invoice_version',
      ],
    ],
    suite: 'src/approvals/decide.test.ts',
  },
  {
    name: 'no unique key of the bill',
    file: 'src/database/migrations/0001-records.ts',
    change: [['create unique index invoice_one_per_bill', 'create index invoice_one_per_bill']],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'the lease is never checked',
    file: 'src/pipeline/lease.ts',
    change: [
      [
        "    .where('due_at', '<=', at)\n    .where('attempts', '<', tries.attempts)\n",
        "    .where('attempts', '<', tries.attempts)\n",
      ],
    ],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'a failure is written without the lease',
    file: 'src/pipeline/lease.ts',
    change: [
      ["    .where('due_at', '=', lease.until)\n    .execute()\n  return again", '    .execute()\n  return again'],
    ],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'an effect key for each attempt',
    file: 'src/pipeline/effects.ts',
    change: [['key: effectKey(bill, connector.target) }', 'key: effectKey(bill, connector.target) + Math.random() }']],
    suite: 'src/pipeline/effects.test.ts',
  },
  {
    name: 'no look-up before posting again',
    file: 'src/pipeline/effects.ts',
    change: [
      [
        '  const found = await connector.find(key)\n  if (found) return',
        '  const found = null as Receipt | null\n  if (found) return',
      ],
    ],
    suite: 'src/pipeline/effects.test.ts',
  },
  {
    name: 'the lag of the search is not waited out',
    file: 'src/pipeline/effects.ts',
    change: [[' + (connector.searchLagMs ?? 0)', '']],
    suite: 'src/pipeline/effects.test.ts',
  },
  {
    name: 'a worker paused past its lease posts all the same',
    file: 'src/pipeline/effects.ts',
    change: [['    await assertLatestAttempt(ports, { ...posting, attempt })\n', '    void assertLatestAttempt\n']],
    suite: 'src/pipeline/races.test.ts',
  },
  {
    name: 'totals are not compared',
    file: 'src/pipeline/effects.ts',
    change: [['  if (!total) return null\n', '  if (total) return null\n  if (!total) return null\n']],
    suite: 'src/pipeline/effects.test.ts',
  },
  {
    name: 'what follows is not due, so that a lost hint is lost work',
    file: 'src/pipeline/move.ts',
    change: [['          due_at: stageOf(status) ? at : null,\n', '          due_at: null,\n']],
    suite: 'src/pipeline/pipeline.test.ts',
  },
  {
    name: 'the queue keeps finished jobs',
    file: 'src/job-queue/index.ts',
    change: [['removeOnComplete: true', 'removeOnComplete: false']],
    suite: 'src/job-queue/embedded.test.ts',
  },
  {
    name: 'what the virus scanner finds is opened all the same',
    file: 'src/stages/original-file.ts',
    change: [['  if (unreadable !== null) return { ok: false, unreadable }\n', '  void unreadable\n']],
    suite: 'src/antivirus/scan-original.test.ts',
  },
  {
    name: 'the virus scanner is not asked before a document is opened',
    file: 'src/stages/original-file.ts',
    change: [
      [
        'refuseVerdict(await scanOriginal(ports, { sha256: invoice.original_sha256, content }))',
        "refuseVerdict(false ? await scanOriginal(ports, { sha256: '', content }) : { kind: 'clean' })",
      ],
    ],
    suite: 'src/antivirus/scan-original.test.ts',
  },
  {
    name: 'an infected attachment becomes an invoice',
    file: 'src/intake/unpack.ts',
    change: [
      [
        "{ part: held === null ? part : { ...part, disposition: 'quarantined', reason: held }, verdict }",
        '{ part, verdict }',
      ],
    ],
    suite: 'src/intake/unpack-scanned.test.ts',
  },
  {
    name: 'a child has the environment of its parent',
    file: 'src/sandbox/start-child.ts',
    change: [["    serialization: 'advanced',\n", "    serialization: 'advanced',\n    ...{ env: process.env },\n"]],
    suite: 'src/sandbox/index.test.ts',
    test: 'sees nothing of our environment',
  },
  {
    name: 'a child may write files',
    file: 'src/sandbox/start-child.ts',
    change: [["    '--permission',\n    '--allow-fs-read=*',\n    '--allow-worker',\n    '--allow-addons',\n", '']],
    suite: 'src/sandbox/index.test.ts',
    test: 'cannot write files',
  },
  {
    name: 'a PDF may unpack to any size',
    file: 'src/recognition/pdf/guard-expansion.ts',
    change: [['  if (left >= 0) return\n', '  if (left >= Number.NEGATIVE_INFINITY) return\n']],
    suite: 'src/recognition/pdf/guard-expansion.test.ts',
    test: 'unpacks beyond the limit',
  },
  {
    name: 'a password of a document is stored as it was entered',
    file: 'src/secrets/document-passwords.ts',
    change: [['sealed: ports.secrets.seal(password, contextOf(companyId, id))', 'sealed: password']],
    suite: 'src/http/document-passwords.test.ts',
    test: 'no password stands in the records',
  },
  {
    name: 'a password of a document is logged',
    file: 'src/stages/open-protected.ts',
    change: [
      [
        '  if (lost > 0)\n',
        "  ports.log('passwords of documents are tried', { ...of, candidates })\n  if (lost > 0)\n",
      ],
    ],
    suite: 'src/http/document-passwords.test.ts',
    test: 'no password stands in the records',
  },
]
