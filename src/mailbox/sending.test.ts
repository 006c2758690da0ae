/** Mail leaves by the permission of a mailbox that is to send, renewed when its time is up or it is not taken, and waits where there is none. */

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type MailServer, mailServer } from '../../test/mail-server.ts'
import { mailboxDesk, nowhere } from '../../test/mailbox-desk.ts'
import { type OAuthService, oauthService } from '../../test/oauth-service.ts'
import { newId } from '../base/ids.ts'
import { openMail } from '../mail/transport.ts'
import { accessTo, beginSignIn, endSignIn } from './access.ts'
import { addMailbox, changeMailbox } from './mailboxes.ts'
import { permissionToSend } from './sending.ts'

const desk = await mailboxDesk()
const { db, program } = desk
const aino = { app: db.app, home: program.home, clock: db.clock, actor: 'staff:aino' }
const url = 'https://rekisteri.example.fi'
const user = 'posti@example.fi'
let service: OAuthService
let server: MailServer
/** Access tokens that the mail server was shown, in their order, and those that it does not take any more. */
const shown: string[] = []
const ended = new Set<string>()
let takesAny = true

const told = (sends: true | undefined) => ({
  ...{ name: 'Asiakaspalvelu', purpose: 'customer-care', source: 'email', keepDays: 14 },
  place: {
    ...nowhere,
    user,
    signIn: {
      ...{ service: 'other' as const, clientId: service.clientId, scope: 'mail', sends },
      ...{ authorize: `${service.url}/authorize`, token: `${service.url}/token` },
    },
  },
})
async function notice() {
  const found = (await program.published()).notice
  if (!found) throw new Error('no notice')
  return found
}
async function isActive(token: string): Promise<boolean> {
  const answer = await fetch(`${service.url}/introspect`, { method: 'POST', body: new URLSearchParams({ token }) })
  const said = await answer.json()
  return takesAny && said.active && said.username === user && !ended.has(token)
}
async function signIn(id: string): Promise<void> {
  const answer = new URL(service.allow(await beginSignIn(aino, url, id))).searchParams
  await endSignIn(aino, url, { state: answer.get('state') ?? '', code: answer.get('code') ?? '' })
}
async function signedInMailbox(sends: true | undefined): Promise<string> {
  const id = await addMailbox(aino, await notice(), told(sends), service.secret)
  await signIn(id)
  return id
}
const mail = () => {
  const address = new URL(server.url)
  address.username = user
  address.searchParams.set('auth', 'mailbox')
  return openMail({ url: address.href, perMinute: 60, key: db.addressKey, permission: permissionToSend(aino) })
}
/** On a connection of its own, as each run of the outbox has. */
async function send({ line }: ReturnType<typeof mail>) {
  const opened = await line()
  try {
    return await opened.send({
      ...{
        from: { name: 'Yritys', address: user },
        to: 'asiakas@example.org',
        subject: 'Hei',
        html: '<p>Hei',
        text: 'Hei',
      },
      ...{ lang: 'fi', id: newId(), date: db.clock.now() },
    })
  } finally {
    opened.close()
  }
}

beforeAll(async () => {
  service = await oauthService(user)
  server = await mailServer({
    authOptional: false,
    authMethods: ['XOAUTH2'],
    onAuth: async ({ method, username, accessToken = '' }, _session, answer) => {
      shown.push(accessToken)
      const isLet = method === 'XOAUTH2' && username === user && (await isActive(accessToken))
      // What the service refuses is told as Microsoft and Google do: a 334 with a reason (XOAUTH2).
      if (isLet) answer(null, { user })
      else answer(null, { data: { status: '401', schemes: 'bearer' } })
    },
  })
})
afterEach(async () => {
  service.now.error = undefined
  takesAny = true
  shown.length = server.received.length = 0
  // A mailbox is never deleted: those of the test before belong to somebody else.
  await db.admin.query(`update arrivals.connection set settings = settings || '{"user": "entinen"}'`)
})
afterAll(async () => {
  await server?.close()
  await service?.close()
  await desk.close()
})

test('a message leaves with an access token, which is asked for again when its hour is up', async () => {
  await signedInMailbox(true)
  const outgoing = mail()
  expect([await send(outgoing), await send(outgoing)]).toEqual([{ outcome: 'accepted' }, { outcome: 'accepted' }])
  expect(new Set(shown).size).toBe(1)
  db.clock.forward(3_600_000)
  expect(await send(outgoing)).toEqual({ outcome: 'accepted' })
  expect(new Set(shown).size).toBe(2)
  expect(server.received).toHaveLength(3)
})

test('a token that the server does not take any more is renewed at once', async () => {
  await signedInMailbox(true)
  const outgoing = mail()
  await send(outgoing)
  ended.add(shown[0] ?? '')
  expect(await send(outgoing)).toEqual({ outcome: 'accepted' })
})

test('whose service lets each permission hold once is opened by reader and sender at once', async () => {
  service.now.rotates = true
  const id = await signedInMailbox(true)
  const opened = await Promise.all([accessTo(aino, id), permissionToSend(aino)(user, true), accessTo(aino, id)])
  expect(opened).toHaveLength(3)
  service.now.rotates = false
  expect(await accessTo(aino, id)).toHaveProperty('accessToken') // by the last one, which is kept
})

test('without a permission to send, everything waits and no token is shown', async () => {
  const outgoing = mail()
  const waits = { outcome: 'away', why: 'permission' }
  expect(await send(outgoing)).toEqual(waits) // no mailbox at all
  const id = await signedInMailbox(undefined)
  expect(await send(outgoing)).toEqual(waits) // one that only reads
  await changeMailbox(aino, await notice(), id, told(true), service.secret)
  expect(await send(outgoing)).toEqual(waits) // whose permission was given to read alone
  await signIn(id)
  service.now.error = 'invalid_grant'
  expect(await send(outgoing)).toEqual(waits) // that has ended
  expect([shown, server.received]).toEqual([[], []])
  service.now.error = undefined
  expect(await send(outgoing)).toEqual({ outcome: 'accepted' })
})

test('a server that takes no token is told of as one that does not let in', async () => {
  await signedInMailbox(true)
  takesAny = false
  expect(await send(mail())).toEqual({ outcome: 'away', why: 'sign-in 535' })
})
