/** A visitor's file is of nobody until its row is there, is judged by its bytes, and goes with its row, its person or its unconfirmed address. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { shopNotice } from '../../test/arrivals-desk.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { feedback, formsDesk } from '../../test/forms-desk.ts'
import { partsOf } from '../../test/mail-server.ts'
import { scopeFor } from '../register/scope.ts'
import { checkContent } from './check-content.ts'
import { formContent } from './content.ts'
import * as jobs from './forms.jobs.ts'
import { cleanName, filesOf } from './sent-file.ts'
import { endedBy, watchType } from './sent-type.ts'

const fields = 'fields: [kind, content, received, state, answer, answered, closed, attachments]'
const desk = await formsDesk(shopNotice.replace('  feedback:\n', `  feedback:\n    ${fields}\n`))
const { db } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.empty()
  await db.admin.query(
    'truncate forms.waiting, forms.held, forms.sent_file, arrivals.shown; delete from mail.message; delete from graphile_worker._private_jobs',
  )
  rmSync(join(desk.server.program.home, 'files', 'sent_files'), { recursive: true, force: true })
  desk.letters.received.length = 0
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 86_400_000)))
})

const column = { category: 'feedback', column: 'attachments', given: 'asked' } as const
const asking = formContent.parse({ ...feedback, fields: [...feedback.fields, column] })
const open = await desk.form(asking)
const waiting = await desk.form({ ...asking, confirmation: 'everything' })
const field = 'f.feedback.attachments'
const aino = { 'f.contact-points.email': 'aino@example.org', 'f.feedback.content': 'Video ei aukea.' }
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('kuva')])
const pdf = Buffer.from('%PDF-1.7 lasku')
type Sent = readonly [name: string, content: Uint8Array]

async function send(
  path: string,
  files: readonly Sent[],
  more: Readonly<Record<string, string>> = aino,
  stamp?: string,
) {
  const stamped = stamp ?? (await desk.stampOf(path))
  db.clock.forward(60_000)
  const body = new FormData()
  for (const [name, value] of Object.entries({ stamp: stamped, ...more })) body.append(name, value)
  for (const [name, content] of files)
    body.append(field, new File([new Uint8Array(content)], name, { type: 'image/png' }))
  const answer = await desk.server.app.request(path, { method: 'POST', body, headers: { accept: 'text/html' } })
  return { status: answer.status, page: await answer.text() }
}
const kept = (): readonly string[] => {
  const folder = join(desk.server.program.home, 'files', 'sent_files')
  return existsSync(folder) ? readdirSync(folder) : []
}
const run = () =>
  runDueJobs(db, [jobs.placeFiles, jobs.clearFiles], { ...desk.server.program, database: db, sign: desk.program.sign })
const written = async (): Promise<string> => {
  await desk.write()
  await run()
  return (await db.admin.query('select id from register.person')).rows[0]?.id
}
const tidy = () => jobs.tidyForms.run({ ...desk.server.program, database: db }, {}, new AbortController().signal)
const count = async (table: string) => Number((await db.admin.query(`select count(*) from ${table}`)).rows[0].count)

describe('a file', () => {
  test('is of the row that its form made, encrypted, and read by whoever the notice gives it', async () => {
    expect(
      await send(open.path, [
        ['kuva.png', png],
        ['lasku.pdf', pdf],
      ]),
    ).toMatchObject({ status: 303 })
    const person = await written()
    expect(await desk.rows('feedback')).toMatchObject([
      { content: 'Video ei aukea.', attachments: 'kuva.png, lasku.pdf' },
    ])
    const care = desk.ask('customer-care')
    const files = await filesOf(care, person)
    const { rows } = await db.admin.query('select id from register.feedback')
    expect(files).toMatchObject([
      { name: 'lasku.pdf', type: 'application/pdf', bytes: pdf.length, row_id: rows[0].id },
      { name: 'kuva.png', type: 'image/png', row_id: rows[0].id },
    ])
    const call = await desk.server.withKey('customer-care')
    const path = `/api/v1/persons/${person}/sent-files`
    const opened = await (await call('GET', `${path}/${files[0]?.id}`, { purpose: 'customer-care' })).json()
    expect(opened).toEqual({ name: 'lasku.pdf', type: 'application/pdf', base64: pdf.toString('base64') })
    expect((await call('GET', `${path}/${person}`, { purpose: 'customer-care' })).status).toBe(404)
    const looks = await db.admin.query(`select operation from access.look where person_id = $1`, [person])
    expect(looks.rows).toEqual([{ operation: 'sent-file' }])
    expect(await filesOf(desk.ask('marketing'), person)).toEqual([])
    const [file = ''] = kept()
    expect(readFileSync(join(desk.server.program.home, 'files', 'sent_files', file)).includes('lasku')).toBe(false)
    expect(await count('forms.held')).toBe(0)
    const { reader, token } = desk.ask('rights')
    const copy = await reader.query('select folder, name from rights.sealed_files($1, $2) order by name', [
      token,
      person,
    ])
    expect(copy.rows).toEqual(['kuva.png', 'lasku.pdf'].map(name => ({ folder: 'sent_files', name })))
  })

  test('goes with its person, and with its row', async () => {
    for (const gone of [
      'select register.forget(array[$1::uuid])',
      'delete from register.feedback where person_id = $1',
    ]) {
      await send(open.path, [['kuva.png', png]])
      const person = await written()
      expect(kept()).toHaveLength(1)
      await db.admin.query(gone, [person])
      await run()
      await tidy()
      expect([kept(), await count('forms.sent_file')]).toEqual([[], 0])
    }
  })

  test('waits with what waits for a confirmed address, and goes with it when nobody confirms', async () => {
    await send(waiting.path, [['kuva.png', png]])
    await tidy()
    expect([kept().length, await count('forms.held'), await count('forms.sent_file')]).toEqual([1, 1, 0])
    await desk.sendLetters()
    const text = partsOf(desk.letters.received[0] ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
    expect(await desk.post(/\/f\/[\w-]+\/confirm\/[\w-]+/.exec(text)?.[0] ?? '', {})).toMatchObject({ status: 200 })
    expect(await filesOf(desk.ask('customer-care'), await written())).toHaveLength(1)
    await send(waiting.path, [['toinen.png', png]], { ...aino, 'f.contact-points.email': 'bertta@example.org' })
    expect(kept()).toHaveLength(2)
    db.clock.forward(8 * 86_400_000)
    await tidy()
    expect(kept()).toHaveLength(1)
  })
})

describe('nothing is taken', () => {
  const large = Buffer.concat([pdf, Buffer.alloc(10_000_000)])
  const half = Buffer.concat([pdf, Buffer.alloc(9_000_000)])
  const hostile: readonly (readonly [what: string, files: readonly Sent[], told: string])[] = [
    [
      'a program that calls itself a paper',
      [['lasku.pdf', Buffer.from('MZ\x90\x00\x03\x00', 'latin1')]],
      'lasku.pdf ei sisällöltään',
    ],
    ['a picture by name alone', [['kuva.png', Buffer.from([0xff, 0xfe, 0, 1])]], 'kuva.png ei sisällöltään'],
    ['an archive', [['a.docx', Buffer.from(`PK\x03\x04${'\0'.repeat(30)}`, 'latin1')]], 'a.docx ei sisällöltään'],
    [
      'a paper with macros',
      [['b.docx', Buffer.from('PK\x03\x04word/document.xml word/vbaProject.bin')]],
      'b.docx ei sisällöltään',
    ],
    ['nothing', [['tyhja.txt', Buffer.alloc(0)]], 'tyhja.txt on tyhjä'],
    ['what is too large', [['suuri.pdf', large]], 'suuri.pdf on suurempi'],
    ['too much together', [1, 2, 3].map(n => [`${n}.pdf`, half]), 'yhteensä suurempia'],
    ['fifty files', Array.from({ length: 50 }, (_, n): Sent => [`${n}.pdf`, pdf]), 'enemmän kuin 3'],
  ]
  test.each(hostile)('of %s, and what was typed comes back', async (_, files, told) => {
    const { status, page } = await send(open.path, files)
    expect([status, page.includes(told), page.includes('Video ei aukea.')]).toEqual([422, true, true])
    expect([kept(), await count('forms.held'), await desk.states()]).toEqual([[], 0, []])
  })

  test('before the stamp, with a forged one, of a form that asks for none, or of half a body', async () => {
    expect((await send(open.path, [['kuva.png', png]], aino, 'forged')).status).toBe(422)
    const plain = await desk.form(feedback)
    expect((await send(plain.path, [['kuva.png', png]])).status).toBe(303)
    const headers = { 'content-type': 'multipart/form-data; boundary=x', accept: 'text/html' }
    for (const body of ['--x\r\nContent-Disposition: form-data; name="stamp"\r\n\r\nhalf', '', 'nothing of the kind'])
      expect((await desk.server.app.request(open.path, { method: 'POST', headers, body })).status).toBe(422)
    const stamp = await desk.stampOf(open.path)
    db.clock.forward(60_000)
    const part = (told: string, content: string) =>
      `--x\r\nContent-Disposition: form-data; name=${told}\r\n\r\n${content}\r\n`
    const first = part(`"${field}"; filename="a.pdf"`, '%PDF-1.7')
    const rest = part('"stamp"', stamp) + part('"f.contact-points.email"', 'aino@example.org')
    const answer = await desk.server.app.request(open.path, {
      method: 'POST',
      headers,
      body: `${first}${rest}--x--\r\n`,
    })
    expect(answer.status).toBe(303)
    expect([kept(), await count('forms.held')]).toEqual([[], 0])
  })

  test('of other fields that are amiss: the files are to be chosen again', async () => {
    const { status, page } = await send(open.path, [['kuva.png', png]], { ...aino, 'f.contact-points.email': 'aino@' })
    expect([status, page.includes('Valitse tiedostot uudelleen'), kept()]).toEqual([422, true, []])
  })
})

test('an input without a file is none, and one that must be given says so', async () => {
  expect((await send(open.path, [])).status).toBe(303)
  const must = await desk.form({
    ...asking,
    fields: asking.fields.map(one => ({ ...one, required: one.required || one.column === 'attachments' })),
  })
  expect((await desk.fetchPage(must.path)).page).toMatch(/type="file"[^>]*multiple[^>]* required/)
  expect((await send(must.path, [])).page).toContain('Valitse vähintään yksi tiedosto')
})

test('names are what can be shown and saved', () => {
  const names = [
    '../../x',
    'C:\\kansio\\lasku.pdf',
    'a\u202Efdp.exe',
    'a\r\nb\0.png',
    '...',
    '131052-308T.png',
    `${'ä'.repeat(300)}.png`,
  ]
  expect(names.map(cleanName)).toEqual([
    'x',
    'lasku.pdf',
    'afdp.exe',
    'ab.png',
    'tiedosto',
    '******-****.png',
    'ä'.repeat(200),
  ])
  expect(endedBy('sivu.html', 'text/plain')).toBe('sivu.html.txt')
  expect(endedBy('Kuva.JPEG', 'image/jpeg')).toBe('Kuva.JPEG')
})

test('types are told by bytes, in whatever pieces they come', () => {
  const odt = `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.textPK`
  const contents = {
    'text/plain': 'Hyvää päivää\n',
    'image/webp': 'RIFF1234WEBPVP8 ',
    'application/vnd.oasis.opendocument.text': odt,
  }
  for (const [type, content] of Object.entries(contents)) {
    const watch = watchType()
    for (const byte of Buffer.from(content)) watch.see(Buffer.from([byte]))
    expect(watch.type()).toBe(type)
  }
})

test('a form asks for files once, of the visitor, and only where the notice names them', async () => {
  const scope = await scopeFor(desk.ask('customer-care'))
  const keys = (fields: readonly object[]) =>
    checkContent(formContent.parse({ ...feedback, fields: [...feedback.fields, ...fields] }), scope, 'forms').map(
      ({ key }) => key,
    )
  expect(keys([column])).toEqual([])
  expect(keys([{ ...column, given: 'fixed', value: 'a.png' }])).toEqual(['files-asked'])
  expect(keys([{ ...column, category: 'service-events' }])).toEqual(['field-not-given'])
})
