/** A prohibition beats a permit, what was withdrawn counts no more, and silence is not a permit, nor a purchase a consent. */

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
  Object.fromEntries(
    channelAnswers(statements.map(said), [{ purpose: 'marketing', name: 'Marketing', channels: ['email'] }]).map(
      ({ channel, answer }) => [channel, answer],
    ),
  )

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

const bought = { kind: 'similar-purchase', purpose: 'marketing', channel: 'email', given: '2026-01-01T00:00:00.000Z' }

test('a purchase permits what is similar on a channel whose rule accepts it, and nothing on another', () => {
  expect(answers(bought)).toEqual({ email: 'permitted-similar', sms: 'unknown', phone: 'unknown', post: 'unknown' })
  expect(answers({ ...bought, channel: 'sms' }).sms).toBe('unknown')
  expect(answers({ ...bought, purpose: 'research' }).email).toBe('unknown')
})

test('a consent says more than a purchase, a prohibition beats it, a consent withdrawn since ends it', () => {
  const consent = { kind: 'consent', purpose: 'marketing', channel: 'email', given: '2025-01-01T00:00:00.000Z' }
  expect(answers(bought, consent).email).toBe('permitted')
  expect(answers(bought, { kind: 'objection', channel: null }).email).toBe('prohibited')
  expect(answers(bought, { ...consent, withdrawn: '2026-02-01T00:00:00.000Z' }).email).toBe('unknown')
  expect(answers(bought, { ...consent, withdrawn: '2025-02-01T00:00:00.000Z' }).email).toBe('permitted-similar')
})

test('withdrawing is a statement of its own, and the last word counts', () => {
  const consent = { kind: 'consent', purpose: 'marketing', channel: 'email', given: '2025-01-01T00:00:00.000Z' }
  const withdrawn = { ...consent, withdrawn: '2026-01-01T00:00:00.000Z' }
  expect(answers(withdrawn, consent).email).toBe('unknown')
  expect(answers(consent, { ...consent, withdrawn: consent.given }).email).toBe('unknown')
  expect(answers({ ...consent, given: '2026-02-01T00:00:00.000Z' }, withdrawn, consent).email).toBe('permitted')
})

test('a restriction holds until it is lifted', () => {
  expect(isRestricted([said({ kind: 'restriction', withdrawn: null })])).toBe(true)
  expect(isRestricted([said({ kind: 'restriction', withdrawn: '2026-01-01T00:00:00Z' })])).toBe(false)
})
