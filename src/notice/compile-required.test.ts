/** What a required field becomes in the database, letter by letter; that it works is shown by register/required.test.ts. */

import { expect, test } from 'vitest'
import { type SmallCategory, smallNotice } from '../../test/small-notice.ts'
import { compile } from './compile.ts'
import type { Surroundings } from './database-objects.ts'
import { nothingPublished } from './published.ts'

const surroundings: Surroundings = {
  server: 180_004,
  roles: { owner: 'seloste_owner', purpose: id => `purpose_${id.replaceAll('-', '_')}` },
}

const shoeSize: SmallCategory = {
  id: 'shoe-size',
  fields: [{ id: 'size', type: 'integer' }],
  uses: { 'course-delivery': 'consent' },
}

test('a required field is asked of each row, and of contact points of none', () => {
  const required: SmallCategory = { ...shoeSize, fields: [{ id: 'size', type: 'integer', required: true }, 'width'] }
  const { statements } = compile(smallNotice([required]), nothingPublished, surroundings)
  const asks = 'perform register."require_shoe_size"(_person, _id);'
  expect(statements.find(statement => statement.includes('function register."require_shoe_size"'))).toBe(
    `create or replace function register."require_shoe_size"(_person uuid, _row uuid) returns void language plpgsql set search_path = '' as $body$
begin
  if not exists (select from register."shoe_size" t where t.person_id = _person and t.id = _row and (t."size" is not null)) then
    perform register.refuse_lacking('shoe-size', 'size', array['size']::text[]);
  end if;
end $body$`,
  )
  const write = statements.find(statement => statement.includes('write_shoe_size"(_token')) ?? ''
  expect(write).toContain(`returning * into _new;\n    ${asks}\n    _after`)
  expect(write).toContain(`return _id;\n      end if;\n      ${asks}\n      _after`)
  expect(statements).toContain(`insert into notice.required values\n  ('shoe-size', 'size', array['size']::text[])`)

  const address: SmallCategory = { ...required, id: 'contact-points', rows: 'many' }
  const points = compile(smallNotice([address]), nothingPublished, surroundings).statements
  expect(points.filter(statement => /require|refuse_lacking/.test(statement) && statement.includes('contact'))).toEqual(
    [],
  )

  const free = compile(
    smallNotice([shoeSize]),
    compile(smallNotice([required]), nothingPublished, surroundings).next,
    surroundings,
  )
  expect(free.statements).toContain('drop function register."require_shoe_size"(uuid, uuid)')
})
