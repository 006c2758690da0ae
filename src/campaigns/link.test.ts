/** A link of a letter leads over this server only for who has consented to that by a consent of its own, leads nowhere but where the letter says, and is noted while they consent. */

import { afterAll, expect, test, vi } from 'vitest'
import { campaignDesk } from '../../test/campaign-desk.ts'
import { partsOf } from '../../test/mail-server.ts'
import { exampleNotice, noticeIn } from '../../test/promise-asker.ts'
import { siteVisitor } from '../../test/site-visitor.ts'
import type { Id } from '../base/ids.ts'
import type { Content } from '../letters/content.ts'
import { saveLetter } from '../letters/letter.ts'
import { check } from '../notice/check.ts'
import { makeLink } from '../permissions/link.ts'
import { keptLetters } from './letters.ts'
import { followedLink } from './link.ts'

const source = exampleNotice
  .replace('  raffles:\n  publication:\n', '  letter-measurement:\n  raffles:\n  publication:\n')
  .replace(
    '  orders:\n',
    `  followed-links:
    from: [register]
    for: { letter-measurement: consent, rights: legal obligation }
    keep: until consent is withdrawn
  orders:\n`,
  )
  .replace('personalisation, publication]', 'personalisation, publication, letter-measurement]')
const desk = await campaignDesk({ source, letters: keptLetters })
const { db, mailbox, person, make, act, run, server } = desk
afterAll(() => desk.close())
vi.setConfig({ testTimeout: 120_000 })

const course = 'https://www.example.fi/kurssi?a=1&b=2'
const content: Content = {
  channel: 'email',
  texts: {
    fi: {
      subject: [{ text: 'Kevät' }],
      preheader: [],
      blocks: [
        {
          kind: 'text',
          paragraphs: [
            {
              kind: 'paragraph',
              content: [
                { text: 'Lue lisää', href: course },
                { text: ' tai ' },
                { text: 'kirjoita', href: 'mailto:info@example.fi' },
              ],
            },
          ],
        },
        { kind: 'button', label: 'Ilmoittaudu', href: 'https://www.example.fi/ilmo#lomake' },
      ],
    },
  },
}

const messageTo = (email: string) => {
  const message = mailbox.received.find(({ to }) => to[0] === email)
  if (!message) throw new Error(`nothing came to ${email}`)
  return partsOf(message)
}

/** As the person says it on the page of their permits. */
async function answer(whom: Id, word: 'yes' | 'no') {
  const path = `/preferences/${await makeLink(db.app, { person: whom, stops: undefined, by: 'staff:test', at: db.clock.now(), days: 30 })}`
  const shown = await (await server.app.request(`${path}?lang=en`, { headers: { accept: 'text/html' } })).text()
  expect(shown).toContain('Yes: Ixir-verkkokurssit Oy may use my data for this purpose: Measuring letters.')
  const [, was = ''] = /name="was\.letter-measurement\.use" value="(\w*)"/.exec(shown) ?? []
  const said = { 'letter-measurement.use': word, 'was.letter-measurement.use': was, 'of-age': 'yes' }
  const answered = await server.app.request(path, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(said).toString(),
  })
  expect(answered.status).toBe(303)
}

const follow = (path: string) => server.anonymous('GET', path, {})

test('links are noted of who consented to it, while they do; of nobody else, and they lead where the letter says', async () => {
  const aino = await person('aino@linkit.example')
  await person('bertta@linkit.example')
  await answer(aino, 'yes')
  const { revision } = await saveLetter(await desk.ask('marketing'), { name: 'Kevätkirje', content })
  const id = await make({ letters: [revision], segment: await desk.segment() })
  await act(id, 'start')
  expect(await run()).toEqual([])

  const plain = messageTo('bertta@linkit.example')
  expect(plain['text/html']).toContain('href="https://www.example.fi/kurssi?a=1&amp;b=2"')
  expect(`${plain['text/html']}${plain['text/plain']}`).not.toContain('/l/')

  const measured = messageTo('aino@linkit.example')
  const paths = [...(measured['text/html'] ?? '').matchAll(/href="[^"]*(\/l\/[^"]+)"/g)].map(([, path]) => path ?? '')
  expect(paths).toHaveLength(2)
  expect(measured['text/html']).toContain('href="mailto:info@example.fi"')
  const inText = [...(measured['text/plain'] ?? '').matchAll(/(\/l\/[\w-]+)/g)].map(([path]) => path)
  expect(inText).toEqual(paths)
  const [toCourse = '', toForm = ''] = paths
  const token = toCourse.slice('/l/'.length)

  const led = await follow(toCourse)
  expect([led.status, led.headers.get('location')]).toEqual([302, `${course}#seloste=${token}`])
  expect(led.headers.get('cache-control')).toBe('no-store')
  expect((await follow(toForm)).headers.get('location')).toBe('https://www.example.fi/ilmo#lomake')
  await follow(toCourse) // again on the same day
  const noted = async () =>
    (
      await db.admin.query<{ person: string; letter: string; link: string }>(
        'select person_id as person, letter, link from register.followed_links order by occurred',
      )
    ).rows
  expect(await noted()).toEqual([
    { person: aino, letter: 'Kevätkirje', link: course },
    { person: aino, letter: 'Kevätkirje', link: 'https://www.example.fi/ilmo#lomake' },
  ])
  const program = server.program
  expect(await followedLink(program, token)).toMatchObject({ person: aino, campaign: id, link: course })

  // Whoever comes by it and has agreed to statistics is known by it; who got it passed on is somebody else.
  for (const browser of [siteVisitor(server), siteVisitor(server)]) {
    await browser.see('/kurssi', { followed: token })
    await browser.choose('analytics')
    await browser.see('/kurssi', { followed: token, again: '1' })
  }
  const { rows: joined } = await db.admin.query('select person_id as person, act from visits.joined')
  expect(joined).toEqual([{ person: aino, act: 'link' }])

  // Another's message, another link: nothing of it holds but the way.
  const forged = Buffer.from(token, 'base64url')
  forged.writeUInt8(1, 33)
  const other = forged.toString('base64url')
  expect(await followedLink(program, other)).toBeUndefined()
  expect((await follow(`/l/${other}`)).headers.get('location')).toBe('https://www.example.fi/ilmo#lomake')
  forged.writeUInt8(9, 33)
  expect((await follow(`/l/${forged.toString('base64url')}`)).status).toBe(404)
  expect((await follow('/l/x')).status).toBe(404)

  db.clock.forward(2 * 86_400_000)
  await answer(aino, 'no')
  const after = await follow(toCourse)
  expect([after.status, after.headers.get('location')]).toEqual([302, course])
  expect(await followedLink(program, token)).toBeUndefined()
  expect(await noted()).toHaveLength(2)
  expect(server.lines.join('\n')).not.toContain(token)
})

test('a notice may measure letters on consent alone', () => {
  const on = (basis: string) =>
    check(
      noticeIn(source.replace('letter-measurement: consent', `letter-measurement: ${basis}`)),
      db.clock.now(),
    ).filter(({ rule }) => rule === 'E04')
  expect(on('consent')).toEqual([])
  expect(on('interest keep-in-touch')).toHaveLength(1)
})
