/**
 * The words that the notice language knows by id, and their structure; the prose of each is a text in src/texts.
 *
 * Keys of the prose (all in fi, sv and en):
 *   vocabulary.purposes.<purpose>.name / .explanation / .law (only where `law` is set below)
 *   vocabulary.categories.<category>.name / .explanation
 *   vocabulary.fields.<category>.<field>
 *   vocabulary.codes.<category>.<column, hyphens for underscores>.<code>
 *   vocabulary.sources.<source>.name / .how
 *   vocabulary.security.<measure> · vocabulary.services.<service> · vocabulary.set-by.<setter>
 *   vocabulary.rights.<right>.name / .explanation / .article · vocabulary.rights-channels.<channel> · vocabulary.identity.<way>
 *   vocabulary.channels.<channel> · vocabulary.channel-rules.<rule, hyphens for spaces>
 *   vocabulary.bases.<basis kind> · vocabulary.anchors.<anchor> · vocabulary.endings.<delete|anonymise|restrict>
 *   vocabulary.cookies.<category> · vocabulary.roles.<recipient role> · vocabulary.mechanisms.<mechanism>
 *   vocabulary.duties.<duty>
 *   vocabulary.authorities.<authority>.name / .street / .post / .phone / .email / .web
 */

import { textIfAny } from '../texts/texts.ts'
import type { Recipient, Retention, RightId, Source, Text } from './notice.ts'
import { type Anchor, type Basis, type Channel, type ChannelRule, type Cookie, langs } from './notice.ts'

/** The prose of a vocabulary key in every language that has it. */
export const vocabularyText = (key: string): Text =>
  Object.fromEntries(
    langs.flatMap(lang => {
      const found = textIfAny(lang, `vocabulary.${key}`)
      return found === undefined ? [] : [[lang, found]]
    }),
  )

/** The entry of an id; a plain `record[id]` would find `constructor`. */
export const entryOf = <Entry>(record: Readonly<Record<string, Entry>>, id: string): Entry | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined

export interface KnownPurpose {
  /** W3C DPV 2.3, the local name after https://w3id.org/dpv#. */
  readonly dpv?: string
  /** It writes or calls to people, so the notice may give it channels. */
  readonly contacts?: true
  /** What it sends is direct marketing: 917/2014 §§ 200–203 and Art. 21(2)–(3) apply. */
  readonly directMarketing?: true
  /** Nothing but a consent of its own allows it: tracking in messages (917/2014 § 205). */
  readonly onlyConsent?: true
  /** Each piece is agreed to by itself, in words that show it: a yes to all of them at once would be to nothing known (Art. 4(11)). */
  readonly agreedEach?: true
  readonly seesAll?: true
  /** It defends the controller or the person in disputes: what a claim at hand needs outlives an erasure (Art. 17(3)(e)). */
  readonly claims?: true
  /** The law that makes it a legal obligation, when there is only one that can. */
  readonly law?: string
}

export const purposes: Readonly<Record<string, KnownPurpose>> = {
  'customer-care': { dpv: 'CustomerCare' },
  'customer-analysis': { dpv: 'CustomerRelationshipManagement' },
  'course-delivery': { dpv: 'RequestedServiceProvision' },
  'service-delivery': { dpv: 'RequestedServiceProvision' },
  personalisation: { dpv: 'ServicePersonalisation' },
  development: { dpv: 'ImproveExistingProductsAndServices' },
  planning: { dpv: 'ServiceUsageAnalytics' },
  marketing: { dpv: 'DirectMarketing', contacts: true, directMarketing: true },
  sales: { dpv: 'CustomerOrderManagement', contacts: true, directMarketing: true },
  research: { dpv: 'CommercialResearch', contacts: true },
  'letter-measurement': { dpv: 'Marketing', onlyConsent: true },
  communication: { dpv: 'CommunicationForCustomerCare', contacts: true },
  raffles: {},
  publication: { agreedEach: true },
  payments: { dpv: 'PaymentManagement' },
  bookkeeping: { dpv: 'LegalCompliance', law: '1336/1997' },
  claims: { dpv: 'CustomerClaimsManagement', claims: true },
  security: { dpv: 'EnforceSecurity' },
  rights: { dpv: 'RightsFulfilment', seesAll: true, law: '(EU) 2016/679' },
}

export const sources: Readonly<Record<string, Source['kind']>> = {
  forms: 'person',
  email: 'person',
  phone: 'person',
  sms: 'person',
  chat: 'person',
  post: 'person',
  'social-media': 'person',
  contracts: 'person',
  meetings: 'person',
  raffles: 'person',
  fairs: 'person',
  shop: 'person',
  service: 'observed',
  site: 'observed',
  staff: 'observed',
  register: 'observed',
  inferred: 'inferred',
  'own-registers': 'third-party',
  partners: 'third-party',
  companies: 'third-party',
  authorities: 'public',
}

export const rights: readonly RightId[] = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdrawal',
  'complaint',
]

/** By what a person may ask for their rights; no form may be required (EDPB 01/2022), so `written form` is a finding. */
export const rightsChannels = [
  'own-page',
  'email',
  'post',
  'phone',
  'form',
  'visit',
  'social-media',
  'written-form',
] as const

/** How identity is proved when there is reasonable doubt (Art. 12(6)); the last three ask for too much. */
export const identityWays = [
  'one-time-link',
  'known-address',
  'sign-in',
  'strong-authentication',
  'identity-document-shown',
  'signature',
  'identity-document-copy',
  'personal-identity-code',
] as const

export const security = [
  'named-accounts',
  'passwords',
  'second-factor',
  'duties',
  'look-log',
  'encryption-at-rest',
  'encryption-in-transit',
  'backups',
  'tested-restores',
  'locked-premises',
  'confidentiality',
  'electronic-only',
  'staff-training',
] as const

/** What a recipient does for the controller. */
export const services = [
  'hosting',
  'email',
  'newsletter',
  'payments',
  'accounting',
  'analytics',
  'telephony',
  'customer-service',
  'delivery',
  'course-platform',
  'social-media',
  'advertising',
  'backups',
  'debt-collection',
  'research',
  'development',
] as const

export const cookieSetters = ['own-site'] as const

export const duties = ['customer-service', 'marketing', 'sales', 'management', 'bookkeeping', 'privacy'] as const

export const authorities = ['fi'] as const

export const channels: readonly Channel[] = ['email', 'sms', 'phone', 'post', 'social-media']
export const channelRules: readonly ChannelRule[] = [
  'consent',
  'consent or similar purchase',
  'unless objected',
  'never',
]
export const bases: readonly Basis['kind'][] = ['contract', 'consent', 'permission', 'legal-obligation', 'interest']
export const retentionEnds: readonly Retention['ending'][] = ['delete', 'anonymise', 'restrict']
export const cookieCategories: readonly Cookie['category'][] = [
  'necessary',
  'preferences',
  'analytics',
  'marketing',
  'embedded',
]
export const recipientRoles: readonly Recipient['role'][] = ['processor', 'controller', 'joint-controller', 'authority']
export const mechanisms: readonly NonNullable<Recipient['mechanism']>[] = ['adequacy', 'dpf', 'scc', 'bcr', 'consent']

/** The words that name an event in a retention sentence: "24 months after relationship ends". */
export const anchors: ReadonlyMap<Anchor, readonly string[]> = new Map([
  ['relationship.ended', ['relationship ends', 'relationship has ended', 'relationship ended', 'end of relationship']],
  ['relationship.last-contact', ['last contact', 'relationship last contact']],
  ['fiscal-year.ended', ['fiscal year ends', 'fiscal year has ended', 'fiscal year ended', 'end of fiscal year']],
  ['books.closed', ['books are closed', 'books closed', 'end of fiscal year itself']],
  ['event.ended', ['event ends', 'event has ended', 'event ended', 'end of event']],
  ['request.closed', ['request is closed', 'request closed', 'request closes']],
  ['case.closed', ['case is closed', 'case closed', 'case closes']],
  ['consent.withdrawn', ['consent is withdrawn', 'consent withdrawn', 'withdrawal of consent', 'withdrawal']],
  ['recorded', ['recorded', 'it is recorded', 'recording']],
])

/**
 * Tables, types and functions of schema `register` (and room for more of them), and parts of the addresses below /persons/{id}/,
 * that a category of one's own must not be called.
 */
const taken = [
  'person',
  'change',
  'statement',
  'organisation',
  'import',
  'look',
  'scope',
  'version',
  'bit',
  'staff',
].concat(['persons', 'changes', 'statements', 'organisations', 'looks', 'asker', 'incoming'])

/** True when a custom category of this id would collide with the register's own tables, indexes or ledgers. */
export const isReservedCategory = (id: string): boolean =>
  taken.some(word => id === word || id.startsWith(`${word}-`)) || /-(pkey|idx|key|seq)$/.test(id)

/** Columns that every category table has, or that PostgreSQL itself has on every table. */
const takenColumns = ['person_id', 'id', 'standing', 'due', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']

/** True when a custom field's column would collide with a column that is there already; `_key` is for search keys. */
export const isReservedColumn = (name: string): boolean => takenColumns.includes(name) || /_keys?$/.test(name)

/** The SQL name of an id: hyphens become underscores. */
export const snakeCase = (id: string): string => id.replaceAll('-', '_')
