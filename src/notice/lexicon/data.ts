/** The kinds of personal data that notices name; the words for them are in data-*.ts. */

import type { Lang } from '../notice.ts'
import { dataEn } from './data-en.ts'
import { dataFi } from './data-fi.ts'
import { dataSv } from './data-sv.ts'
import { compiled, terms } from './term.ts'

export const dataKinds = [
  'given_name',
  'family_name',
  'name',
  'title',
  'organisation',
  'business_id',
  'phone',
  'email',
  'postal_address',
  'website',
  'social_media',
  'birth_date',
  'personal_id',
  'gender',
  'language',
  'nationality',
  'family',
  'username',
  'membership',
  'customer_number',
  'relationship',
  'orders',
  'contracts',
  'billing',
  'service_use',
  'marketing_permissions',
  'marketing',
  'interests',
  'feedback',
  'communications',
  'participation',
  'health',
  'ip_address',
  'cookies',
  'location',
  'photo',
  'inferred',
  'change_history',
] as const
export type DataKind = (typeof dataKinds)[number]

export interface DataWords {
  readonly kinds: Readonly<Record<DataKind, readonly string[]>>
  /** Words that gather others, and so are no data themselves: "perustiedot", "seuraavat". */
  readonly gathering: readonly string[]
  /** Verbs that, denied, say what is not kept. */
  readonly keeping: readonly string[]
  /** Verbs of sentences that say what is kept. */
  readonly kept: readonly string[]
}

const words: Readonly<Record<Lang, DataWords>> = { fi: dataFi, sv: dataSv, en: dataEn }

const expressionsOf = (lang: Lang) => ({
  kinds: compiled(dataKinds, words[lang].kinds),
  found: compiled(dataKinds, words[lang].kinds, 'g'),
  gathering: terms(words[lang].gathering, 'g'),
  keeping: terms(words[lang].keeping),
  kept: terms(words[lang].kept),
})

export const dataExpressions = { fi: expressionsOf('fi'), sv: expressionsOf('sv'), en: expressionsOf('en') }
