/** The categories that the notice language knows, with the fields and columns that become tables when a notice declares them. */

import type { Category, Column, ColumnType } from './notice.ts'
import { snakeCase } from './vocabulary.ts'

export interface KnownField {
  readonly id: string
  readonly columns: readonly Column[]
  /** Kept only when the notice names it (gender, recordings): Art. 25(2). */
  readonly onlyIfNamed?: true
  /** It says something of these fields (primary, bounced), so it is kept and seen where one of them is. */
  readonly comesWith?: readonly string[]
  /** W3C DPV 2.3 personal data that this field is and its whole category is not, the local name after https://w3id.org/dpv/pd#. */
  readonly dpv?: string
}

export interface KnownCategory {
  readonly rows: Category['rows']
  readonly origin: Category['origin']
  readonly stored: Category['stored']
  readonly fields: readonly KnownField[]
  /** W3C DPV 2.3 personal data that everything in the category is, local names after https://w3id.org/dpv/pd#. */
  readonly dpv: readonly string[]
}

type Options = Omit<Column, 'name' | 'type'>

/** A field of one column that bears its name. */
const field = (id: string, type: ColumnType, options: Options = {}): KnownField => ({
  id,
  columns: [{ name: snakeCase(id), type, ...options }],
})

const onlyIfNamed = (known: KnownField): KnownField => ({ ...known, onlyIfNamed: true })
const inDpv = (dpv: string, known: KnownField): KnownField => ({ ...known, dpv })
const codes = (id: string, ...allowed: readonly string[]): KnownField =>
  field(id, 'text', { codes: allowed, search: 'equal' })
const found = (id: string): KnownField => field(id, 'text', { search: 'prefix' })
const words = (id: string): KnownField => field(id, 'text')
const day = (id: string): KnownField => field(id, 'date', { search: 'range' })
const moment = (id: string): KnownField => field(id, 'time', { search: 'range' })

/** Of an order, in the words of the link by which the buyer came. */
const originColumns = ['origin_campaign', 'origin_source', 'origin_medium', 'origin_referrer', 'discount_code'].map(
  (name): Column => ({ name, type: 'text', search: 'prefix' }),
)

/**
 * A row of contact points is one way to reach somebody. That an address is required is asked of who makes a contract on a form (Art.
 * 13(2)(e)), and is no reason to refuse one who is known by telephone or post; in any other category it is required of each row.
 */
export const isRequiredOfPerson = (category: string): boolean => category === 'contact-points'

export const categories: Readonly<Record<string, KnownCategory>> = {
  identity: {
    rows: 'one',
    origin: 'person',
    stored: 'table',
    // Either may be alone: there are people with one name. Lists go by the family name; the search box finds both.
    fields: [
      field('given-name', 'text', { format: 'person-name' }),
      field('family-name', 'text', { format: 'person-name', search: 'prefix' }),
    ],
    dpv: ['Name'],
  },
  'contact-points': {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      inDpv('EmailAddress', field('email', 'text', { format: 'email', search: 'prefix' })),
      inDpv('TelephoneNumber', field('phone', 'text', { format: 'phone', search: 'prefix' })),
      {
        id: 'post',
        dpv: 'PhysicalAddress',
        columns: [
          { name: 'street', type: 'text' },
          { name: 'postcode', type: 'text', search: 'prefix' },
          { name: 'city', type: 'text', search: 'prefix' },
          { name: 'country', type: 'text', format: 'country', search: 'equal' },
        ],
      },
      field('web', 'text', { format: 'url' }),
      {
        id: 'social-media',
        dpv: 'SocialMedia',
        columns: [
          { name: 'network', type: 'text', search: 'equal' },
          { name: 'handle', type: 'text', search: 'prefix' },
        ],
      },
      {
        id: 'status',
        comesWith: ['email', 'phone', 'post', 'web', 'social-media'],
        columns: [
          { name: 'is_primary', type: 'boolean' },
          { name: 'state', type: 'text', codes: ['unverified', 'verified', 'bounced'], search: 'equal' },
          // 917/2014 §§ 200 and 202: the person's own, a named address at work, or that of an organisation (info@)
          { name: 'whose', type: 'text', codes: ['own', 'work', 'organisation'] },
        ],
      },
    ],
    dpv: ['Contact'],
  },
  work: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      inDpv('Job', found('title')),
      inDpv('CurrentEmployment', found('organisation')),
      // the id of a row of register.organisation, which is there only when the organisation has a record of its own
      { ...field('organisation-link', 'text', { search: 'equal' }), comesWith: ['organisation'] },
    ],
    dpv: ['Professional'],
  },
  profile: {
    rows: 'one',
    origin: 'person',
    stored: 'table',
    fields: [
      inDpv('Language', field('language', 'text', { format: 'language', search: 'equal' })),
      inDpv('Gender', onlyIfNamed(codes('gender', 'female', 'male', 'other'))), // C-394/23
    ],
    dpv: [],
  },
  interests: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [found('interest')],
    dpv: ['Interest'],
  },
  relationships: {
    rows: 'many',
    origin: 'generated',
    stored: 'table',
    fields: [
      codes('kind', 'customer', 'subscriber', 'lead', 'contestant', 'business-contact'),
      day('started'),
      words('started-how'),
      day('ended'),
      words('ended-how'),
    ],
    dpv: [], // pd:Relationship is of families
  },
  permissions: {
    rows: 'many',
    origin: 'person',
    stored: 'statement', // register.statement, which is there in every register
    fields: [
      words('purpose'),
      words('channel'),
      words('state'),
      moment('given'),
      moment('withdrawn'),
      words('wording'),
    ],
    dpv: ['PrivacyPreference'],
  },
  'service-use': {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [
      found('service'),
      codes('action', 'ordered', 'signed-in', 'opened', 'completed', 'downloaded', 'ended'),
      moment('occurred'),
    ],
    dpv: ['ServiceConsumptionBehaviour'],
  },
  'marketing-measures': {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [
      found('measure'),
      codes('channel', 'email', 'sms', 'phone', 'post', 'social-media', 'web'),
      moment('occurred'),
      codes('response', 'none', 'opened', 'clicked', 'answered', 'ordered'),
    ],
    dpv: ['Behavioural'],
  },
  'followed-links': {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [found('letter'), words('link'), moment('occurred')],
    dpv: ['Behavioural'],
  },
  orders: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      found('order-number'),
      found('product'),
      field('quantity', 'integer'),
      field('amount', 'money', { search: 'range' }),
      words('foreign-price'), // of an order that is not in euros: 29.35 USD
      codes('state', 'ordered', 'paid', 'free', 'delivered', 'cancelled', 'withdrawn', 'refunded'),
      moment('ordered'),
      moment('delivered'),
      moment('cancelled'),
      moment('refunded'),
      field('refunded-amount', 'money'),
      onlyIfNamed(words('note')), // customers write in it what nobody needs to know
      onlyIfNamed({ id: 'origin', columns: originColumns }), // for measuring marketing, which is no part of selling
      {
        id: 'withdrawal', // the facts on which the right ends when digital content is delivered, 38/1978 ch. 6
        columns: [
          { name: 'delivery_start_agreed', type: 'time' },
          { name: 'loss_of_right_accepted', type: 'time' },
          { name: 'confirmation_sent', type: 'time' },
        ],
      },
    ],
    dpv: ['Purchase'],
  },
  feedback: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      codes('kind', 'feedback', 'complaint', 'question'),
      words('content'),
      moment('received'),
      codes('state', 'open', 'waiting', 'answered', 'closed', 'reopened'),
      words('answer'),
      moment('answered'),
      moment('closed'),
      onlyIfNamed(words('attachments')), // a file says more than anybody asked for
    ],
    dpv: ['Opinion', 'Communication'],
  },
  'service-events': {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [
      codes('kind', 'call', 'email', 'chat', 'sms', 'social-message', 'meeting'),
      codes('direction', 'in', 'out'),
      moment('occurred'),
      words('subject'),
      words('content'),
      // recording a call needs its own reason, law of the place and notice at its start
      inDpv('VoiceCommunicationRecording', onlyIfNamed(words('recording'))),
      onlyIfNamed(words('attachments')),
    ],
    dpv: ['Communication'],
  },
  contracts: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      codes('kind', 'service', 'sale', 'subscription', 'licence', 'cooperation', 'other'),
      found('contract-number'),
      words('subject'),
      codes('state', 'draft', 'signed', 'in-force', 'ended', 'terminated'),
      day('signed'),
      day('starts'),
      day('ends'),
      field('notice-days', 'integer'),
      codes('renewal', 'ends', 'renews', 'until-notice'),
      field('renewal-months', 'integer'),
      words('document'),
    ],
    dpv: [],
  },
  leads: {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [
      words('subject'),
      codes('state', 'new', 'contacted', 'offered', 'won', 'lost'),
      field('value', 'money', { search: 'range' }),
      codes('capacity', 'consumer', 'business'), // 38/1978 protects the first; who is not told is taken for one
      moment('arrived'),
      day('closed'),
      codes('lost-because', 'price', 'timing', 'no-need', 'another', 'no-answer', 'other'),
    ],
    dpv: [],
  },
  offers: {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [
      words('subject'),
      codes('state', 'draft', 'sent', 'accepted', 'declined', 'withdrawn'),
      field('amount', 'money', { search: 'range' }), // with value added tax
      day('valid-until'),
      moment('sent'),
      moment('answered'),
    ],
    dpv: [],
  },
  participation: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      codes('kind', 'campaign', 'raffle', 'contest', 'event', 'fair'),
      found('event'),
      moment('entered'),
      words('result'),
    ],
    dpv: ['Behavioural'],
  },
  surveys: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [found('survey'), words('question'), words('answer'), moment('answered')],
    dpv: ['Opinion'],
  },
  visits: {
    rows: 'many',
    origin: 'observed',
    stored: 'table',
    fields: [words('page'), moment('occurred'), words('came-from'), found('campaign')],
    dpv: ['BrowsingBehaviour'],
  },
  inferences: {
    rows: 'many',
    origin: 'inferred',
    stored: 'table',
    fields: [
      codes('about', 'interests', 'user-groups'),
      found('value'),
      words('rule'),
      words('evidence'),
      field('confidence', 'integer', { search: 'range' }), // per cent
      day('made'),
      day('expires'),
    ],
    dpv: ['Profile'],
  },
  publication: {
    rows: 'many',
    origin: 'person',
    stored: 'table',
    fields: [
      codes('kind', 'testimonial', 'photo', 'reference', 'interview'),
      words('content'),
      words('place'),
      day('agreed'),
      day('until'),
      day('taken-down'),
    ],
    dpv: [],
  },
  requests: {
    rows: 'many',
    origin: 'person',
    stored: 'ledger', // rights.request
    fields: [
      words('right'),
      moment('received'),
      words('channel'),
      day('answer-by'),
      words('state'),
      words('decision'),
      moment('closed'),
    ],
    dpv: ['Communication'],
  },
  disclosures: {
    rows: 'many',
    origin: 'generated',
    stored: 'table',
    fields: [found('recipient'), words('content'), moment('disclosed'), words('reason')],
    dpv: [],
  },
  'change-history': {
    rows: 'many',
    origin: 'generated',
    stored: 'ledger', // register.change
    fields: [words('before'), words('after'), moment('changed'), words('changed-by'), words('source')],
    dpv: [],
  },
  'look-log': {
    rows: 'many',
    origin: 'generated',
    stored: 'ledger', // access.look
    fields: [moment('looked'), words('purpose'), words('looked-by'), words('categories')],
    dpv: [],
  },
}
