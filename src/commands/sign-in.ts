import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { BillhookError } from '../errors.ts'
import { findPersonByEmail } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'

/**
 * `billhook sign-in EMAIL`: prints a one-time link for somebody who belongs to a company here; for operators whose mail does not leave.
 * @throws BillhookError `http.not-found` for an address that nobody has; `database.locked` while a server runs embedded on the same folder.
 */
export async function signInCommand(email: string): Promise<void> {
  const config = readConfig(process.env)
  const records = await openRecords(config)
  try {
    const person = await findPersonByEmail(records.db, email)
    if (!person) {
      throw new BillhookError(
        'http.not-found',
        `Nobody here has the address ${email}. An administrator lets people in.`,
      )
    }
    const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
    const { url } = await issueSignInLink(records.db, { personId: person.id, now: () => new Date(), publicUrl })
    console.log(url)
  } finally {
    await records.close()
  }
}
