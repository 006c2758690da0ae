/** A prohibition beats a permit, what was withdrawn counts no more, and silence is not a permit. */

import { expect, test } from 'vitest'
import type { Row, Values } from './answers.ts'
import { channelAnswers, isRestricted } from './channel-answer.web.ts'

const said = (values: Values): Row => ({
  id: String(values.kind),
  values,
  why: {},
  expected: null,
  until: { date: null, text: '' },
})
const answers = (...statements: readonly Values[]) =>
  Object.fromEntries(channelAnswers(statements.map(said)).map(({ channel, answer }) => [channel, answer]))

test('silence is not a permit', () =>
  expect(answers()).toEqual({ email: 'unknown', sms: 'unknown', phone: 'unknown', post: 'unknown' }))

test('a prohibition of one channel beats a permit of all', () =>
  expect(answers({ kind: 'consent', channel: null }, { kind: 'objection', channel: 'sms' })).toEqual({
    email: 'permitted',
    sms: 'prohibited',
    phone: 'permitted',
    post: 'permitted',
  }))

test('a permit that was withdrawn permits nothing', () =>
  expect(answers({ kind: 'consent', channel: 'email', withdrawn: '2026-01-01T00:00:00Z' }).email).toBe('unknown'))

test('a restriction holds until it is lifted', () => {
  expect(isRestricted([said({ kind: 'restriction', withdrawn: null })])).toBe(true)
  expect(isRestricted([said({ kind: 'restriction', withdrawn: '2026-01-01T00:00:00Z' })])).toBe(false)
})
