/** What staff read of an arrival is in their words, and in those of the notice. */

import { expect, test } from 'vitest'
import { shopNotice } from '../../test/arrivals-desk.ts'
import { parse } from '../notice/parse.ts'
import type { ArrivalRow } from './arrivals.ts'
import { answerOf } from './shown.ts'

const { notice } = parse(shopNotice)
const row = (reason: string, args: ArrivalRow['args']): ArrivalRow => ({
  ...{ id: 'a', connection: 'c', kind: 'twilio', name: 'Tekstiviestit', source: 'sms', topic: 'sms.received' },
  ...{ at: new Date(0), state: 'refused', settledAt: null, person: null, reference: null, test: false },
  ...{ noticeVersion: 1, keptUntil: null, again: 0, reason, args },
})

test('what stood in its way names categories, sources and purposes as the notice does', () => {
  if (!notice) throw new Error('the notice of this test cannot be read')
  const told = (reason: string, args: ArrivalRow['args']) => answerOf(row(reason, args), 'fi', notice, new Map()).reason
  const newcomer = told('arrivals.newcomer-not-declared', { category: 'contact-points', source: 'sms' })
  expect(newcomer?.text).toContain('tietoryhmään Yhteystiedot ei saada tietoja lähteestä Tekstiviesti.')
  expect(newcomer?.mend).toBe('/our-notice')
  const purpose = told('arrivals.category-not-of-purpose', { category: 'orders', purpose: 'customer-care' })
  expect(purpose?.text).toContain('Käyttötarkoitus Asiakassuhteen hoito ei voi kirjata tietoryhmää Tilaukset.')
  expect(told('arrivals.source-not-declared', { source: 'gone' })?.text).toContain('tietolähdettä gone.')
})
