/** A whole server on a test's database: requests go through every door as a browser's or a program's would. */

import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { openAccess } from '../src/access/access.ts'
import { makeKey } from '../src/access/key.ts'
import { addStaff } from '../src/access/staff.ts'
import { openApp, openDoors } from '../src/app.ts'
import type { Clock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { Database } from '../src/database/pools.ts'
import { publishChecked } from '../src/database/publish.ts'
import { transaction } from '../src/database/transaction.ts'
import type { Program } from '../src/http/program.ts'
import { publishedNotice } from '../src/http/published.ts'
import { openMail } from '../src/mail/transport.ts'
import { parse } from '../src/notice/parse.ts'
import { openSms } from '../src/sms/gateway.ts'
import type { TestDatabase } from './database.ts'

export const password = 'correct horse battery staple'

/** Sends one request as somebody. `body` goes as JSON. */
export type Send = (
  method: string,
  path: string,
  options?: { readonly purpose?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Response>

const key = (use: string): Buffer => createHmac('sha256', 'a test needs no secret').update(use).digest()

const notice = `notice: 1
register: { id: test, name: { fi: Testirekisteri } }
effective: 2026-01-01
languages: [fi]
controller: { name: Testi Oy, business-id: 3183213-3 }
contact: { email: testi@example.fi }
authority: fi
purposes:
  customer-care:
  marketing:
  rights:
categories:
  identity:
    fields: [given-name, family-name]
    from: [forms]
    for: { customer-care: contract, marketing: consent }
    keep: 24 months after relationship ends, then delete
duties:
  customer-service: [customer-care]
  marketing: [marketing]
  privacy: [rights]
`

/** Publishes a notice with three purposes, three duties and one category. */
export async function publishForTest(db: Database & { readonly clock: Clock }): Promise<void> {
  const parsed = parse(notice).notice
  if (!parsed) throw new Error('the notice of the tests cannot be read')
  await publishChecked(db, parsed, { source: notice, by: 'test', clock: db.clock })
}

export async function testServer(db: TestDatabase, home = inject('home'), smtpUrl?: string, smsUrl?: string) {
  const lines: unknown[] = []
  const published = publishedNotice(db.app)
  const access = await openAccess({ database: db, clock: db.clock, url: 'http://localhost', key, published })
  const program: Program = {
    clock: db.clock,
    url: 'http://localhost',
    home,
    database: db,
    sign: claim => signActor(db.actorKey, claim),
    published,
    findAsker: access.findAsker,
    recordLooks: looks => access.looks.record(looks),
    noteAttempt: access.attempts.note,
    log: line => lines.push(line),
  }
  const mail = openMail({ url: smtpUrl, perMinute: 1000, key: db.addressKey })
  const sms = openSms({ url: smsUrl })
  const app = openApp(program, access, { mail, sms })

  /** Of those that answer before the rest of the server: they are asked over a port. */
  const doors = openDoors(program)
  let listening: Promise<string> | undefined
  const listen = async () => {
    const direct = createServer((incoming, outgoing) => void doors(incoming, outgoing))
      .listen(0, '127.0.0.1')
      .unref()
    await once(direct, 'listening')
    return `http://127.0.0.1:${(direct.address() as AddressInfo).port}`
  }
  const direct = async (path: string, init: RequestInit): Promise<Response> => {
    listening ??= listen()
    return fetch(`${await listening}${path}`, init)
  }

  const sender =
    (identity: Readonly<Record<string, string>>): Send =>
    async (method, path, { purpose, body, headers } = {}) =>
      app.request(path, {
        method,
        headers: {
          ...(purpose === undefined ? {} : { purpose }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...identity,
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })

  const anonymous = sender({})
  const signedIn = async (email: string, secret = password): Promise<Send> => {
    const response = await anonymous('POST', '/api/v1/sign-in', { body: { email, password: secret } })
    if (response.status !== 204) throw new Error(`nobody could sign in: ${await response.text()}`)
    return sender({ cookie: cookieOf(response) })
  }

  const keyHeader = async (purpose: string): Promise<string> => {
    const made = { name: purpose, purpose, expiresAt: null }
    return `Bearer ${(await makeKey(db.app, made, { by: 'test', at: db.clock.now() })).secret}`
  }

  return {
    program,
    access,
    mail,
    sms,
    app,
    direct,
    /** What the log holds so far. */
    lines,
    anonymous,
    signedIn,
    /** A new member of staff with these duties, who has the password above. */
    addStaff: (name: string, duties: readonly string[]) => {
      const email = `${name.toLowerCase()}@example.fi`
      const act = { by: 'test', at: db.clock.now() }
      return transaction(db.app, client => addStaff(client, { name, email, password, duties }, act))
    },
    /** The header Authorization of a new key for this purpose. */
    keyHeader,
    withKey: async (purpose: string): Promise<Send> => sender({ authorization: await keyHeader(purpose) }),
    /** Somebody who sends these headers with every request. */
    sender,
  }
}

/** The cookie that the browser would send after this answer. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
