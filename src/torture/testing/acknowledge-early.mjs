/**
 * The planted bug of the tests of the acknowledgement order: loaded into a Billhook with `--import`, it acknowledges uploads and mails as
 * soon as their last byte is there, before anything is kept.
 */
import { Server as HttpServer, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'

const answerEarly = HttpServer.prototype.emit
HttpServer.prototype.emit = function emit(event, ...args) {
  const [request, response] = args
  if (event === 'request' && request.method === 'POST' && request.url.endsWith('/deliveries')) {
    request.once('end', () => {
      ServerResponse.prototype.writeHead.call(response, 201, { 'content-length': '2' })
      ServerResponse.prototype.end.call(response, '{}')
    })
    for (const name of ['writeHead', 'write', 'end', 'setHeader']) response[name] = () => response
  }
  return answerEarly.call(this, event, ...args)
}

const acceptEarly = NetServer.prototype.emit
NetServer.prototype.emit = function emit(event, ...args) {
  const [socket] = args
  if (event === 'connection' && !(this instanceof HttpServer)) {
    let end = ''
    socket.on('data', (chunk) => {
      end = `${end}${chunk.toString('latin1')}`.slice(-5)
      if (end === '\r\n.\r\n') socket.write('250 2.0.0 Kept, or will be\r\n')
    })
  }
  return acceptEarly.call(this, event, ...args)
}
