/** A real HTTP gateway on loopback with Twilio's message API: it keeps what it is given, and can refuse, be away, or say what became of a message. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface SmsGateway {
  /** As SMS_URL takes it. */
  readonly url: string
  readonly received: {
    readonly to: string
    readonly from: string
    readonly body: string
    readonly sid: string
    readonly at: Date
  }[]
  /** Hangs up on whoever hands it a message, which it has taken by then. */
  hangsUp: boolean
  /** The number that it answers a message with, if it is not taken. */
  answer: number | undefined
  /** What it says of a message when it is asked. */
  status: string
  close(): Promise<void>
}

export async function smsGateway(): Promise<SmsGateway> {
  const received: SmsGateway['received'] = []
  const gateway = { answer: undefined as number | undefined, status: 'delivered', hangsUp: false }
  const expected = `Basic ${Buffer.from('AC1:geheim').toString('base64')}`
  const server = createServer(async (request, response) => {
    const body = new URLSearchParams(await text(request))
    const say = (status: number, json: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    }
    if (request.headers.authorization !== expected) return say(401, { code: 20003 })
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const [, sid] = /^\/2010-04-01\/Accounts\/AC1\/Messages\/(\w+)\.json$/.exec(pathname) ?? []
    if (request.method === 'GET' && sid) return say(200, { sid, status: gateway.status })
    if (pathname !== '/2010-04-01/Accounts/AC1/Messages.json') return say(404, {})
    if (request.method === 'GET') {
      const asked = received.filter(({ to }) => to === searchParams.get('To'))
      const told = asked.map(({ sid, body, at }) => ({ sid, body, date_created: at.toUTCString() }))
      return say(200, { messages: told.toReversed() })
    }
    if (gateway.answer !== undefined) return say(gateway.answer, { code: 21211, message: `not to ${body.get('To')}` })
    const made = `SM${received.length + 1}`
    received.push({
      to: body.get('To') ?? '',
      from: body.get('From') ?? '',
      body: body.get('Body') ?? '',
      sid: made,
      at: new Date(),
    })
    if (gateway.hangsUp) return void request.socket.destroy()
    say(201, { sid: made, status: 'queued' })
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return Object.assign(gateway, {
    url: `http://AC1:geheim@127.0.0.1:${port}/2010-04-01/Accounts/AC1/Messages.json?from=%2B358401112222`,
    received,
    close: () =>
      new Promise<void>(closed => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  })
}
