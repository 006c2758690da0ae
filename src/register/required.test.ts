/** A field that the notice calls required is there when a row comes, and stays when it changes. */

import { afterAll, expect, test } from 'vitest'
import { courseNotice, courseRegister } from '../../test/course-register.ts'
import { readCard } from './card.ts'
import { addRow, changeRow, openPerson } from './persons.ts'

const fields = 'fields: [given-name, family-name]'
const register = await courseRegister(courseNotice.replace(fields, `${fields}\n    required: [family-name]`))
afterAll(() => register.close())
const ask = register.ask('customer-care')
const missing = expect.objectContaining({ key: 'register.field-required', args: { field: 'family-name' } })

const open = (identity: Record<string, string>) =>
  openPerson(ask, {
    source: 'forms',
    categories: { identity: [identity] },
    statements: [{ kind: 'contract', givenAt: '2026-03-01T10:00:00+02:00' }],
  })

test('a row without it is not added', async () => {
  await expect(open({ given_name: 'Aino' })).rejects.toEqual(missing)
  const person = await open({ family_name: 'Virtanen' })
  await expect(addRow(ask, person, 'identity', { source: 'forms', values: { given_name: 'Aino' } })).rejects.toEqual(
    missing,
  )
})

test('it is changed but not emptied', async () => {
  const person = await open({ given_name: 'Aino', family_name: 'Virtanen' })
  const change = async (values: Record<string, string | null>) => {
    const card = await readCard(ask, person)
    const expected = card.categories.find(({ id }) => id === 'identity')?.rows[0]?.expected ?? ''
    return changeRow(ask, person, 'identity', person, { source: 'forms', values, expected })
  }
  await change({ family_name: 'Mäkelä', given_name: null })
  await expect(change({ family_name: null })).rejects.toEqual(missing)
  await expect(change({ family_name: '  ' })).rejects.toEqual(missing)
})
