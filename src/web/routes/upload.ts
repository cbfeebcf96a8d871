import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { BillhookError } from '../../errors.ts'
import { actorOf, checkFormToken, requireActor } from '../../http/authenticate.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany } from '../../http/shapes.ts'
import { type MultipartPart, receiveUpload, UPLOAD_LIMITS } from '../../intake/http-upload.ts'

/** The upload form of the list; the same door as the API's. */
export function addUploadForm(instance: FastifyInstance, ports: HttpPorts): void {
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/companies/:company/upload',
    {
      schema: { params: InCompany },
      preValidation: requireActor(ports.db, { action: 'deliver', checksFormToken: true }),
    },
    async (request, reply) => {
      const { company } = request.params
      if (!request.isMultipart())
        throw new BillhookError('http.invalid-request', 'Send the files by the form of the page.')
      const { again } = await receiveUpload(ports, {
        companyId: company,
        parts: behindFormToken(request.parts({ limits: UPLOAD_LIMITS }), { request, reply }),
        by: actorOf(request).name,
        peer: request.ip,
      })
      return reply.redirect(`/companies/${company}/invoices?delivered=${again ? 'again' : 'new'}`, 303)
    },
  )
}

/** The form's parts, if its first one is a form token that holds; so no file is taken in for a form from elsewhere. */
async function* behindFormToken(
  parts: AsyncIterable<MultipartPart & { fieldname?: string; value?: unknown }>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): AsyncIterable<MultipartPart> {
  let checked = false
  for await (const part of parts) {
    if (!checked) {
      const token = part.type === 'field' && part.fieldname === '_csrf' ? part.value : undefined
      request.body = { _csrf: token }
      await checkFormToken(request, reply)
      checked = true
    } else yield part
  }
}
