import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ApprovalRule, Role } from '../../../schemas/company.ts'
import { BillhookError } from '../../errors.ts'
import { actorOf, requireActor } from '../../http/authenticate.ts'
import { changeSettings, readSettings } from '../../http/company-settings.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany } from '../../http/shapes.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../people/api-keys.ts'
import { listMembers, putMember, removeMember } from '../../people/members.ts'
import { openWaiting } from '../../review/open-waiting.ts'
import { readTypedAmount } from '../../review/typed-values.ts'
import {
  addPassword,
  listPasswords,
  MOST_PASSWORD_CHARACTERS,
  removePassword,
} from '../../secrets/document-passwords.ts'
import { renderSettingsPage } from '../pages/settings-page.ts'
import { sendPage, viewerOf } from '../view.ts'

type Form = Partial<Record<string, string>>
const FormBody = z.record(z.string(), z.string()).default({})
type Notice = { tone: 'good' | 'bad'; message: string } | null

/** Who we are, who approves, who may do what. */
export function addSettingsPages(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const base = '/companies/:company/settings'

  app.get(
    base,
    {
      schema: { params: InCompany, querystring: z.object({ saved: z.string().optional() }) },
      preValidation: requireActor(db, { action: 'see-settings' }),
    },
    async (request, reply) => {
      const notice: Notice = request.query.saved === undefined ? null : { tone: 'good', message: 'Saved.' }
      return await sendSettings(ports, { request, reply, notice })
    },
  )

  /** A form of the settings page: what it changes, and back to the page. */
  const addForm = (path: string, change: (request: FastifyRequest, form: Form) => Promise<{ newKey?: string }>) => {
    app.post(
      `${base}/${path}`,
      {
        schema: { params: z.looseObject({ ...InCompany.shape }), body: FormBody },
        preValidation: requireActor(db, { action: 'change-settings' }),
      },
      async (request, reply) => {
        try {
          const made = await change(request, request.body)
          if (made.newKey) return await sendSettings(ports, { request, reply, notice: null, newKey: made.newKey })
        } catch (error) {
          if (!(error instanceof BillhookError) || error.status !== 400) throw error
          const notice: Notice = { tone: 'bad', message: error.message }
          return await sendSettings(ports, { request, reply: reply.code(400), notice })
        }
        return reply.redirect(`/companies/${request.params.company}/settings?saved`, 303)
      },
    )
  }

  addForm('own', async (request, form) => {
    const own = { names: readRows(form.names), vatIds: readRows(form.vatIds), ibans: readRows(form.ibans) }
    const name = form.name?.trim()
    await changeSettings(ports, { ...whereOf(request), input: { own, ...(name ? { name } : {}) } })
    return {}
  })
  addForm('policy', async (request, form) => {
    const linkHours = Number(form.linkHours)
    if (!Number.isInteger(linkHours) || linkHours < 1 || linkHours > 8760) throw invalid('Links need 1 to 8760 hours')
    await changeSettings(ports, { ...whereOf(request), input: { policy: { rules: readRules(form), linkHours } } })
    return {}
  })
  addForm('people', async (request, form) => {
    const email = z.email().max(254).safeParse(form.email?.trim())
    const role = Role.safeParse(form.role)
    if (!email.success || !role.success) throw invalid('A person needs a mail address and a role')
    const name = form.name?.trim() || email.data
    await putMember(ports, { ...whereOf(request), email: email.data, name, role: role.data })
    return {}
  })
  addForm('people/:id/remove', async (request) => {
    await removeMember(ports, { ...whereOf(request), personId: idOf(request) })
    return {}
  })
  addForm('api-keys', async (request, form) => {
    const role = Role.safeParse(form.role)
    const name = form.name?.trim()
    if (!role.success || !name || name.length > 100) throw invalid('A key needs a name and a role')
    const { key } = await createApiKey(ports, { ...whereOf(request), name, role: role.data })
    return { newKey: key }
  })
  addForm('api-keys/:id/revoke', async (request) => {
    await revokeApiKey(ports, { ...whereOf(request), id: idOf(request) })
    return {}
  })
  addForm('passwords', async (request, form) => {
    const { label = '', password = '' } = form
    const name = label.trim()
    if (name === '' || name.length > 100)
      throw invalid('A password needs a name, so that people can tell it from others')
    if (password === '' || password.length > MOST_PASSWORD_CHARACTERS)
      throw invalid(`A password has 1 to ${MOST_PASSWORD_CHARACTERS} characters`)
    await addPassword(ports, { ...whereOf(request), label: name, password })
    await openWaiting(ports, whereOf(request))
    return {}
  })
  addForm('passwords/:id/remove', async (request) => {
    await removePassword(ports, { ...whereOf(request), id: idOf(request) })
    return {}
  })
}

async function sendSettings(
  ports: HttpPorts,
  about: { request: FastifyRequest; reply: FastifyReply; notice: Notice; newKey?: string },
): Promise<FastifyReply> {
  const { request, reply, ...shown } = about
  const { company } = request.params as { company: string }
  const page = {
    viewer: viewerOf(request, reply),
    settings: await readSettings(ports, company),
    members: await listMembers(ports.db, company),
    apiKeys: await listApiKeys(ports.db, company),
    passwords: await listPasswords(ports.db, company),
  }
  return sendPage(reply, renderSettingsPage({ ...page, ...shown }))
}

function whereOf(request: FastifyRequest): { companyId: string; actor: string } {
  return { companyId: (request.params as { company: string }).company, actor: actorOf(request).name }
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id
}

function readRows(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
}

/** The rows of the policy's form that name approvers. @throws BillhookError `http.invalid-request` that names the row */
function readRules(form: Form): ApprovalRule[] {
  const rules: ApprovalRule[] = []
  for (let index = 0; index < Math.min(Number(form.rules) || 0, 200); index += 1) {
    const cell = (name: string) => form[`rule.${index}.${name}`]?.trim() ?? ''
    const approvers = cell('approvers')
      .split(/[\s,;]+/)
      .filter((address) => address !== '')
    const row = `Rule ${index + 1}`
    if (approvers.length === 0) continue
    const [minimum, below] = (['minimum', 'below'] as const).map((name) => {
      const read = readTypedAmount(cell(name))
      if ('problem' in read) throw invalid(`${row}: the amount ${read.problem}`)
      return read.value
    })
    const rule = ApprovalRule.safeParse({
      ...(minimum ? { minimum } : {}),
      ...(below ? { below } : {}),
      ...(cell('currency') ? { currency: cell('currency').toUpperCase() } : {}),
      ...(cell('supplier') ? { supplier: cell('supplier') } : {}),
      approvers,
    })
    if (!rule.success) throw invalid(`${row}: ${rule.error.issues.map(({ message }) => message).join('; ')}`)
    if ((minimum || below) && !rule.data.currency) throw invalid(`${row}: an amount needs its currency`)
    rules.push(rule.data)
  }
  return rules
}

function invalid(what: string): BillhookError {
  return new BillhookError('http.invalid-request', `Nothing was saved. ${what}.`)
}
