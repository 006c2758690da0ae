/** A form is a sender of this program's own: what it delivers says who, what, and with which words it was asked, and needs no version to be read by. */

import { z } from 'zod'
import { adapter, type Delivery, type RowFact, type SaidFact, type Thing, type Who } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { formKind } from './form.ts'
import { isOfFiles } from './offer.ts'
import type { Answers } from './read-sent.ts'
import { sentFile } from './sent-file.ts'
import type { Stamp } from './stamp.ts'

const lang = z.enum(['fi', 'sv', 'en'])
const word = z.string().max(4000)

/** What a form delivers to the intake. */
const sentForm = z.strictObject({
  id: z.string().min(8).max(80),
  topic: z.enum(['form.sent', 'form.confirmed']),
  place: z.string().max(100),
  version: z.int(),
  lang,
  noticeVersion: z.int(),
  shownAt: z.iso.datetime(),
  who: z.strictObject({ email: word, phone: word, given: word, family: word }).partial(),
  rows: z.array(
    z.strictObject({
      category: z.string().max(60),
      values: z.record(z.string().max(60), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
  said: z.array(
    z.strictObject({
      kind: z.enum(['contract', 'consent']),
      purpose: word.optional(),
      channel: z.enum(['email', 'sms', 'phone', 'post', 'social-media']).optional(),
      givenAt: z.iso.datetime(),
      wording: word,
      method: z.enum(['form', 'double-opt-in']),
      place: z.string().max(100),
      lang,
      age: z.literal('of-age').optional(),
    }),
  ),
  /** Of the row of this category; they lie in the home already. */
  files: z.strictObject({ category: z.string().max(60), sent: z.array(sentFile).min(1) }).optional(),
})
export type SentForm = z.infer<typeof sentForm>

/** What a delivery of a form says. */
export const read = ({ body }: Delivery): SentForm => shaped(sentForm, readExactly(body))

export const deliveryOf = (sent: SentForm): Delivery => ({
  method: 'POST',
  headers: new Headers(),
  query: new URLSearchParams(),
  body: Buffer.from(JSON.stringify(sent)),
})

export const form = adapter({
  kind: formKind,
  isOurs: true,
  method: 'POST',
  secret: 'made',
  settings: z.object({}),
  authenticate: () => false, // nobody delivers to it from outside: the page's stamp was checked where it came in
  identify: delivery => {
    const { id, topic, noticeVersion } = read(delivery)
    return { id, topic, noticeVersion }
  },
  translate: (delivery, { at, connection }) => {
    const { who, rows, said, place, version, files, ...sent } = read(delivery)
    return {
      about: who as Who,
      reference: `${place} v${version}`,
      rows: rows.filter(({ category }) => category !== files?.category),
      ...(files && { thing: rowOfFiles(connection, sent.id, files.category, rows, at) }),
      said: said as SaidFact[],
      act: { kind: 'registration', at: at.toISOString() },
      shown: { place, lang: sent.lang, noticeVersion: sent.noticeVersion, at: sent.shownAt },
    }
  },
})

/** The row is known by what the form was sent by, so that its files find it (0015-sent-files.sql). */
const rowOfFiles = (group: string, reference: string, category: string, rows: SentForm['rows'], at: Date): Thing => ({
  group,
  reference,
  category,
  told: { sent: { at: at.toISOString(), rank: 0, value: null } },
  rows: () => ({ files: rows.find(row => row.category === category)?.values ?? {} }),
})

interface Told {
  readonly stamp: Stamp
  readonly place: string
  readonly at: Date
  /** The heading, by which a visitor asks for what the form is about. */
  readonly title: string
  readonly isContract: boolean
}

/** What was sent as the intake takes it. */
export function sentFormOf(
  { answers, ticked, isOfAge, files }: Answers,
  { stamp, place, at, title, isContract }: Told,
): SentForm {
  const { lang, version, noticeVersion, nonce } = stamp
  const ofFiles = answers.find(({ field }) => isOfFiles(field))?.field.asks.category
  const shown = { place, lang, method: 'form' as const, givenAt: at.toISOString() }
  return {
    id: nonce,
    topic: 'form.sent',
    place,
    version,
    lang,
    noticeVersion,
    shownAt: new Date(stamp.at).toISOString(),
    who: whoOf(answers),
    rows: rowsOf(answers),
    said: [
      ...(isContract ? [{ ...shown, kind: 'contract' as const, wording: title }] : []),
      ...ticked.map(({ asks, channel, purpose }) => ({
        ...shown,
        kind: 'consent' as const,
        purpose: purpose.id,
        ...(channel && { channel }),
        wording: asks.wording[lang] ?? '',
        ...(isOfAge && { age: 'of-age' as const }),
      })),
    ],
    ...(ofFiles !== undefined && files.length > 0 && { files: { category: ofFiles, sent: [...files] } }),
  }
}

/** By whom somebody is known in `Who`, and where the register keeps it. */
const ofWho: Readonly<Record<string, keyof SentForm['who']>> = {
  'identity.given_name': 'given',
  'identity.family_name': 'family',
  'contact-points.email': 'email',
  'contact-points.phone': 'phone',
}
const keyOf = ({ field: { asks } }: Answers['answers'][number]): keyof SentForm['who'] | undefined =>
  ofWho[`${asks.category}.${asks.column}`]

const whoOf = (answers: Answers['answers']): SentForm['who'] =>
  Object.fromEntries(
    answers.flatMap(answer => {
      const key = keyOf(answer)
      return key !== undefined && typeof answer.value === 'string' ? [[key, answer.value]] : []
    }),
  )

/** A row a category; of contact points a row a field, for each is one way to reach somebody. */
function rowsOf(answers: Answers['answers']): SentForm['rows'] {
  const rows = Map.groupBy(
    answers.filter(answer => keyOf(answer) === undefined && answer.value !== null),
    ({ field: { field, asks } }) =>
      asks.category === 'contact-points' ? `${asks.category} ${field.id}` : asks.category,
  )
  return [...rows.values()].map(of => ({
    category: of[0]?.field.asks.category ?? '',
    values: Object.fromEntries(
      of.map(({ field, value }): [string, RowFact['values'][string]] => [field.column.name, value]),
    ),
  }))
}
