/** The words in which a condition is written and read in each language; names of categories and fields are the notice's own. */

import type { Comparing } from './condition.ts'

export interface Lexicon {
  readonly and: string
  readonly or: string
  /** Before something in brackets. */
  readonly not: string
  readonly everybody: string
  /** Between a category and what its rows are like. */
  readonly where: string
  readonly is: Readonly<Record<Exclude<Comparing, 'known' | 'within'>, string>>
  /** The same of days. */
  readonly ofDays: Readonly<Record<'from' | 'before', string>>
  readonly known: string
  readonly unknown: string
  /** Around a number and a unit. */
  readonly within: readonly [before: string, after: string]
  readonly units: Readonly<Record<'D' | 'W' | 'M' | 'Y', readonly [one: string, many: string]>>
  readonly atLeast: string
  readonly atMost: string
  readonly times: string
  readonly never: string
  readonly total: string
  readonly below: string
  readonly permission: readonly [forPurpose: string, byChannel: string]
  readonly channels: Readonly<Record<'email' | 'sms' | 'phone' | 'post' | 'social-media', string>>
  readonly yes: string
  readonly no: string
  readonly comma: ',' | '.'
}

const fi: Lexicon = {
  and: 'ja',
  or: 'tai',
  not: 'ei',
  everybody: 'kaikki',
  where: 'joissa',
  is: { equals: 'on', differs: 'on muu kuin', starts: 'alkaa', from: 'vähintään', before: 'alle' },
  ofDays: { from: 'alkaen', before: 'ennen' },
  known: 'on tiedossa',
  unknown: 'ei ole tiedossa',
  within: ['viimeisen', 'aikana'],
  units: { D: ['päivän', 'päivän'], W: ['viikon', 'viikon'], M: ['kuukauden', 'kuukauden'], Y: ['vuoden', 'vuoden'] },
  atLeast: 'vähintään',
  atMost: 'enintään',
  times: 'kertaa',
  never: 'ei kertaakaan',
  total: 'yhteensä',
  below: 'alle',
  permission: ['lupa tarkoitukseen', 'kanavalla'],
  channels: {
    email: 'sähköposti',
    sms: 'tekstiviesti',
    phone: 'puhelin',
    post: 'posti',
    'social-media': 'sosiaalinen media',
  },
  yes: 'kyllä',
  no: 'ei',
  comma: ',',
}

const sv: Lexicon = {
  and: 'och',
  or: 'eller',
  not: 'inte',
  everybody: 'alla',
  where: 'där',
  is: { equals: 'är', differs: 'är annat än', starts: 'börjar med', from: 'minst', before: 'under' },
  ofDays: { from: 'från och med', before: 'före' },
  known: 'är känt',
  unknown: 'är inte känt',
  within: ['under de senaste', ''],
  units: { D: ['dagen', 'dagarna'], W: ['veckan', 'veckorna'], M: ['månaden', 'månaderna'], Y: ['året', 'åren'] },
  atLeast: 'minst',
  atMost: 'högst',
  times: 'gånger',
  never: 'inte en enda gång',
  total: 'sammanlagt',
  below: 'under',
  permission: ['tillstånd för', 'via'],
  channels: {
    email: 'e-post',
    sms: 'textmeddelande',
    phone: 'telefon',
    post: 'post',
    'social-media': 'sociala medier',
  },
  yes: 'ja',
  no: 'nej',
  comma: ',',
}

const en: Lexicon = {
  and: 'and',
  or: 'or',
  not: 'not',
  everybody: 'everybody',
  where: 'where',
  is: { equals: 'is', differs: 'is other than', starts: 'starts with', from: 'at least', before: 'below' },
  ofDays: { from: 'from', before: 'before' },
  known: 'is known',
  unknown: 'is not known',
  within: ['in the last', ''],
  units: { D: ['day', 'days'], W: ['week', 'weeks'], M: ['month', 'months'], Y: ['year', 'years'] },
  atLeast: 'at least',
  atMost: 'at most',
  times: 'times',
  never: 'never',
  total: 'in total',
  below: 'below',
  permission: ['permission for', 'by'],
  channels: { email: 'e-mail', sms: 'text message', phone: 'telephone', post: 'post', 'social-media': 'social media' },
  yes: 'yes',
  no: 'no',
  comma: '.',
}

export const lexicons: Readonly<Record<'fi' | 'sv' | 'en', Lexicon>> = { fi, sv, en }

/** What can be written at a place, by id: a field, a category, a purpose. */
export interface Name {
  readonly id: string
  readonly label: string
}

export interface NamedColumn extends Name {
  readonly type: 'text' | 'integer' | 'money' | 'date' | 'time' | 'boolean'
  readonly codes?: readonly { readonly code: string; readonly name: string }[] | undefined
}

/** Every name that a condition of the purpose may have. */
export interface Names {
  readonly fields: readonly NamedColumn[]
  readonly categories: readonly (Name & { readonly columns: readonly NamedColumn[] })[]
  readonly purposes: readonly Name[]
}

/** What begins an item besides names. */
export const reserved = ({ not, everybody, permission }: Lexicon): readonly string[] => [not, everybody, permission[0]]
