/** The reading in the fields by which notices are compared and readers of notices are graded. */

import { type DataKind, dataKinds } from './lexicon/data.ts'
import { basisKinds, sourceKinds } from './lexicon/flows.ts'
import type { Lang, RightId } from './notice.ts'
import type { Fact } from './read-fact.ts'
import type { Section } from './read-sections.ts'
import type { Summary } from './read-things.ts'
import { rights } from './vocabulary.ts'

/** Kinds of data that the summary does not tell apart from others. */
const summedUp: readonly DataKind[] = [
  'nationality',
  'family',
  'customer_number',
  'contracts',
  'participation',
  'location',
  'photo',
]

const rightNames: Readonly<Record<RightId, string>> = {
  access: 'access',
  rectification: 'rectification',
  erasure: 'erasure',
  restriction: 'restriction',
  portability: 'portability',
  objection: 'objection',
  withdrawal: 'withdraw_consent',
  complaint: 'complaint',
}

/** Lists are in the order of their vocabulary, purposes in that of the text. */
export function summaryOf(lang: Lang, sections: readonly Section[], facts: readonly Fact[]): Summary {
  const of = (kind: Fact['kind']) => facts.filter(one => one.kind === kind)
  const first = (kind: Fact['kind']) => of(kind)[0]?.value ?? null
  const known = (kind: Fact['kind']) => new Set(of(kind).map(one => one.known))
  const inOrder = (order: readonly string[], kind: Fact['kind']) => listOf(order.filter(one => known(kind).has(one)))
  const transfers = known('transfer')
  const kept = of('data').flatMap(one => one.known ?? [])
  const data = new Set(kept.map(kind => (summedUp.some(one => one === kind) ? 'other' : kind)))
  const alternatives = Object.fromEntries(
    (['email', 'phone'] as const).flatMap(way => {
      const others = of(`contact-${way}`)
        .slice(1)
        .map(one => one.value)
      return others.length === 0 ? [] : [[`contact.${way}`, [...new Set(others)]]]
    }),
  )
  return {
    language: lang,
    controller: {
      name: first('controller-name'),
      business_id: first('business-id'),
      address: first('controller-address'),
    },
    contact: { email: first('contact-email'), phone: first('contact-phone') },
    register_name: first('register-name'),
    cites_repealed_law: known('law').has('repealed'),
    purposes: listOf(of('purpose').map(one => one.value)),
    legal_bases: inOrder(basisKinds, 'basis'),
    data: listOf([...dataKinds, 'other'].filter(kind => data.has(kind))),
    sources: inOrder(
      sourceKinds.filter(kind => kind !== 'staff' && kind !== 'service'),
      'source',
    ),
    retention_stated: of('retention').length > 0,
    transfers_outside_eea: transfers.has('possible')
      ? 'possible'
      : transfers.has('yes')
        ? 'yes'
        : transfers.has('no')
          ? 'no'
          : 'unsaid',
    recipients_stated: of('recipient').length > 0,
    rights: listOf(rights.filter(right => known('right').has(right)).map(right => rightNames[right])),
    cookies_section: sections.some(section => section.topics.includes('cookies') && section.heading !== undefined),
    says_not_disclosed: known('disclosure').has('not-disclosed'),
    borderline: {},
    alternatives,
    notes: '',
  }
}

const listOf = (all: readonly string[]): readonly string[] | null => (all.length === 0 ? null : all)
