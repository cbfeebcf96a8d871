import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

export type SmtpConversation = {
  /** Sends a line and waits for the reply to it. */
  say(line: string): Promise<string>
  /** Sends bytes as they are, without waiting. */
  send(bytes: string | Buffer): Promise<void>
  /** The next whole reply of the server, its lines joined. */
  hear(): Promise<string>
  /** Everything that the server said and nobody has heard yet. */
  unheard(): string
  drop(): void
}

/** Speaks SMTP over a plain socket, so that a test can do what no mail library would. */
export async function openConversation(port: number): Promise<SmtpConversation> {
  const socket: Socket = createConnection(port, '127.0.0.1')
  let buffer = ''
  let wake: (() => void) | undefined
  socket.setEncoding('latin1').on('data', (text: string) => {
    buffer += text
    wake?.()
  })
  socket.on('close', () => wake?.())
  socket.on('error', () => {})
  await once(socket, 'connect')
  const conversation: SmtpConversation = {
    async say(line) {
      await conversation.send(`${line}\r\n`)
      return await conversation.hear()
    },
    send: (bytes) =>
      new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    async hear() {
      for (;;) {
        const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(buffer)?.[0]
        if (whole !== undefined) {
          buffer = buffer.slice(whole.length)
          return whole.trim()
        }
        if (socket.closed) return 'closed'
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    unheard: () => buffer,
    drop: () => socket.destroy(),
  }
  await conversation.hear()
  return conversation
}
