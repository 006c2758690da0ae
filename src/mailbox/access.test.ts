/** A mailbox opens by the permission that its user gave to whoever asked for it, for as long as it holds, and for no other server or user. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, startDovecot, withoutDovecot } from '../../test/dovecot.ts'
import { letter, mailboxDesk } from '../../test/mailbox-desk.ts'
import { type OAuthService, oauthService } from '../../test/oauth-service.ts'
import { openDoor } from '../arrivals/receive.ts'
import { accessTo, beginSignIn, endSignIn } from './access.ts'
import { mailAdapter } from './letter-adapter.ts'
import { addMailbox, changeMailbox, listMailboxes, tryMailbox } from './mailboxes.ts'
import { askAt, signIn } from './oauth.ts'
import type { MailboxPlace } from './place.ts'
import { watchMailboxes } from './watch.ts'

test.each([
  [
    { service: 'microsoft', clientId: 'c', tenant: 'firm' },
    'https://login.microsoftonline.com/firm/oauth2/v2.0/authorize',
    /IMAP.AccessAsUser.All offline_access/,
  ],
  [
    { service: 'google', clientId: 'c' },
    'https://accounts.google.com/o/oauth2/v2/auth',
    /^https:\/\/mail.google.com\/$/,
  ],
] as const)(
  '%o is asked for a permission that lasts, and never shown what proves that it was us',
  (told, at, scope) => {
    const address = new URL(
      askAt(told, { user: 'a@example.fi', back: 'https://r.fi/mailboxes', state: 's', verifier: 'v' }),
    )
    expect(address.origin + address.pathname).toBe(at)
    expect(address.searchParams.get('scope')).toMatch(scope)
    expect(address.searchParams.get('code_challenge_method')).toBe('S256')
    expect([...address.searchParams.values()]).not.toContain('v')
  },
)

test('tokens are asked for over TLS alone, and a directory is no path', () => {
  const other = { service: 'other', clientId: 'c', authorize: 'https://a.fi/', token: 'https://a.fi/', scope: 's' }
  expect(signIn.safeParse(other).success).toBe(true)
  expect(signIn.safeParse({ ...other, token: 'http://a.fi/' }).success).toBe(false)
  expect(signIn.safeParse({ service: 'microsoft', clientId: 'c', tenant: 'a/../b' }).success).toBe(false)
})

describe.skipIf(!hasDovecot)(`a mailbox (${hasDovecot ? 'dovecot' : withoutDovecot})`, async () => {
  if (!hasDovecot) return
  const desk = await mailboxDesk()
  const { db, program } = desk
  const url = 'https://rekisteri.example.fi'
  const by = (actor: string) => ({ app: db.app, home: program.home, clock: db.clock, actor })
  const aino = by('staff:aino')
  let service: OAuthService
  let server: Dovecot
  let id: string

  const told = (more: Partial<MailboxPlace> = {}) => ({
    ...{ name: 'Asiakaspalvelu', purpose: 'customer-care', source: 'email', keepDays: 14 },
    place: {
      ...server.place,
      signIn: {
        ...{ service: 'other' as const, clientId: service.clientId, scope: 'imap' },
        ...{ authorize: `${service.url}/authorize`, token: `${service.url}/token` },
      },
      ...more,
    },
  })
  const notice = async () => {
    const found = (await program.published()).notice
    if (!found) throw new Error('no notice')
    return found
  }
  const answered = (address: string) => {
    const answer = new URL(service.allow(address)).searchParams
    return { state: answer.get('state') ?? '', code: answer.get('code') ?? '' }
  }
  const signedIn = async () => endSignIn(aino, url, answered(await beginSignIn(aino, url, id)))
  const opened = async () => tryMailbox(aino, { place: told().place, id })
  const why = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      fault => fault.key ?? fault.trouble,
    )

  beforeAll(async () => {
    service = await oauthService('posti')
    server = await startDovecot(`${service.url}/introspect`)
  })
  beforeEach(async () => {
    Object.assign(service.now, { rotates: false, error: undefined, body: undefined, forLong: true })
    service.held.clear()
    await db.admin.query(`update arrivals.connection set paused_at = now()`)
    id = await addMailbox(aino, await notice(), told(), service.secret)
  })
  afterAll(async () => {
    await server?.close()
    await service?.close()
    await desk.close()
  })

  test('asks for the permission, is opened by it, and is read', async () => {
    const listed = async () => (await listMailboxes(db.app, db.clock.now())).find(one => one.id === id)
    expect(await listed()).toMatchObject({ asksSignIn: true })
    expect(await why(opened())).toBe('mailbox.trouble.consent')
    const watch = watchMailboxes(program, {
      door: openDoor(program, [mailAdapter]),
      pace: { look: 20, again: 60_000, most: 60_000 },
    })
    try {
      await expect.poll(async () => (await listed())?.trouble?.code).toBe('consent')
      await server.deliver(letter('Hei'))
      await signedIn() // read at once, however long it would have waited
      await expect.poll(async () => (await listed())?.readAt, { timeout: 30_000 }).toEqual(db.clock.now())
    } finally {
      await watch.stop()
    }
    expect(await listed()).toMatchObject({ asksSignIn: false, trouble: null, place: { signIn: { service: 'other' } } })
    expect((await opened()).messages).toBe(1)
  })

  test('whose service gives another permission at each use is opened again and again', async () => {
    service.now.rotates = true
    await signedIn()
    const [first] = service.held
    for (let n = 0; n < 3; n++) await opened()
    expect(service.held.size).toBe(1)
    expect(service.held).not.toContain(first)
  })

  test('keeps nothing of the service in the open', async () => {
    await signedIn()
    const { rows } = await db.admin.query<{ row: string; kept: string }>(
      'select c::text as row, encode(token, $2) || encode(secret, $2) as kept from arrivals.connection c where id = $1',
      [id, 'escape'],
    )
    for (const secret of [service.secret, ...service.held]) expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('keeps a permission only for whoever asked, in time, once, and for this mailbox as it is', async () => {
    const answer = answered(await beginSignIn(aino, url, id))
    expect(await why(endSignIn(by('staff:kaarlo'), url, answer))).toBe('mailbox.sign-in-gone')
    expect(await why(endSignIn(aino, url, { ...answer, state: `${answer.state.slice(0, -2)}AA` }))).toBe(
      'mailbox.sign-in-gone',
    )
    expect(await why(endSignIn(aino, url, answer))).toBe('done')
    expect(await why(endSignIn(aino, url, answer))).toBe('mailbox.trouble.consent')
    const late = answered(await beginSignIn(aino, url, id))
    db.clock.forward(15 * 60_000 + 1)
    expect(await why(endSignIn(aino, url, late))).toBe('mailbox.sign-in-gone')
    const other = answered(await beginSignIn(aino, url, id))
    await changeMailbox(aino, await notice(), id, told({ user: 'toinen' }), service.secret)
    expect(await why(endSignIn(aino, url, other))).toBe('mailbox.sign-in-gone')
  })

  test('shows its permission to no other server, user or service', async () => {
    await signedIn()
    for (const more of [
      { host: 'localhost' },
      { user: 'toinen' },
      { signIn: { service: 'google' as const, clientId: 'c' } },
    ]) {
      expect(await why(changeMailbox(aino, await notice(), id, told(more)))).toBe('mailbox.password-missing')
      await changeMailbox(aino, await notice(), id, told(more), service.secret)
      expect(await why(accessTo(aino, id))).toBe('consent')
    }
    expect(await why(tryMailbox(aino, { place: told().place, password: 'salasana', id }))).toBe('mailbox.sign-in-first')
  })

  test.each([
    ['consent', () => service.held.clear()],
    ['consent', () => Object.assign(service.now, { error: 'interaction_required' })],
    ['client', () => Object.assign(service.now, { error: 'invalid_client' })],
    ['service', () => Object.assign(service.now, { error: 'temporarily_unavailable' })],
    ['service', () => Object.assign(service.now, { body: '<html>' })],
    ['service', () => Object.assign(service.now, { body: `"${'x'.repeat(70_000)}"` })],
  ])('says %s when the service gives none', async (trouble, goesWrong) => {
    await signedIn()
    goesWrong()
    expect(await why(opened())).toBe(`mailbox.trouble.${trouble}`)
  })

  test('that is not its user’s says so', async () => {
    await changeMailbox(aino, await notice(), id, told({ user: 'toinen' }), service.secret)
    await signedIn()
    expect(await why(tryMailbox(aino, { place: told({ user: 'toinen' }).place, id }))).toBe(
      'mailbox.trouble.not-allowed',
    )
  })

  test('whose permission would last a moment only is not kept', async () => {
    service.now.forLong = false
    expect(await why(signedIn())).toBe('mailbox.not-for-long')
  })
})
