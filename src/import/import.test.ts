/** An import writes what its preview counted, with a change row behind every value, and can be taken back without a trace. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { importDesk } from '../../test/import-desk.ts'
import { textRows, workbookParts, zipOf } from '../../test/workbook.ts'
import { changeRow } from '../register/persons.ts'
import { tellOrigin, upload } from './imports.ts'
import { findImport, workLock } from './record.ts'
import { readRows } from './rows.ts'
import { showImport } from './show.ts'
import { preview, run } from './work.ts'

const desk = await importDesk()
const { db } = desk
afterAll(() => desk.close())

const example = (name: string) => readFileSync(join(import.meta.dirname, '../../examples/imports', name))
const wix = example('wix-contacts.csv')
const subscribers = { source: 'forms', basis: 'consent', purpose: 'marketing', obtained: '2026-02-01' } as const

const everything = [
  'person',
  'statement',
  'change',
  'identity',
  'contact_points',
  'work',
  'profile',
  'interests',
  'relationships',
  'shoe_size',
]

beforeEach(async () => {
  await db.admin.query(`truncate ${everything.map(name => `register.${name}`).join(', ')}`)
})

/** Every row of every table, to compare before with after. */
async function dump(tables = everything) {
  const rows = await Promise.all(
    tables.map(name => db.admin.query(`select to_jsonb(t) as row from register.${name} t order by to_jsonb(t)::text`)),
  )
  return rows.map(({ rows }, index) => [tables[index], rows.map(({ row }) => row)])
}

const count = async (table: string, where = 'true'): Promise<number> =>
  (await db.admin.query(`select count(*) from register.${table} where ${where}`)).rows[0].count

test('what is written is what was counted, with source and line behind every value', async () => {
  const done = await desk.imported(wix, 'contacts.csv')
  expect([done.state, done.problem]).toEqual(['done', null])
  expect(done.counts).toMatchObject({
    rows: 5,
    new: 3,
    changed: 0,
    same: 0,
    refused: 1,
    joined: 1,
    permitsUnknown: 1,
    objections: 1,
  })
  expect(await count('person')).toBe(3)
  expect(await count('change', `import_id = '${done.id}' and category <> 'person'`)).toBe(done.counts?.values)

  const { rows } = await db.admin.query(
    `select after, source, source_ref from register.change where category = 'contact-points' and after ? 'phone' order by after`,
  )
  expect(rows).toEqual([
    { after: { phone: '+358401234567' }, source: 'forms', source_ref: 'contacts.csv:2' },
    { after: { phone: '+358407654321' }, source: 'forms', source_ref: 'contacts.csv:3' },
    { after: { phone: '+35891234567' }, source: 'forms', source_ref: 'contacts.csv:5' }, // Aino's second record
    { after: { phone: '+46701234567' }, source: 'forms', source_ref: 'contacts.csv:4' },
  ])
  const before = await dump()
  await db.admin.query('select register.relabel(array(select id from register.person))')
  expect(await dump()).toEqual(before) // standing is what relabelling would make it
  expect((await db.purpose('customer-care').query('select from register.person')).rowCount).toBe(3)
})

test('the same file again changes nothing', async () => {
  await desk.imported(wix)
  const before = await dump()
  const again = await desk.imported(wix)
  expect(again.counts).toMatchObject({ new: 0, changed: 0, same: 3, joined: 1, refused: 1, values: 0, objections: 0 })
  expect(await dump()).toEqual(before)
})

test('undo takes everything back, and says what it did', async () => {
  await desk.imported('email,name,city\nkaarlo@example.org,Kaarlo Nieminen,Oulu\naino.virtanen@example.org,Aino,\n')
  const before = await dump(everything.filter(name => name !== 'change'))
  const done = await desk.imported(wix)
  expect(done.counts).toMatchObject({ new: 2, changed: 1 })
  expect(await dump(everything.filter(name => name !== 'change'))).not.toEqual(before)

  const shown = await showImport(desk.as('customer-care'), done)
  const undone = await desk.undone(done.id)
  expect(undone.problem).toBeNull()
  expect([undone.state, undone.undo]).toEqual(['undone', shown.undo])
  expect(undone.undo).toMatchObject({ persons: 2, left: 0 })
  expect(await dump(everything.filter(name => name !== 'change'))).toEqual(before)
  expect(await count('change', `import_id = '${done.id}' and undoes is null`)).toBe(undone.undo?.values)
  expect(await count('change', `import_id = '${done.id}' and undoes is not null`)).toBe(undone.undo?.values)
})

test('a workbook and contact cards go the same way, and back', async () => {
  const rows = textRows([
    ['Etunimi', 'Sukunimi', 'Sähköposti'],
    ['Aino', 'Virtanen', 'aino@example.fi'],
  ])
  const cards = 'BEGIN:VCARD\nVERSION:3.0\nN:Virtanen;Aino;;;\nEMAIL:aino@example.fi\nEND:VCARD\n'
  const before = await dump()
  const uploads = join(desk.home, 'files', 'uploads')
  const kept = existsSync(uploads) ? readdirSync(uploads) : []
  for (const file of [zipOf(workbookParts([{ name: 'Asiakkaat', rows }])), cards]) {
    const done = await desk.imported(file, 'asiakkaat')
    expect([done.state, done.problem, done.counts?.new, done.counts?.values]).toEqual(['done', null, 1, 2])
    expect((await db.admin.query('select given_name, family_name from register.identity')).rows).toEqual([
      { given_name: 'Aino', family_name: 'Virtanen' },
    ])
    await desk.undone(done.id)
    expect(await dump()).toEqual(before)
  }
  await expect(desk.imported(zipOf({ 'a.csv': 'x' }))).rejects.toMatchObject({ key: 'import.packed' })
  expect(readdirSync(uploads)).toEqual(kept)
})

test('an import of new persons alone is undone without a trace in the ledger', async () => {
  const before = await dump()
  await desk.undone((await desk.imported(wix)).id)
  expect(await dump()).toEqual(before)
})

test('what somebody has changed since stays', async () => {
  const done = await desk.imported(wix)
  const aino = await db.admin.query(`select i.person_id, c.id as change from register.identity i
    join register.change c on c.person_id = i.person_id and c.category = 'identity' where given_name = 'Aino'`)
  const { person_id, change } = aino.rows[0]
  const values = { family_name: 'Mäkelä' }
  await changeRow(desk.ask('customer-care'), person_id, 'identity', person_id, {
    source: 'phone',
    values,
    expected: change,
  })
  const undone = await desk.undone(done.id)
  expect(undone.undo).toEqual({ persons: 2, values: 0, left: 1 })
  expect((await db.admin.query('select given_name, family_name from register.identity')).rows).toEqual([
    { given_name: 'Aino', family_name: 'Mäkelä' },
  ])
})

test('a value that the register has otherwise stays, unless overwriting is chosen', async () => {
  await desk.imported('email,etunimi,sukunimi\naino@example.org,Aino,\n')
  const file = 'email,etunimi,sukunimi\nAINO@example.org,Aina,Virtanen\n'
  const filled = await desk.imported(file)
  expect(filled.counts).toMatchObject({ changed: 1, kept: 1, values: 1 })
  const names = async () => (await db.admin.query('select given_name, family_name from register.identity')).rows
  expect(await names()).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
  const over = await desk.imported(file, 'file.csv', { mapping: { rule: 'overwrite' } })
  expect(over.counts).toMatchObject({ changed: 1, kept: 0 })
  expect(await names()).toEqual([{ given_name: 'Aina', family_name: 'Virtanen' }])
  await desk.undone(over.id)
  expect(await names()).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
})

test('nobody who has objected is subscribed again, and nobody is before they have agreed', async () => {
  const marketing = { purpose: 'marketing', origin: subscribers }
  const gone = example('unsubscribed_members_export_mailchimp.csv')
  await desk.imported(gone, 'unsubscribed.csv', marketing)
  expect((await db.purpose('marketing').query('select from register.contact_points')).rowCount).toBe(0)
  const back = gone.toString().replace('UNSUB_TIME', 'LAST_CHANGED')
  const again = await desk.imported(back, 'subscribed.csv', marketing)
  expect(again.counts).toMatchObject({ permits: 0, permitsStopped: 1 })
  await desk.imported(example('subscribed_members_export_mailchimp.csv'), 'subscribed.csv', marketing)
  const { rows } = await db.purpose('marketing').query('select email from register.contact_points order by 1')
  expect(rows.map(({ email }) => email)).toEqual(['ake.lindstrom@example.org', 'aino.virtanen@example.org'].sort())
})

test('a cleaned address is marked, for a known person too, and says nothing of their will', async () => {
  const marketing = { purpose: 'marketing', origin: subscribers }
  const cleaned = example('cleaned_members_export_mailchimp.csv')
  const subscribed = cleaned.toString().replace('CLEAN_TIME', 'LAST_CHANGED')
  await desk.imported(subscribed, 'subscribed.csv', marketing)
  const done = await desk.imported(cleaned, 'cleaned.csv', marketing)
  expect(done.counts).toMatchObject({ changed: 1, bounced: 1, objections: 0 })
  expect((await db.admin.query('select state from register.contact_points')).rows).toEqual([{ state: 'bounced' }])
})

test('records of one person are joined through any of their keys; who fits several is refused', async () => {
  const file = [
    'email,name,phone',
    'aino@example.org,Aino Virtanen,040 123 4567',
    'a.virtanen@example.org,Aino Virtanen,+358 40 123 4567',
    'a.virtanen@example.org,,',
    'bertta@example.org,Bertta Mäkelä,040 123 4567', // the same telephone, another name
  ]
  const done = await desk.imported(file.join('\n'))
  expect(done.counts).toMatchObject({ rows: 4, new: 2, joined: 2, refused: 0 })
  await desk.imported('email,name\nkaksi@example.org,Onni\n')
  const both = await desk.previewed(
    'Email 1,Email 2,First Name,Email subscriber status\nbertta@example.org,kaksi@example.org,X,\n',
  )
  expect(both.counts).toMatchObject({ rows: 1, refused: 1, new: 0 })
  const { rows } = await readRows(desk.as('customer-care'), both.id, { outcome: 'refused', after: 0, limit: 10 })
  expect(rows).toMatchObject([{ line: 2, outcome: 'refused', person: null }])
})

test('two imports of one file at once open each person once', async () => {
  const asks = [desk.as('customer-care'), desk.as('customer-care')]
  const ids = await Promise.all(asks.map(async () => (await desk.previewed(wix)).id))
  const counts = (await findImport(desk.as('customer-care'), ids[0] ?? '')).counts
  if (!counts) throw new Error('no preview')
  const begun = await Promise.all(ids.map(id => run(desk.as('customer-care'), id, counts)))
  await Promise.all(begun.map(({ finished }) => finished))
  const records = await Promise.all(ids.map(id => findImport(desk.as('customer-care'), id)))
  expect(records.map(({ state }) => state).sort()).toEqual(['done', 'previewed'])
  const late = records.find(({ state }) => state === 'previewed')
  expect(late?.problem?.key).toBe('import.changed-since-preview')
  expect(late?.counts).toMatchObject({ new: 0, same: 3 })
  expect(await count('person')).toBe(3)
})

test('a file that breaks in the middle is told by its line and leaves nothing staged', async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => `aino${at}@example.org,Aino`)
  const broken = await desk.previewed(['email,name', ...rows, 'x@example.org,"Aino', 'y@example.org,Aino'].join('\n'))
  expect(broken).toMatchObject({
    state: 'mapping',
    counts: null,
    problem: { key: 'import.quote-not-closed', line: 3002 },
  })
  for (const table of ['row', 'key', 'part', 'said', 'remark', 'match']) {
    const { rows } = await db.admin.query(`select from intake.${table} where import_id = $1`, [broken.id])
    expect(rows).toEqual([])
  }
})

test('a step waits until the one before has let go, and is refused when that goes on', async () => {
  const previewed = await desk.previewed(wix)
  if (!previewed.counts) throw new Error('no preview')
  const before = await db.admin.connect()
  const lock = [workLock, previewed.number]
  await before.query('select pg_advisory_lock($1, $2)', lock)
  const ask = desk.as('customer-care')
  await expect(run(ask, previewed.id, previewed.counts)).rejects.toMatchObject({ key: 'import.at-work' })
  const next = run(ask, previewed.id, previewed.counts)
  await vi.waitFor(async () => {
    const { rowCount } = await before.query(
      `select from pg_locks where locktype = 'advisory' and not granted and classid = $1 and objid = $2`,
      lock,
    )
    expect(rowCount).toBe(1)
  })
  await before.query('select pg_advisory_unlock($1, $2)', lock)
  before.release()
  await (await next).finished
  expect(await findImport(ask, previewed.id)).toMatchObject({ state: 'done' })
})

test('a file of two encodings waits until one is chosen, and its unreadable rows are refused', async () => {
  const mixed = Buffer.concat([
    Buffer.from('email,name\naino@example.org,Äino\n'),
    Buffer.from('b@example.org,Mäkelä\n', 'latin1'),
  ])
  const ask = desk.as('customer-care')
  const id = await upload(ask, 'x.csv', Readable.from([mixed]))
  await tellOrigin(ask, id, { source: 'forms', basis: 'contract', obtained: '2026-02-01' })
  expect(await findImport(ask, id)).toMatchObject({
    state: 'mapping',
    mapping: null,
    problem: { key: 'import.mixed-encoding', args: { line: 3 } },
  })
  const chosen = await desk.previewed(mixed, 'x.csv', { mapping: { reading: { encoding: 'utf-8' } } })
  expect(chosen.counts).toMatchObject({ rows: 2, new: 1, refused: 1 })
})

test('values of a staged file are gone once it is imported, and the file with them', async () => {
  const done = await desk.imported(wix)
  const { rows } = await db.admin.query('select from intake.part where import_id = $1', [done.id])
  expect(rows).toEqual([])
  expect(readdirSync(join(desk.home, 'files', 'uploads')).join()).not.toContain(done.id)
})

test('a file that nobody finishes importing goes after a week', async () => {
  const left = await desk.previewed(wix)
  db.clock.forward(8 * 24 * 3600 * 1000)
  await desk.previewed(wix)
  expect(readdirSync(join(desk.home, 'files', 'uploads')).join()).not.toContain(left.id)
  expect((await db.admin.query('select from intake.part where import_id = $1', [left.id])).rows).toEqual([])
  const ask = desk.as('customer-care')
  await (await preview(ask, left.id)).finished
  expect((await findImport(ask, left.id)).problem?.key).toBe('import.file-gone')
})

test('nothing is read before the origin is told, and what the notice does not know is refused', async () => {
  const ask = desk.as('customer-care')
  const id = await upload(ask, 'x.csv', Readable.from([wix]))
  await expect(preview(ask, id)).rejects.toMatchObject({ key: 'import.wrong-state' })
  expect((await showImport(ask, await findImport(ask, id))).columns).toEqual([])
  const origin = { source: 'astrology', basis: 'contract', obtained: '2026-02-01' } as const
  await expect(tellOrigin(ask, id, origin)).rejects.toMatchObject({ key: 'import.source-not-declared' })
  await expect(tellOrigin(ask, id, { ...origin, source: 'forms', obtained: '2027-01-01' })).rejects.toMatchObject({
    key: 'import.obtained-later',
  })
  await expect(findImport(desk.as('marketing'), id)).rejects.toMatchObject({ key: 'import.absent' })
})

test('a mapping made by hand is remembered for the next file with that header', async () => {
  const file = 'sposti,vari\naino@example.org,sininen\n'
  const columns = [
    { index: 0, target: 'email', group: 1 },
    { index: 1, target: 'shoe-size.colour', group: 1 },
  ]
  await desk.imported(file, 'a.csv', { mapping: { columns } })
  expect((await db.admin.query('select colour from register.shoe_size')).rows).toEqual([{ colour: 'sininen' }])
  const next = await desk.previewed(file.replace('aino', 'bertta'))
  expect(next.mapping?.remembered).toBe(true)
  expect(next.counts).toMatchObject({ new: 1, values: 2 })
})

test('what a crash of the database loses is said, and no report is lost', async () => {
  const crash = () =>
    db.admin.query(`do $$ begin execute (select 'truncate ' || string_agg(oid::regclass::text, ', ') from pg_class
      where relnamespace = 'intake'::regnamespace and relkind = 'r' and relpersistence = 'u'); end $$`)
  const { id, counts } = await desk.previewed(wix)
  if (!counts) throw new Error('no preview')
  const ask = desk.as('customer-care')
  await crash()
  await (await run(ask, id, counts)).finished
  expect(await findImport(ask, id)).toMatchObject({ state: 'previewed', problem: { key: 'import.values-lost' } })
  await (await preview(ask, id)).finished
  await (await run(ask, id, counts)).finished
  const report = async () => {
    const { refusals, remarks, counts } = await showImport(ask, await findImport(ask, id))
    return { refusals, remarks, counts, rows: await readRows(ask, id, { outcome: 'refused', after: 0, limit: 10 }) }
  }
  const before = await report()
  expect(before).toMatchObject({ counts, refusals: [{ reason: 'no-contact', rows: 1 }], rows: { rows: [{ line: 6 }] } })
  await crash()
  expect(await report()).toEqual(before)
})

test('kill -9 in the middle of a run leaves nothing half imported, and it can be run again', async () => {
  const lines = Array.from({ length: 12_000 }, (_, at) => `aino${at}@example.org,Aino ${at},Helsinki`)
  const { id, counts } = await desk.previewed(['email,name,city', ...lines].join('\n'), 'many.csv')
  const before = await dump()
  const script = join(desk.home, 'runs.ts')
  writeFileSync(script, childScript(id))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data') // a chunk has been written, and more are to come
  child.kill('SIGKILL')
  await once(child, 'exit')
  await expect
    .poll(async () => (await findImport(desk.as('customer-care'), id)).at_work, { timeout: 20_000 })
    .toBe(false)

  const record = await findImport(desk.as('customer-care'), id)
  expect((await showImport(desk.as('customer-care'), record)).state).toBe('interrupted')
  expect(await dump()).toEqual(before)
  if (!counts) throw new Error('no preview')
  await (await run(desk.as('customer-care'), id, counts)).finished
  expect(await count('person')).toBe(12_000)
})

/** The program of a child that runs the import and says when it has written some of it. */
function childScript(id: string): string {
  const from = (path: string) => JSON.stringify(join(import.meta.dirname, path))
  return `
import { openDatabase } from ${from('../database/pools.ts')}
import { signActor } from ${from('../database/actor-token.ts')}
import { systemClock } from ${from('../base/time.ts')}
import { progressOf, run } from ${from('work.ts')}
import { findImport } from ${from('record.ts')}
const db = await openDatabase({ url: ${JSON.stringify(db.url)}, secret: Buffer.alloc(32, 'a test needs no secret') })
const ask = {
  purpose: 'customer-care', published: { version: ${desk.version} }, reader: db.purpose('customer-care'), token: '',
  program: { database: db, home: ${JSON.stringify(desk.home)}, sign: claim => signActor(db.actorKey, claim) },
  asker: { kind: 'staff', actor: 'staff:test' }, lang: 'fi', clock: systemClock, requestId: 'child',
}
const { counts } = await findImport(ask, ${JSON.stringify(id)})
await run(ask, ${JSON.stringify(id)}, counts)
setInterval(() => { if ((progressOf(${JSON.stringify(id)})?.done ?? 0) > 0) process.stdout.write('some\\n') }, 1)
`
}
