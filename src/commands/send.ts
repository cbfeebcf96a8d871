import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { readLocalKey } from '../people/ensure-local-key.ts'

export type SendCommandOptions = { url?: string; key?: string; company?: string }

const Answer = z.object({
  parts: z.array(
    z.object({ fileName: z.string(), disposition: z.string(), reason: z.string(), invoiceId: z.string().nullish() }),
  ),
})
const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** `billhook send FILE...`: delivers each file to a running server. @returns the exit code: 1 when one was not taken. */
export async function sendCommand(files: string[], options: SendCommandOptions): Promise<number> {
  const config = readConfig(process.env)
  const local = readLocalKey(join(config.dataFolder, 'local-key.json'))
  const url = options.url ?? local?.url
  const key = options.key ?? local?.key
  const company = options.company ?? local?.company
  if (!url || !key || !company) {
    console.error('No server has used this data folder. Start one (npm start), or give --url, --key and --company.')
    return 1
  }
  let exitCode = 0
  for (const file of files) {
    try {
      const form = new FormData()
      form.append('files', new Blob([new Uint8Array(await readFile(file))]), basename(file))
      const response = await fetch(new URL(`/api/companies/${company}/deliveries`, url), {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: form,
      })
      const body: unknown = await response.json()
      if (!response.ok)
        throw new Error(Refusal.safeParse(body).data?.error.message ?? `the server answered ${response.status}`)
      for (const part of Answer.parse(body).parts) {
        const where = part.invoiceId
          ? new URL(`/workspace/${company}/invoices/${part.invoiceId}`, url).href
          : part.reason
        console.log(`${file}: ${part.disposition} ${where}`)
      }
    } catch (error) {
      exitCode = 1
      const cause = (error as Error).cause
      console.error(`${file}: not sent. ${(error as Error).message}${cause ? ` (${String(cause)})` : ''}`)
    }
  }
  return exitCode
}
