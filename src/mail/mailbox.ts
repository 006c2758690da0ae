/** Whether a mailbox exists is asked of its mail server as any sender would begin to write to it, and nothing is sent (RFC 5321 § 3.3). */

import { Resolver } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** In milliseconds: for a name, and for a whole conversation. */
const patience = { name: 4_000, conversation: 20_000 }

/** `unknown`: nobody answered, or the server would not speak with us, which says nothing of the mailbox. */
export type Taking = 'takes' | 'refuses' | 'unknown'

/** The servers that take mail for the address, as URLs, the preferred first; none when their names cannot be found out. */
export async function mailServersOf(address: string, stopping: AbortSignal): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: patience.name, tries: 1 })
  stopping.addEventListener('abort', () => resolver.cancel(), { once: true })
  const found = await resolver.resolveMx(address.split('@').at(-1) ?? '').catch(() => [])
  return found
    .filter(({ exchange }) => exchange !== '') // RFC 7505: "we take no mail"
    .sort((a, b) => a.priority - b.priority)
    .slice(0, 2)
    .map(({ exchange }) => `smtp://${exchange}:25`)
}

/** Asks the server whether it would take a message to the address. */
export async function takesMailFor(server: string, address: string, stopping: AbortSignal): Promise<Taking> {
  if (stopping.aborted) return 'unknown'
  const { protocol, hostname, port } = new URL(server)
  const at = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'smtps:' ? 465 : 25) }
  const socket = protocol === 'smtps:' ? connectTls({ ...at, servername: at.host }) : connect(at)
  socket.on('error', () => {}) // told by the lines that do not come
  const limit = AbortSignal.any([stopping, AbortSignal.timeout(patience.conversation)])
  const stop = (): void => void socket.destroy()
  limit.addEventListener('abort', stop, { once: true })
  try {
    return await converse(socket, address)
  } catch {
    return 'unknown'
  } finally {
    limit.removeEventListener('abort', stop)
    socket.destroy()
  }
}

async function converse(socket: Socket, address: string): Promise<Taking> {
  const lines = linesOf(socket)
  const reply = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the server hung up')
      if (/^\d{3}(?:$| )/.test(value)) return value // not one of `250-…`, of which the last line decides
    }
  }
  const say = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`)
    return reply()
  }
  const greetings = [await reply(), await say('EHLO seloste.invalid'), await say('MAIL FROM:<>')]
  if (greetings.some(line => !line.startsWith('2'))) return 'unknown'
  const answer = await say(`RCPT TO:<${address}>`)
  socket.write('QUIT\r\n')
  return judged(answer)
}

/** Ends with a fault when the connection is broken off, which `readline` would wait for. */
async function* linesOf(socket: Socket): AsyncGenerator<string, void> {
  let rest = ''
  for await (const part of socket) {
    const lines = `${rest}${part}`.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > 10_000) throw new Error('the server does not end its line')
    yield* lines.map(line => line.trimEnd())
  }
}

/** What is said of the mailbox; what is said of us (a blocked sender, no sign-in) says nothing of it (RFC 3463: 5.1 and 5.2). */
function judged(answer: string): Taking {
  if (/^25[01]/.test(answer)) return 'takes'
  const enhanced = /^\d{3} (5\.\d{1,3})\./.exec(answer)?.[1]
  if (enhanced !== undefined) return enhanced === '5.1' || enhanced === '5.2' ? 'refuses' : 'unknown'
  return /^55[0134]/.test(answer) ? 'refuses' : 'unknown'
}
