import { join } from 'node:path'
import { type App, startApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { WORK_NAMES } from '../job-queue/index.ts'

/** `billhook serve`: runs until SIGINT or SIGTERM. */
export async function serveCommand({ work }: { work: boolean }): Promise<void> {
  const config = readConfig(process.env)
  const app = await startApp(config, { serve: true, work: work ? WORK_NAMES : [] })
  console.log(describe(app, config))
  stopOnSignal(app)
}

/** Finishes what runs and ends; a second signal ends at once. */
export function stopOnSignal(app: Pick<App, 'close' | 'logger'>): void {
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    app.logger.info({ signal }, 'stopping')
    app.close().then(
      () => process.exit(0),
      (error) => {
        app.logger.error({ error: String(error) }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function describe(app: App, config: Config): string {
  const mail = `${config.COMPANY}@${app.ingestDomain}`
  return `
Billhook is running.

  Open        ${app.publicUrl}
  Drop files  ${app.publicUrl} or: npm run billhook -- send FILE...
  Put files   into ${describeInbox(config)}
  Send mails  to ${mail} by SMTP on port ${app.smtpPort}
  API         ${app.publicUrl}/api/docs
  Data        ${config.dataFolder}
${app.administrator ? `\n  Sign in as ${app.administrator.email} (once): ${app.administrator.url}\n` : ''}`
}

function describeInbox(config: Config): string {
  const bucket = config.S3_ENDPOINT ? `inbox/${config.COMPANY}/ of the bucket ${config.S3_BUCKET}` : null
  const folder = config.inboxFolder === null ? null : join(config.inboxFolder, config.COMPANY)
  return [bucket, folder].filter((place) => place !== null).join(' or ')
}
