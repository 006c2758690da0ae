/** What a notice says, without places and without order where order means nothing: two notices that say the same are equal here. */

import type { Json } from './difference.ts'
import { type Basis, langs, type Notice, type Person, type Retention, type Text } from './notice.ts'

type Plain = { readonly [key: string]: Json }

/** A purpose knows the categories that it uses and a source those that it feeds, so that one change is said once. */
export interface PlainNotice {
  readonly purposes: { readonly [id: string]: Plain & { readonly uses: { readonly [category: string]: PlainUse } } }
  readonly [part: string]: Json
}

export type PlainUse = Plain & { readonly basis: Basis['kind'] }

export function plainNotice(notice: Notice): PlainNotice {
  const { register, controller, contact, dpo, representative, disclosure, relationshipEnds, rights } = notice
  return {
    register: { id: register.id, name: told(register.name) },
    ...present({
      effective: notice.effective || undefined,
      reviewed: notice.reviewed,
      law: setIfAny(notice.law),
      authority: notice.authority || undefined,
      noRecipients: notice.noRecipients || undefined,
      cookieText: toldIfAny(notice.cookieText),
      changes: toldIfAny(notice.changes),
      relationshipEnds: relationshipEnds?.duration,
      dpo: dpo && plainPerson(dpo),
      representative: representative && plainPerson(representative),
      profiling: notice.profiling && {
        text: told(notice.profiling.text),
        automatedDecisions: notice.profiling.automatedDecisions,
      },
      minors: notice.minors && { from: notice.minors.from, guardian: notice.minors.guardian },
    }),
    languages: notice.languages,
    controller: present({
      ...plainPerson(controller),
      name: controller.name || undefined,
      businessId: controller.businessId,
    }),
    contact: plainPerson(contact),
    purposes: plainPurposes(notice),
    interests: keyed(
      notice.interests,
      ({ id }) => id,
      ({ text, assessment, weighed }) => present({ text: told(text), assessment, weighed }),
    ),
    categories: keyed(notice.categories, ({ id }) => id, plainCategory),
    sources: keyed(
      notice.sources,
      ({ id }) => id,
      source =>
        present({
          name: told(source.name),
          kind: source.kind,
          named: set(source.named),
          told: source.told,
          notToldBecause: toldIfAny(source.notToldBecause),
          categories: set(notice.categories.filter(({ from }) => from.includes(source.id)).map(({ id }) => id)),
        }),
    ),
    recipients: keyed(
      notice.recipients,
      ({ name }) => name,
      ({ at: _, name: __, ...recipient }) =>
        present({ ...recipient, for: told(recipient.for), arrangement: toldIfAny(recipient.arrangement) }),
    ),
    disclosure: present({ regular: disclosure?.regular, publication: toldIfAny(disclosure?.publication) }),
    duties: keyed(
      notice.duties,
      ({ id }) => id,
      ({ name, purposes }) => ({
        name: told(name),
        purposes: set(purposes),
      }),
    ),
    cookies: keyed(
      notice.cookies,
      ({ name }) => name,
      ({ at: _, name: __, ...cookie }) =>
        present({ ...cookie, setBy: told(cookie.setBy), explanation: toldIfAny(cookie.explanation) }),
    ),
    rights: present({
      granted: setIfAny(rights.granted),
      channels: setIfAny(rights.channels),
      identity: rights.identity,
      text: toldIfAny(rights.text),
    }),
    security: keyed(notice.security, nameOfText, told),
  }
}

/** The fields that a use sees: those that it names, or all that its category has. */
export const fieldsSeen = ({ categories }: Notice, category: string, use: PlainUse): readonly string[] => {
  const held = categories.find(({ id }) => id === category)?.fields.map(({ id }) => id) ?? []
  const named = use.fields
  return Array.isArray(named) ? held.filter(id => named.includes(id)) : held
}

function plainPurposes({ purposes, categories }: Notice): PlainNotice['purposes'] {
  return keyed(
    purposes,
    ({ id }) => id,
    ({ id, name, explanation, channels, law }) => {
      const uses = categories.flatMap(category =>
        category.uses.filter(({ purpose }) => purpose === id).map(use => ({ category: category.id, ...use })),
      )
      return {
        ...present({ name: told(name), explanation: told(explanation), law }),
        channels: present(channels),
        uses: keyed(
          uses,
          ({ category }) => category,
          ({ basis, fields }) => ({
            basis: basis.kind,
            ...present({
              interest: basis.kind === 'interest' ? basis.interest : undefined,
              law: basis.kind === 'legal-obligation' ? basis.law : undefined,
              fields: fields && set(fields),
            }),
          }),
        ),
      }
    },
  )
}

const plainCategory = (category: Notice['categories'][number]): Plain => ({
  ...present({
    name: told(category.name),
    rows: category.rows,
    origin: category.origin,
    logic: toldIfAny(category.logic),
  }),
  fields: keyed(
    category.fields,
    ({ id }) => id,
    ({ name, columns }) => ({
      name: told(name),
      columns: columns.map(({ name: column, type, search, format, codes }) =>
        present({ name: column, type, search, format, codes }),
      ),
    }),
  ),
  required: present({
    said: category.saysRequired,
    fields: set(category.fields.flatMap(({ id, required }) => (required ? [id] : []))),
    without: toldIfAny(category.withoutIt),
  }),
  ...(category.keep.length > 0 && {
    keep: keyed(category.keep, ({ forPurpose }) => forPurpose ?? everyPurpose, plainRetention),
  }),
})

/** The rule of a category that holds for purposes which have none of their own; ids never begin with a star. */
export const everyPurpose = '*'

const plainRetention = ({ duration, anchor, ending }: Retention): Plain => ({ duration, anchor, ending })

const plainPerson = ({ name, email, phone, address }: Person): Plain => present({ name, email, phone, address })

/** Spaces and line breaks of a YAML file are no part of a text. */
const told = (text: Text): Plain =>
  present(Object.fromEntries(langs.map(lang => [lang, text[lang]?.replaceAll(/\s+/g, ' ').trim()])))
const toldIfAny = (text: Text | undefined): Plain | undefined => (text === undefined ? undefined : told(text))

const nameOfText = (text: Text): string =>
  langs.map(lang => told(text)[lang]).find(one => typeof one === 'string') ?? ''

const set = (words: readonly string[]): readonly string[] => [...new Set(words)].sort()

const setIfAny = (words: readonly string[]) => (words.length === 0 ? undefined : set(words))

const present = (parts: { readonly [key: string]: Json | undefined }): Plain =>
  Object.fromEntries(Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

/** Things by what they are known by; of two recipients of one name the second is `name (2)`. */
function keyed<Thing, Value extends Json>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
  tell: (thing: Thing) => Value,
): { readonly [key: string]: Value } {
  const found = new Map<string, Value>()
  for (const thing of things) {
    const name = keyOf(thing)
    let key = name
    for (let n = 2; found.has(key); n++) key = `${name} (${n})`
    found.set(key, tell(thing))
  }
  return Object.fromEntries(found)
}
