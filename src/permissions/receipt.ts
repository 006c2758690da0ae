/** A consent comes with a receipt by ISO/IEC TS 27560, as JSON-LD in DPV 2.3: what was agreed to, in which words, when, and how it is withdrawn. */

import type { Pool } from 'pg'
import { type Id, isId } from '../base/ids.ts'
import { dpvPrefixes, dpvRights, supervisionOf } from '../notice/dpv-terms.ts'
import type { Channel, Lang, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { vocabularyText } from '../notice/vocabulary.ts'
import { inWords, keepInWords } from '../register/scope-words.ts'
import type { Asking } from './gate.ts'

interface Statement {
  readonly id: Id
  readonly kind: string
  readonly purpose: string
  readonly channel: Channel | null
  readonly given_at: Date
  readonly withdrawn_at: Date | null
  readonly source: string
  readonly source_ref: string | null
  readonly wording: string | null
  readonly wording_hash: Buffer | null
  readonly method: string | null
  readonly place: string | null
  readonly lang: Lang | null
  readonly notice_version: number
  readonly address_hash: Buffer | null
}

export interface ReceiptContext {
  /** Reads versions of the notice. */
  readonly app: Pool
  /** The public address of this register. */
  readonly url: string
  /** Where this person withdraws; for anybody else, whom they ask. */
  readonly withdrawAt: string
}

/** The receipt of a consent that the asker sees; undefined for anything else. */
export async function receiptOf(
  { reader, token }: Asking,
  person: Id,
  statement: Id,
  context: ReceiptContext,
): Promise<object | undefined> {
  if (!isId(statement)) return undefined
  const { rows } = await reader.query<Statement>('select * from register.statements($1, $2) order by id', [
    token,
    person,
  ])
  const consent = rows.find(
    ({ id, kind, withdrawn_at }) => id === statement && kind === 'consent' && withdrawn_at === null,
  )
  const notice = consent && (await noticeOf(context.app, consent.notice_version))
  if (consent === undefined || notice === undefined) return undefined
  const later = rows.filter(
    row => row.kind === 'consent' && row.withdrawn_at !== null && isSame(row, consent) && row.id > consent.id,
  )
  return written({ consent, withdrawn: later[0], person, notice, context })
}

const isSame = (a: Statement, b: Statement): boolean =>
  a.purpose === b.purpose && a.channel === b.channel && hexOf(a.address_hash) === hexOf(b.address_hash)

const hexOf = (hash: Buffer | null): string | null => hash?.toString('hex') ?? null

/** The version that was in force when it was recorded: a version's text never changes. */
async function noticeOf(app: Pool, version: number): Promise<Notice | undefined> {
  const { rows } = await app.query<{ text: string }>('select source_text as text from notice.version where id = $1', [
    version,
  ])
  return parse(rows[0]?.text ?? '').notice
}

interface Receipt {
  readonly consent: Statement
  readonly withdrawn: Statement | undefined
  readonly person: Id
  readonly notice: Notice
  readonly context: ReceiptContext
}

/** The fields of TS 27560 by their own names, and what DPV says of them beside. */
function written({ consent, withdrawn, person, notice, context }: Receipt): object {
  const lang = consent.lang ?? notice.languages[0] ?? 'fi'
  const purpose = notice.purposes.find(({ id }) => id === consent.purpose)
  const used = notice.categories.flatMap(category => {
    const use = category.uses.find(one => one.purpose === consent.purpose)
    return use && (use.basis.kind === 'consent' || use.basis.kind === 'permission') ? [{ category, use }] : []
  })
  const rule = notice.categories.find(({ stored }) => stored === 'statement')?.keep[0]
  const supervision = supervisionOf(notice.authority)
  const noticeAt = `${context.url}/notice?version=${consent.notice_version}&lang=${lang}`
  const events = [
    event('given', 'dpv:ConsentGiven', consent.given_at, person),
    ...(withdrawn?.withdrawn_at ? [event('withdrawn', 'dpv:ConsentWithdrawn', withdrawn.withdrawn_at, person)] : []),
  ]
  return {
    '@context': dpvPrefixes,
    '@id': `urn:uuid:${consent.id}`,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': { '@id': 'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr' },
    'dct:identifier': consent.id,
    'dpv:hasDataSubject': `urn:uuid:${person}`,
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      '@id': noticeAt,
      'dct:language': lang,
      'dct:date': notice.effective,
    },
    'dpv:hasConsentControl': {
      '@type': ['dpv:ProvideConsent', 'dpv:WithdrawConsent'],
      'dpv:isExercisedAt': { '@id': context.withdrawAt },
    },
    'dpv:hasConsentStatus': events.map(({ event_state, event_time }) => ({
      '@type': event_state,
      'dpv:isIndicatedBy': `urn:uuid:${person}`,
      'dpv:isIndicatedAtTime': event_time,
      'dpv:hasIndicationMethod': consent.method ?? consent.source,
    })),

    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: consent.id,
    pii_principal_id: person,
    privacy_notice: noticeAt,
    language: lang,
    wording: {
      text: consent.wording,
      sha256: hexOf(consent.wording_hash),
      place: consent.place ?? consent.source_ref,
    },
    purposes: [
      {
        purpose: purpose ? inWords(purpose.name, notice, lang) : consent.purpose,
        channel: consent.channel ?? 'every',
        lawful_basis: 'eu-gdpr:A6-1-a',
      },
    ],
    pii_information: used.map(({ category, use }) => ({
      pii_type: inWords(category.name, notice, lang),
      pii_attribute_id: category.fields.map(({ id }) => id).filter(id => use.fields?.includes(id) ?? true),
      pii_optional: category.fields.every(({ required }) => !required),
    })),
    collection_method: inWords(vocabularyText(`sources.${consent.source}.name`), notice, lang) || consent.source,
    storage_locations: [
      ...new Set(notice.recipients.filter(({ role }) => role === 'processor').map(({ country }) => country)),
    ],
    retention_period: keepInWords(rule, lang),
    jurisdiction: supervision?.jurisdiction ?? notice.authority,
    recipient_third_parties: notice.recipients.map(({ name, country }) => ({ name, country })),
    withdrawal_method: context.withdrawAt,
    privacy_rights: notice.rights.granted.map(right => dpvRights[right]),
    pii_controllers: ['controller'],
    parties: [
      {
        party_id: 'controller',
        party_type: 'dpv:DataController',
        party_name: notice.controller.name,
        party_address: notice.controller.address ?? null,
        party_contact: notice.contact.email ?? null,
      },
      { party_id: person, party_type: 'dpv:DataSubject' },
    ],
    events,
  }
}

const event = (type: string, state: string, at: Date, person: Id) => ({
  event_time: at.toISOString(),
  validity_duration: 'until withdrawn',
  entity_id: person,
  event_type: type,
  event_state: state,
})
