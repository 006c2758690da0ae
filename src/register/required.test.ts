/** A field that the notice calls required is there when a row comes, and stays when it changes: the database sees to it. */

import { afterAll, expect, test } from 'vitest'
import { courseNotice, courseRegister } from '../../test/course-register.ts'
import { newId } from '../base/ids.ts'
import { publishChecked } from '../database/publish.ts'
import { parse } from '../notice/parse.ts'
import { readCard } from './card.ts'
import { undoChange } from './changes.ts'
import { addRow, changeRow, openPerson } from './persons.ts'

const fields = 'fields: [given-name, family-name]'
const points = 'fields: [email, phone, post, web, social-media]'
const boots = `
  boots:
    name: { fi: Saappaat, en: Boots }
    rows: many
    required: [product]
    without-it: { fi: Emme voi toimittaa., en: We cannot deliver. }
    fields: { product: { type: text, name: { fi: tuote, en: product } }, colour: { type: text, name: { fi: väri, en: colour } } }
    from: [forms]
    for: { customer-care: contract, development: { basis: interest keep-in-touch, fields: [colour] } }
    keep: same as identity
duties:`
const free = courseNotice.replace('\nduties:', boots.replace('    required: [product]\n', '    required: none\n'))
const strict = courseNotice
  .replace(fields, `${fields}\n    required: [family-name]`)
  .replace(points, `${points}\n    required: [email]`)
  .replace('\nduties:', boots)

const register = await courseRegister(free)
afterAll(() => register.close())
const earlier = register.ask('customer-care')
const contract = { kind: 'contract', givenAt: '2026-03-01T10:00:00+02:00' } as const
const missing = (field: string) =>
  expect.objectContaining({ key: 'register.field-required', args: expect.objectContaining({ field }) })

const open = (categories: Record<string, Record<string, string>[]>, ask = asked) =>
  openPerson(ask, { source: 'forms', categories, statements: [contract] })

// Before the notice asked for anything.
const old = await open({ identity: [{ given_name: 'Aino' }], 'contact-points': [{ phone: '040 123 4567' }] }, earlier)

const { notice } = parse(strict)
if (!notice) throw new Error('the strict notice is not understood')
const { version } = await publishChecked(register.db, notice, {
  source: strict,
  by: 'system',
  clock: register.db.clock,
})
const asked = { ...register.ask('customer-care'), published: { version } }

/** By the login itself, as anybody with a token could. */
const write = (category: string, person: string, row: string | null, values: unknown, ask = asked) =>
  ask.reader.query(`select register.write_${category}($1, 'forms', null, $2, $3, $4, null)`, [
    ask.token,
    person,
    row,
    JSON.stringify(values),
  ])
const refused = expect.objectContaining({ code: 'SE001', message: 'register.field-required' })

const lastChange = async (person: string, category: string) => {
  const card = await readCard(asked, person)
  return card.categories.find(({ id }) => id === category)?.rows[0]?.expected ?? ''
}

test('a row without it is not added', async () => {
  await expect(open({ identity: [{ given_name: 'Aino' }] })).rejects.toEqual(missing('family-name'))
  const person = await open({ 'contact-points': [{ email: 'aino@example.org' }] })
  await expect(addRow(asked, person, 'identity', { source: 'forms', values: { given_name: 'Aino' } })).rejects.toEqual(
    missing('family-name'),
  )
  await expect(write('identity', person, null, { given_name: 'Aino' })).rejects.toEqual(refused)
  await expect(write('boots', person, null, { colour: 'red' })).rejects.toEqual(refused)
  await write('boots', person, null, { product: 'boots', colour: 'red' })
})

test('it is changed but not emptied', async () => {
  const person = await open({ identity: [{ given_name: 'Aino', family_name: 'Virtanen' }] })
  const change = async (values: Record<string, string | null>) =>
    changeRow(asked, person, 'identity', person, {
      source: 'forms',
      values,
      expected: await lastChange(person, 'identity'),
    })
  await change({ family_name: 'Mäkelä', given_name: null })
  await expect(change({ family_name: null })).rejects.toEqual(missing('family-name'))
  await expect(change({ family_name: '  ' })).rejects.toEqual(missing('family-name'))
  await expect(write('identity', person, person, { family_name: null })).rejects.toEqual(refused)
  expect((await readCard(asked, person)).name).toBe('Mäkelä')
})

test('who is known by telephone only is no reason to refuse', async () => {
  const person = await open({ 'contact-points': [{ phone: '040 123 4567' }] })
  await write('contact_points', person, null, { street: 'Tie 1', postcode: '00100', city: 'Helsinki' })
})

test('what was there before the notice asked stays, and is written only together with what is asked', async () => {
  const name = () =>
    asked.reader.query('select given_name, family_name from register.identity where person_id = $1', [old])
  expect((await name()).rows).toEqual([{ given_name: 'Aino', family_name: null }])
  await expect(write('identity', old, old, { given_name: 'Aina' })).rejects.toEqual(refused)
  await write('identity', old, old, { given_name: 'Aina', family_name: 'Virtanen' })
  expect((await name()).rows).toEqual([{ given_name: 'Aina', family_name: 'Virtanen' }])
  // Taking that back would leave the row without it.
  await expect(undoChange(asked, await lastChange(old, 'identity'))).rejects.toEqual(refused)
})

test('a purpose that is not given the field is not asked for it, and cannot tell whether it is there', async () => {
  const person = await open({ 'contact-points': [{ email: `${newId()}@example.org` }] })
  const development = { ...register.ask('development'), published: { version } }
  await write('boots', person, null, { colour: 'red' }, development)
})
