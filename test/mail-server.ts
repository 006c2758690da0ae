/** A real mail server on loopback that keeps what it is given, and can be away, slow, unwilling or not to be trusted. */

import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  readonly to: readonly string[]
  readonly from: string
  /** As it came over the wire. */
  readonly raw: string
}

export interface MailServer {
  readonly url: string
  readonly received: Received[]
  /** Addresses that it refuses, with what it answers: 550 for good, 450 for now. */
  readonly refuses: Map<string, number>
  /** Is told of every message after it was taken and before the sender hears of it. */
  onTaken: (received: Received) => void | Promise<void>
  /** How it behaves at a stage of the conversation: it answers unless told otherwise. */
  mood: (stage: Stage) => Mood
  close(): Promise<void>
}

/** `text` is in the middle of the message, `end` after it: then the server has the message. */
export type Stage = 'greeting' | 'from' | 'to' | 'text' | 'end'
/** Goes silent, breaks the connection, answers with a number, or after so many milliseconds. */
export type Mood = 'answer' | 'silent' | 'break' | { readonly code: number } | { readonly after: number }

const refusal = (code: number, address = 'this'): Error =>
  Object.assign(new Error(`${address} is not taken`), { responseCode: code })

/** On any free port unless one is named. It offers STARTTLS with a certificate that nobody trusts only when told to. */
export async function mailServer(
  options: Pick<SMTPServerOptions, 'authOptional' | 'authMethods' | 'disabledCommands' | 'onAuth'> & {
    readonly port?: number
  } = {},
): Promise<MailServer> {
  const received: Received[] = []
  const refuses = new Map<string, number>()
  const sockets = new Set<Socket>()
  /** Goes on as its mood is; what is silent or broken never does. */
  const at = (stage: Stage, go: (fault?: Error) => void): void => {
    const mood = mail.mood(stage)
    if (mood === 'silent') return
    if (mood === 'break') for (const socket of sockets) socket.destroy()
    else if (mood === 'answer') go()
    else if ('after' in mood) setTimeout(go, mood.after)
    else go(refusal(mood.code))
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onConnect: (_session, go) => at('greeting', go),
    onMailFrom: (_address, _session, go) => at('from', go),
    onRcptTo: ({ address }, _session, answer) => {
      const code = refuses.get(address)
      at('to', fault => answer(fault ?? (code === undefined ? null : refusal(code, address))))
    },
    onData: (stream, { envelope }, answer) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => {
        parts.push(part)
        stream.pause()
        at('text', () => stream.resume())
      })
      stream.on('end', async () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const message = {
          to: envelope.rcptTo.map(({ address }) => address),
          from,
          raw: Buffer.concat(parts).toString(),
        }
        received.push(message)
        await mail.onTaken(message)
        at('end', fault => answer(fault))
      })
    },
  })
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('error', () => {}) // a client that was killed
  await new Promise<void>(listening => server.listen(options.port ?? 0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuses,
    onTaken: () => {},
    mood: () => 'answer',
    close: () =>
      new Promise(closed => {
        for (const socket of sockets) socket.destroy()
        server.close(closed)
      }),
  }
  return mail
}

/** A header of a message, unfolded. */
export const headerOf = ({ raw }: Received, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im')
    .exec(raw.split('\r\n\r\n')[0] ?? '')?.[1]
    ?.replace(/\r\n\s+/g, ' ')

/** The parts of a message by their type, decoded. */
export function partsOf({ raw }: Received): Readonly<Record<string, string>> {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
  const parts = raw.split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(
    parts.map(part => {
      const [head = '', ...body] = part.trimStart().split('\r\n\r\n')
      const type = /content-type: ([\w/]+)/i.exec(head)?.[1] ?? ''
      const text = body.join('\r\n\r\n').replace(/\r\n$/, '')
      if (/base64/i.test(head)) return [type, Buffer.from(text, 'base64').toString()]
      return [type, /quoted-printable/i.test(head) ? unquoted(text) : text]
    }),
  )
}

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
