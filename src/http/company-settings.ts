import { z } from 'zod'
import { ApprovalPolicy, type ApprovalRule, Company, ConnectorSettings, OwnIdentity } from '../../schemas/company.ts'
import { Language } from '../../schemas/said.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { loadCompany } from '../stages/company.ts'
import type { CompanySettings } from './shapes.ts'

/** What is never shown need not be sent back: then the secret or token that is known for the address stays. */
const WebhookInput = z.object({ kind: z.literal('webhook'), url: z.url(), secret: z.string().min(1).optional() })
const RestInput = ConnectorSettings.options[3].extend({ token: z.string().min(1).optional() })
export const SettingsInput = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  language: Language.optional(),
  own: OwnIdentity.optional(),
  policy: ApprovalPolicy.refine(hasCurrencies, 'A rule that states an amount needs its currency').optional(),
  connectors: z
    .array(
      z.discriminatedUnion('kind', [
        ConnectorSettings.options[0],
        ConnectorSettings.options[1],
        WebhookInput,
        RestInput,
      ]),
    )
    .optional(),
})
export type SettingsInput = z.infer<typeof SettingsInput>

/** An amount alone would fit no bill, and nobody would see why. */
function hasCurrencies({ rules, review }: ApprovalPolicy): boolean {
  const bands: Pick<ApprovalRule, 'minimum' | 'below' | 'currency'>[] = review ? [...rules, review] : rules
  return bands.every(({ minimum, below, currency }) => (minimum ?? below) === undefined || currency !== undefined)
}

/** The company's settings without secrets. */
export async function readSettings(
  { db, ingestDomain }: { db: Database; ingestDomain: string },
  companyId: string,
): Promise<CompanySettings> {
  const { id, name, language = 'en', own, policy, connectors } = await loadCompany(db, companyId)
  return {
    id,
    name,
    language,
    ingestAddress: `${id}@${ingestDomain}`,
    own,
    policy,
    connectors: connectors.map(withoutSecrets),
  }
}

function withoutSecrets(connector: ConnectorSettings): CompanySettings['connectors'][number] {
  if (connector.kind === 'webhook') return { kind: 'webhook', url: connector.url, hasSecret: true }
  if (connector.kind !== 'rest') return connector
  const { token: _, ...shown } = connector
  return { ...shown, hasToken: true }
}

/**
 * Changes what is given and leaves the rest, with an audit event that names what was changed.
 * @throws BillhookError `http.invalid-request` for a new webhook without a secret, a new API without a token.
 */
export async function changeSettings(
  { db, now }: { db: Database; now: () => Date },
  { companyId, actor, input }: { companyId: string; actor: string; input: SettingsInput },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const before = await loadCompany(transaction, companyId)
    const { name = before.name, language = before.language, own = before.own, policy = before.policy } = input
    const connectors = input.connectors ? withKnownSecrets(input.connectors, before.connectors) : before.connectors
    const after = Company.parse({ id: companyId, name, language, own, policy, connectors })
    const changed = (['name', 'language', 'own', 'policy', 'connectors'] as const).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    )
    if (changed.length === 0) return
    await transaction
      .updateTable('company')
      .set({
        name: after.name,
        language: after.language ?? null,
        own: asJson(after.own),
        policy: asJson(after.policy),
        connectors: asJson(after.connectors),
      })
      .where('id', '=', companyId)
      .execute()
    const shown = changed.filter((key) => key !== 'connectors')
    await appendEvent(transaction, {
      companyId,
      invoiceId: null,
      at: now(),
      actor,
      kind: 'company.settings-changed',
      data: { changed, after: Object.fromEntries(shown.map((key) => [key, after[key]])) },
    })
  })
}

function withKnownSecrets(
  input: NonNullable<SettingsInput['connectors']>,
  known: readonly ConnectorSettings[],
): ConnectorSettings[] {
  return input.map((connector) => {
    if (connector.kind === 'rest') return withKnownToken(connector, known)
    if (connector.kind !== 'webhook') return connector
    const { url } = connector
    const before = known.find((candidate) => candidate.kind === 'webhook' && candidate.url === url)
    const secret = connector.secret ?? (before?.kind === 'webhook' ? before.secret : undefined)
    if (secret !== undefined) return { kind: 'webhook', url, secret }
    throw new BillhookError('http.invalid-request', `The webhook ${url} is new, so it needs a secret to sign with.`)
  })
}

function withKnownToken(
  { token: given, ...connector }: z.infer<typeof RestInput>,
  known: readonly ConnectorSettings[],
): ConnectorSettings {
  const before = known.find((candidate) => candidate.kind === 'rest' && candidate.url === connector.url)
  const token = given ?? (before?.kind === 'rest' ? before.token : undefined)
  if (token !== undefined) return { ...connector, token }
  throw new BillhookError('http.invalid-request', `The API ${connector.url} is new, so it needs a token.`)
}
