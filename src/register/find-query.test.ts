/** The search box understands names, pieces of addresses and numbers however they are typed. */

import { expect, test } from 'vitest'
import { readFindQuery } from './find-query.ts'

test.each([
  ['virt ain', { kind: 'name', text: 'virt ain' }],
  ['  Virtanen   Aino ', { kind: 'name', text: 'Virtanen Aino' }],
  ['Virtanen, Aino', { kind: 'name', text: 'Virtanen Aino' }],
  ['Ma\u0308kela\u0308', { kind: 'name', text: 'Mäkelä' }],
  ['李', { kind: 'name', text: '李' }],
  ['aino@ex', { kind: 'email', text: 'aino@ex' }],
  ['@Example.FI', { kind: 'email', text: '@example.fi' }],
  ['040 123 4567', { kind: 'phone', text: '+358401234567' }],
  ['040-123', { kind: 'phone', text: '+35840123' }],
  ['+358 (0)40 123', { kind: 'phone', text: '+35840123' }],
  ['00358 40 123', { kind: 'phone', text: '+35840123' }],
  ['35840123', { kind: 'phone', text: '+35840123' }],
  ["'+35840123", { kind: 'phone', text: '+35840123' }],
  ['+46 70', { kind: 'phone', text: '+4670' }],
  ['０４０ １２３', { kind: 'phone', text: '+35840123' }],
])('%s', (typed, query) => expect(readFindQuery(typed)).toEqual(query))

test.each(['', ' ', 'a', '@', '04', '\u0000'])('%j asks for nothing', typed =>
  expect(readFindQuery(typed)).toBeUndefined(),
)
