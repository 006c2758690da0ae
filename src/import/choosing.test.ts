/** Records that stay out although they can be read: without a required value, or about nobody knows whom until somebody says it. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { courseNotice } from '../../test/course-register.ts'
import { importDesk } from '../../test/import-desk.ts'
import type { ImportRow } from './answers.ts'
import { findImport, type ImportRecord } from './record.ts'
import { readRows } from './rows.ts'
import { showImport } from './show.ts'
import { choose, run } from './work.ts'

const desk = await importDesk(
  courseNotice
    .replace('fields: [given-name, family-name]', 'fields: [given-name, family-name]\n    required: [family-name]')
    .replace(
      'fields: [email, phone, post, web, social-media]',
      'fields: [email, phone, post, web, social-media]\n    required: [email]',
    ),
)
const { db } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await db.admin.query('select register.forget(array(select id from register.person))')
})

const rowsOf = async ({ id }: ImportRecord, outcome: ImportRow['outcome']) =>
  (await readRows(desk.as('customer-care'), id, { outcome, after: 0, limit: 50 })).rows
const identities = async () =>
  (await db.admin.query('select given_name, family_name from register.identity order by 2, 1')).rows

test('a record without a required value is refused with its reason, and counted', async () => {
  const file =
    'email,etunimi,sukunimi,puhelin\na@example.org,Aino,Virtanen,\nb@example.org,Bertta,,\n,Onni,Nieminen,040 123 4567\n'
  const done = await desk.imported(file)
  expect(done.counts).toMatchObject({ rows: 3, new: 2, refused: 1 })
  // Who is known by telephone only comes in: an address is asked of those who make a contract on a form.
  expect((await identities()).map(({ family_name }) => family_name)).toEqual(['Nieminen', 'Virtanen'])
  const shown = await showImport(desk.as('customer-care'), done)
  expect(shown.refusals.map(({ text, rows }) => [text, rows]).sort()).toEqual([
    ['Riviltä puuttuu pakollinen tieto: Sukunimi.', 1],
  ])
})

test('what the register has already need not be in the file', async () => {
  await desk.imported('email,etunimi,sukunimi\naino@example.org,Aino,Virtanen\n')
  const done = await desk.imported('email,etunimi,puhelin\naino@example.org,Aino,040 123 4567\n')
  expect(done.counts).toMatchObject({ rows: 1, changed: 1, refused: 0, values: 1 })
})

test('of a person whom the purpose does not see a record lacks what a new one would', async () => {
  await desk.imported('email,etunimi,sukunimi\naino@example.org,Aino,Virtanen\n')
  const { rows } = await db.admin.query('select id from register.person')
  await db.admin.query(
    `insert into register.statement (person_id, id, kind, given_at, source, recorded_by, notice_version)
     values ($1, gen_random_uuid(), 'restriction', now(), 'forms', 'test', 1)`,
    [rows[0].id],
  )
  await db.admin.query('select register.relabel($1)', [[rows[0].id]])
  const counts = async (email: string) => (await desk.previewed(`email,etunimi\n${email},Aino\n`)).counts
  expect(await counts('aino@example.org')).toEqual(await counts('nobody@example.org'))
})

test('a prohibition lands with a record that lacks something; only the values stay out', async () => {
  const file = 'email,etunimi,sukunimi,markkinointikielto\nbertta@example.org,Bertta,,kyllä\n'
  const done = await desk.imported(file)
  expect(done.counts).toMatchObject({ rows: 1, new: 1, refused: 0, objections: 1, values: 1 })
  expect(await identities()).toEqual([])
  const [row] = await rowsOf(done, 'new')
  expect(row?.remarks).toEqual([{ column: 'family-name', text: expect.stringMatching(/^Jätetty pois/) }])
})

/** Aino and Bertta share a telephone and a name; a third file knows no more than these. */
async function twoNamesakes() {
  await desk.imported(
    'email,etunimi,sukunimi,puhelin\naino@example.org,A,Virtanen,040 123 4567\naini@example.org,B,Virtanen,040 765 4321\n',
  )
  const { rows } = await db.admin.query<{ person_id: string }>(
    'select person_id from register.contact_points where email is not null order by email desc',
  )
  const [aino = '', aini = ''] = rows.map(({ person_id }) => person_id)
  return { aino, aini }
}

const both =
  'Email 1,Email 2,First Name,Last Name,Phone 1,Email subscriber status\naino@example.org,aini@example.org,C,Virtanen,050 111 2222,\n'

test('a record that fits two is refused until somebody says whom it is about, and then counted with them', async () => {
  const { aino, aini } = await twoNamesakes()
  const previewed = await desk.previewed(both)
  expect(previewed.counts).toMatchObject({ rows: 1, refused: 1, changed: 0 })
  const [row] = await rowsOf(previewed, 'refused')
  expect(row).toMatchObject({ name: 'C Virtanen', person: null, choice: { chosen: 'none' } })
  expect(row?.choice?.persons.map(({ person }) => person).sort()).toEqual([aino, aini].sort())
  expect(row?.choice?.persons.map(({ name }) => name).sort()).toEqual(['A Virtanen', 'B Virtanen'])

  const ask = desk.as('customer-care')
  const choice = (person: string) => ({ choices: [{ line: 2, person }] })
  await expect(choose(ask, previewed.id, choice(previewed.id))).rejects.toMatchObject({ key: 'import.not-offered' })
  await (await choose(ask, previewed.id, choice(aino))).finished
  const chosen = await findImport(ask, previewed.id)
  expect(chosen).toMatchObject({ state: 'previewed', counts: { rows: 1, refused: 0, changed: 1, kept: 1, values: 2 } })
  expect(await rowsOf(chosen, 'changed')).toMatchObject([{ line: 2, person: aino, choice: { chosen: aino } }])

  // The counts seen before the choice do not hold any more: nothing is written by them.
  if (!previewed.counts || !chosen.counts) throw new Error('no counts')
  await (await run(ask, previewed.id, previewed.counts)).finished
  expect(await findImport(ask, previewed.id)).toMatchObject({
    state: 'previewed',
    problem: { key: 'import.changed-since-preview' },
  })
  await (await run(ask, previewed.id, chosen.counts)).finished
  const { rows } = await db.admin.query(
    'select phone from register.contact_points where person_id = $1 and phone is not null',
    [aino],
  )
  expect(rows.map(({ phone }) => phone).sort()).toEqual(['+358401234567', '+358501112222'])
  const kept = await db.admin.query('select person_id, by from intake.choice where import_id = $1', [previewed.id])
  expect(kept.rows).toEqual([{ person_id: aino, by: 'staff:test' }])
})

test('a choice can be taken back, and outlives a preview made anew', async () => {
  const { aino } = await twoNamesakes()
  const previewed = await desk.previewed(both)
  const ask = desk.as('customer-care')
  const counts = async (person: string) => {
    await (await choose(ask, previewed.id, { choices: [{ line: 2, person }] })).finished
    return (await findImport(ask, previewed.id)).counts
  }
  expect(await counts(aino)).toMatchObject({ changed: 1, refused: 0 })
  expect(await counts('none')).toEqual(previewed.counts)
  expect(await counts('new')).toMatchObject({ new: 1, refused: 0, changed: 0 })
})

test('somebody new with the address of one who has objected gets no permit', async () => {
  const { aino } = await twoNamesakes()
  await desk.imported('email,markkinointikielto\naino@example.org,kyllä\n')
  const origin = { source: 'forms', basis: 'contract', obtained: '2026-02-01', purpose: 'marketing' } as const
  const previewed = await desk.previewed(
    'Email 1,Email 2,First Name,Last Name,lupa,lupa aika\naino@example.org,aini@example.org,C,Virtanen,kyllä,2026-01-01\n',
    'x.csv',
    {
      origin,
      mapping: {
        columns: [
          { index: 0, target: 'email', group: 1 },
          { index: 1, target: 'email', group: 2 },
          { index: 4, target: 'status-email', group: 1 },
          { index: 5, target: 'permit-time-email', group: 1 },
        ],
      },
    },
  )
  const ask = desk.as('customer-care')
  const choice = async (person: string) => {
    await (await choose(ask, previewed.id, { choices: [{ line: 2, person }] })).finished
    return (await findImport(ask, previewed.id)).counts
  }
  expect(await choice('new')).toMatchObject({ new: 1, permits: 0, permitsStopped: 1 })
  expect(await choice(aino)).toMatchObject({ new: 0, permits: 0, permitsStopped: 1 })
})

test('rows have their names as the file has them, refused ones too, and the register’s once the file is gone', async () => {
  const file = 'email,etunimi,sukunimi\nAINO@example.org,Aino,Virtanen\n,Onni,Nieminen\n'
  const previewed = await desk.previewed(file)
  expect(await rowsOf(previewed, 'new')).toMatchObject([{ name: 'Aino Virtanen', person: null }])
  expect(await rowsOf(previewed, 'refused')).toMatchObject([{ name: 'Onni Nieminen' }])
  const done = await desk.imported(file)
  expect(await rowsOf(done, 'new')).toMatchObject([{ name: 'Aino Virtanen', email: 'AINO@example.org' }])
  expect(await rowsOf(done, 'refused')).toMatchObject([{ name: null }])
  expect((await db.admin.query('select from intake.named where import_id = $1', [done.id])).rowCount).toBe(0)
})
