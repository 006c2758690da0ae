/** Against a real IMAP server: mail is read as it comes, none is lost or counted twice whatever breaks off, and the server keeps all as it was. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, startDovecot, withoutDovecot } from '../../test/dovecot.ts'
import { letter, mailboxDesk } from '../../test/mailbox-desk.ts'
import { openDoor } from '../arrivals/receive.ts'
import { troubleOf, tryImap } from './imap.ts'
import { mailAdapter } from './letter-adapter.ts'
import { listMailboxes } from './mailboxes.ts'
import type { MailboxPlace } from './place.ts'
import { type Watch, watchMailboxes } from './watch.ts'

describe.skipIf(!hasDovecot)(`a mailbox (${hasDovecot ? 'dovecot' : withoutDovecot})`, async () => {
  if (!hasDovecot) return
  const desk = await mailboxDesk()
  const { db, value } = desk
  let server: Dovecot
  let watch: Watch | undefined
  const door = openDoor(desk.program, [mailAdapter])
  const pace = { look: 50, again: 50, most: 200 }
  const started = (keep = door.keep): Watch => {
    watch = watchMailboxes(desk.program, { door: { keep }, pace })
    return watch
  }
  const place = (more: Partial<MailboxPlace> = {}) =>
    db.admin.query('update arrivals.connection set settings = $2 where id = $1', [
      desk.mailbox.id,
      { ...server.place, ...more },
    ])
  const arrivals = async () => Number(await value('select count(*) from arrivals.arrival'))
  const doubles = async () => Number(await value(`select count(*) from arrivals.step where did = 'duplicate'`))
  const soon = { timeout: 60_000, interval: 50 }
  const trouble = async () => (await listMailboxes(db.app, db.clock.now()))[0]?.trouble?.code ?? null

  beforeAll(async () => {
    server = await startDovecot()
  })
  beforeEach(async () => {
    await desk.empty()
    await db.admin.query('delete from mailbox.reading')
    await place()
  })
  afterEach(async () => {
    await watch?.stop()
    watch = undefined
    await server.empty()
  })
  afterAll(async () => {
    await server?.close()
    await desk.close()
  })

  test('is read as mail comes, and nothing on the server is changed', async () => {
    await server.deliver(letter('Ennen'))
    started()
    await expect.poll(arrivals, soon).toBe(1)
    await server.deliver(letter('Sitten'), letter('Ja vielä'))
    await expect.poll(arrivals, soon).toBe(3)
    expect((await server.flags()).flat()).not.toContain('\\Seen')
    expect((await listMailboxes(db.app, db.clock.now()))[0]).toMatchObject({ trouble: null, readAt: db.clock.now() })
  })

  test('is read from now on when it is told so, and marks what it read when it is told so', async () => {
    await server.deliver(letter('Ennen'))
    await place({ fromBeginning: false, marksRead: true })
    started()
    await expect.poll(async () => value('select uid from mailbox.reading'), soon).not.toBeUndefined()
    await server.deliver(letter('Sitten'))
    await expect.poll(arrivals, soon).toBe(1)
    await expect
      .poll(async () => (await server.flags()).map(flags => flags.includes('\\Seen')), soon)
      .toEqual([false, true])
  })

  test('gives each message once though the program is killed between any two steps', async () => {
    const all = 40
    await server.deliver(...Array.from({ length: all }, (_, n) => letter(`Viesti ${n}`)))
    // Killed before it was kept, and after it was kept but before that was noted.
    let n = 0
    const dying: typeof door.keep = async (...args) => {
      n++
      if (n % 3 === 0) throw new Error('killed')
      await door.keep(...args)
      if (n % 5 === 0) throw new Error('killed')
    }
    started(dying)
    await expect.poll(arrivals, soon).toBe(all)
    expect(await value('select count(distinct event) from arrivals.arrival')).toBe(all)
    expect(await doubles()).toBeGreaterThan(0)
  })

  test('whose folder was made anew counts nothing twice', async () => {
    await server.deliver(letter('Yksi'), letter('Kaksi'))
    started()
    await expect.poll(arrivals, soon).toBe(2)
    await server.renumber()
    await server.deliver(letter('Kolme'))
    await expect.poll(arrivals, soon).toBe(3)
    expect(await doubles()).toBe(2)
  })

  test('that cannot be read says why, and is read on when it can', async () => {
    await server.stop()
    started()
    await expect.poll(trouble, soon).toBe('unreachable')
    await server.start()
    await server.deliver(letter('Hei'))
    await expect.poll(arrivals, soon).toBe(1)
    await expect.poll(trouble, soon).toBe(null)
    await place({ folder: 'Ei tällaista' })
    await expect.poll(trouble, soon).toBe('no-folder')
  })

  test.each([
    ['sign-in', {}, 'väärä salasana'],
    ['certificate', { host: 'localhost', security: 'tls' }, undefined],
    ['certificate', { host: 'localhost', security: 'starttls' }, undefined],
    ['no-folder', { folder: 'Ei tällaista' }, undefined],
    ['name', { host: 'no-such-host.invalid' }, undefined],
  ] as const)('tried says %s', async (code, more, password) => {
    const port = 'security' in more && more.security === 'tls' ? server.tlsPort : server.place.port
    const tried = { place: { ...server.place, port, ...more }, access: { pass: password ?? server.password } }
    expect(await tryImap(tried).catch(troubleOf)).toBe(code)
  })

  test('of a message that is too large fetches the head alone, and of a hostile one keeps what staff can look at', async () => {
    const large = `From: aino.virtanen@example.org\r\nSubject: Iso\r\n\r\n${'x'.repeat(26_000_000)}`
    const nested = Array.from(
      { length: 60 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    ).join('')
    const parts = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`
    const heads = `From: aino.virtanen@example.org\r\n${'X-Flood: y\r\n'.repeat(50_000)}\r\nHei`
    await desk.customer('aino.virtanen@example.org')
    await server.deliver(large, nested, parts, heads, letter('Hei'))
    started()
    await expect.poll(arrivals, soon).toBe(5)
    await desk.follow()
    expect(await desk.states()).toEqual([
      'refused mailbox.too-large',
      'refused mailbox.not-a-mail',
      'refused mailbox.not-a-mail',
      'refused mailbox.not-a-mail',
      'written',
    ])
    expect(Number(await value('select bytes from arrivals.arrival order by id limit 1'))).toBeLessThan(1000)
  })
})
