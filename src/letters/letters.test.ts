/** Letters over HTTP: each save a revision that stays, no field beyond the purpose, a look for whoever is shown, a test by the real mail server. */

import PostalMime from 'postal-mime'
import { afterAll, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer } from '../../test/mail-server.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import { testServer } from '../../test/server.ts'
import { smsGateway } from '../../test/sms-gateway.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import type { Content, EmailText } from './content.ts'
import { personalValues } from './fields.ts'
import { readRevision } from './letter.ts'
import type { LetterDetails, LetterFields, LetterList, NewImage, Preview } from './letter-answers.ts'
import { renderLetter } from './render.ts'
import { trialMessage } from './trial.ts'

const mail = await mailServer()
const desk = await rightsDesk(undefined, mail.url)
const { db, answer, server } = desk
afterAll(async () => {
  await mail.close()
  await desk.close()
})
await server.addStaff('Maija', ['marketing', 'customer-service', 'management'])
const maija = await server.signedIn('maija@example.fi')
const as = (purpose: string) => ({
  tell: <Answer = void>(method: string, path: string, body?: unknown) =>
    answer<Answer>(method, path, body, maija, purpose),
  refusal: (path: string, body: unknown) => desk.refusal(path, body, maija, purpose),
})
const marketing = as('marketing')

const name = { field: 'identity.given_name', fallback: 'ystävä' }
const one: EmailText = {
  subject: [{ text: 'Hei ' }, name],
  preheader: [],
  blocks: [
    {
      kind: 'text',
      paragraphs: [{ kind: 'paragraph', content: [{ text: 'Kurssit alkavat, ' }, name, { text: '.' }] }],
    },
  ],
}
const content: Content = { channel: 'email', texts: { fi: one } }
const save = (body: object = {}, by = marketing) =>
  by.tell<{ id: string; revision: string }>('POST', '/letters', { name: 'Kevään kirje', content, ...body })
const show = (id: string, by = marketing) => by.tell<LetterDetails>('GET', `/letters/${id}`)

test('each save is a revision; what was seen by somebody else meanwhile is not written over', async () => {
  const { id, revision } = await save()
  expect(await show(id)).toMatchObject({ n: 1, revision, ready: true, langs: ['fi'], fieldsGone: [] })
  const next = {
    name: 'Kesän kirje',
    content: { channel: 'email', texts: { fi: { ...one, subject: [{ text: 'Kesä' }] } } },
    why: 'Kevät meni',
    expected: 1,
  }
  const changed = await marketing.tell<{ revision: string }>('POST', `/letters/${id}/revisions`, next)
  expect(await marketing.refusal(`/letters/${id}/revisions`, next)).toBe('letters.changed-meanwhile')
  const sms = { channel: 'sms', texts: { fi: { body: [{ text: 'Hei' }] } } }
  expect(await marketing.refusal(`/letters/${id}/revisions`, { ...next, content: sms, expected: 2 })).toBe(
    'letters.other-channel',
  )
  expect(await show(id)).toMatchObject({
    name: 'Kesän kirje',
    revision: changed.revision,
    revisions: [
      { n: 2, why: 'Kevät meni' },
      { n: 1, name: 'Kevään kirje' },
    ],
  })
  const first = await marketing.tell<{ content: Content }>('GET', `/letters/revisions/${revision}`)
  expect(first.content).toEqual(content)
  await expect(db.app.query('update letters.revision set name = $1', ['x'])).rejects.toThrow('permission denied')
  await marketing.tell('DELETE', `/letters/${id}`)
  expect((await marketing.tell<LetterList>('GET', '/letters')).letters.map(letter => letter.id)).not.toContain(id)
  await marketing.tell('GET', `/letters/revisions/${revision}`) // whoever was sent it can still be told what it said
})

test('letters come by pages and by channel, and only to their purpose', async () => {
  const other = await save({ name: 'Kiitos' }, as('customer-care'))
  const letters = [await save(), await save(), await save()].map(({ id }) => id).reverse()
  const first = await marketing.tell<LetterList>('GET', '/letters?limit=2')
  expect(first.letters.map(({ id }) => id)).toEqual(letters.slice(0, 2))
  const second = await marketing.tell<LetterList>('GET', `/letters?limit=2&after=${first.next}`)
  expect(second.letters[0]?.id).toBe(letters[2])
  const others = await as('customer-care').tell<LetterList>('GET', '/letters?channel=email')
  expect(others.letters.map(({ id }) => id)).toEqual([other.id])
  await expect(show(other.id)).rejects.toThrow('letters.absent')
  await expect(marketing.tell('GET', `/letters/revisions/${other.revision}`)).rejects.toThrow('letters.absent')
})

test('a field that the purpose does not see is refused by its name, and is not offered', async () => {
  const hidden = { ...content, texts: { fi: { ...one, subject: [{ field: 'identity.given_name', fallback: 'x' }] } } }
  const planning = as('planning')
  expect(await planning.refusal('/letters', { name: 'x', content: hidden })).toBe('letters.field-not-given')
  expect(await planning.refusal('/letters/preview', { content: hidden, lang: 'fi' })).toBe('letters.field-not-given')
  const { fields } = await planning.tell<LetterFields>('GET', '/letters/fields')
  expect(fields.map(({ id }) => id)).not.toContain('identity.given_name')
  const offered = await marketing.tell<LetterFields>('GET', '/letters/fields')
  expect(offered.fields).toContainEqual(expect.objectContaining({ id: 'identity.given_name' }))
  expect(offered.stops).toEqual(['email', 'sms'])
  for (const wrong of [
    { field: 'identity.given_name', fallback: ' ' },
    { field: 'identity.given_name' },
    { html: '<b>' },
  ])
    expect(
      await marketing.refusal('/letters', {
        name: 'x',
        content: { ...content, texts: { fi: { ...one, subject: [wrong] } } },
      }),
    ).toBe('input')
})

test('seen as a person it is a look at them; whom the purpose does not see nobody is shown', async () => {
  const aino = await desk.customer('Aino', 'aino@example.org')
  const preview = (person?: string) =>
    marketing.tell<Preview>('POST', '/letters/preview', { content, lang: 'sv', ...(person && { person }) })
  expect(await preview()).toMatchObject({ lang: 'fi', subject: 'Hei ystävä', gaps: [{ what: 'absent' }] })
  expect((await preview(aino)).subject).toBe('Hei Aino')
  const { rows } = await db.admin.query(
    `select purpose, categories from access.look where person_id = $1 and operation = 'letters.preview'`,
    [aino],
  )
  expect(rows).toEqual([{ purpose: 'marketing', categories: ['identity'] }])
  await desk.register.say(aino, 'restriction')
  await expect(preview(aino)).rejects.toThrow('register.person-absent')
})

test('a revision is read once and filled for many, in the words of each one’s language', async () => {
  const ids = [await desk.customer('Bertta', 'bertta@example.org'), await desk.customer('<b>Kaarlo', 'k@example.org')]
  const fields: EmailText = {
    ...one,
    subject: [{ field: 'orders.ordered', fallback: 'ei vielä' }, { text: ' ' }, name],
  }
  const { revision } = await save({ content: { channel: 'email', texts: { fi: fields, en: fields } } })
  const asked = { purpose: 'marketing', program: server.program }
  const read = await readRevision(asked, revision)
  expect(await readRevision(asked, revision)).toBe(read)
  const values = await personalValues(
    {
      ...asked,
      published: await server.program.published(),
      reader: db.purpose('marketing'),
      token: server.program.sign({ actor: 'system', purpose: 'marketing', request: revision }),
      asker: { kind: 'staff' },
      clock: db.clock,
      lang: 'fi',
    },
    read.content,
    ids,
  )
  const subjects = ids.flatMap(id =>
    (['fi', 'en'] as const).map(lang => {
      const rendered = renderLetter(read, { lang, values: values.get(id)?.(lang) ?? {}, footer: [], url: '' })
      return rendered.channel === 'email' && rendered.subject
    }),
  )
  expect(subjects).toEqual([
    ...['3.2.2026 klo 12.00 Bertta', '3 February 2026 at 12:00 Bertta'],
    ...['3.2.2026 klo 12.00 <b>Kaarlo', '3 February 2026 at 12:00 <b>Kaarlo'],
  ])
})

test('a test goes to oneself by the mail server, in HTML and plain text, to nobody else', async () => {
  const { revision } = await save()
  await marketing.tell('POST', `/letters/revisions/${revision}/test`, { lang: 'fi' })
  const program = { ...server.program, mail: openMail({ url: mail.url, perMinute: 1000, key: db.addressKey }) }
  expect(await runDueJobs(db, [sendMail([trialMessage])], program)).toEqual([])
  const [received, more] = mail.received
  expect(more).toBeUndefined()
  expect(received?.to).toEqual(['maija@example.fi'])
  const read = await PostalMime.parse(received?.raw ?? '')
  expect(read.subject).toBe('Koe: Hei ystävä')
  expect(read.text).toContain('Kurssit alkavat, ystävä.')
  expect(read.html).toContain('Kurssit alkavat, ystävä.')
  const unfinished = await save({ content: { channel: 'email', texts: { fi: { ...one, subject: [] } } } })
  expect(await marketing.refusal(`/letters/revisions/${unfinished.revision}/test`, { lang: 'fi' })).toBe(
    'letters.trial-gaps',
  )
  const key = await server.withKey('marketing')
  const refused = await key('POST', `/api/v1/letters/revisions/${revision}/test`, {
    purpose: 'marketing',
    body: { lang: 'fi' },
  })
  expect(refused.status).toBe(403)
})

test('a test of a text message goes to the telephone of SMS_URL and to no other', async () => {
  const words = {
    fi: {
      body: [{ text: 'Hei ' }, { field: 'identity.given_name', fallback: 'ystävä' }, { text: ', kurssit alkavat.' }],
    },
  }
  const { revision } = await save({ content: { channel: 'sms', texts: words } })
  const path = `/letters/revisions/${revision}/test`
  expect(await marketing.refusal(path, { lang: 'fi' })).toBe('letters.trial-no-number')
  const gateway = await smsGateway()
  const told = await testServer(db, undefined, undefined, `${gateway.url}&test=%2B358401234567`)
  const send = await told.signedIn('maija@example.fi')
  const test = () => send('POST', `/api/v1${path}`, { purpose: 'marketing', body: { lang: 'fi' } })
  expect((await test()).status).toBe(204)
  const body = expect.stringMatching(/^Koe: Hei ystävä, kurssit alkavat\.\n/)
  expect(gateway.received).toEqual([expect.objectContaining({ to: '+358401234567', body })])
  gateway.answer = 500
  expect(await (await test()).json()).toMatchObject({ status: 503 })
  await gateway.close()
})

test('a picture is shown to anybody by its address and to no letter of another purpose', async () => {
  const gif = new Uint8Array([...Buffer.from('GIF89a'), 10, 0, 20, 0, 0, 0, 0, 0x3b])
  const upload = (bytes: Uint8Array<ArrayBuffer>) =>
    server.app.request('/api/v1/letters/images', {
      method: 'POST',
      headers: { ...keyHeaders, purpose: 'marketing', 'file-name': 'ruukku.gif' },
      body: bytes,
    })
  const keyHeaders = { authorization: await server.keyHeader('marketing') }
  const taken = await upload(gif)
  expect(taken.status).toBe(201)
  const picture = (await taken.json()) as NewImage
  expect(picture).toMatchObject({ width: 10, height: 20 })
  expect((await upload(new Uint8Array(Buffer.from('<svg onload=alert(1)>')))).status).toBe(422)
  const shown = await server.anonymous('GET', `/letters/images/${picture.id}`)
  expect(shown.headers.get('content-type')).toBe('image/gif')
  expect(shown.headers.get('set-cookie')).toBeNull()
  expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(Buffer.from(gif))
  expect((await server.anonymous('GET', '/letters/images/nosuch')).status).toBe(404)
  const { id: image, width } = picture
  const blocks = [{ kind: 'image' as const, image, width, alt: 'Ruukku', href: '' }]
  const withPicture = { name: 'x', content: { channel: 'email', texts: { fi: { ...one, blocks } } } }
  await marketing.tell('POST', '/letters', withPicture)
  expect(await as('customer-care').refusal('/letters', withPicture)).toBe('letters.image-absent')
})
