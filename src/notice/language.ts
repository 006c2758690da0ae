/** The notice language as data: every key with the shape of what may stand there. Parsing knows no other keys than these. */

import { choice, type EntriesShape, list, listOrNone, record, reference, text, word, yesNo } from './language-shape.ts'
import { langs } from './notice.ts'
import {
  authorities,
  channelRules,
  channels,
  cookieCategories,
  cookieSetters,
  identityWays,
  mechanisms,
  recipientRoles,
  rights,
  rightsChannels,
  security,
  services,
} from './vocabulary.ts'

const person = { name: word(), email: word('email'), phone: word('phone'), address: word() } as const

export const personShape = record('person', person)
export const controllerShape = record('controller', {
  name: word(),
  'business-id': word('business-id'),
  address: word(),
  email: word('email'),
  phone: word('phone'),
})
export const registerShape = record('register', { id: word('id'), name: text() })

export const channelsShape = record(
  'channels',
  Object.fromEntries(channels.map(channel => [channel, choice(channelRules, 'channel-rules')])) as {
    readonly [One in (typeof channels)[number]]: ReturnType<typeof choice>
  },
)
export const purposeShape = record('purpose', {
  name: text(),
  explanation: text(),
  channels: channelsShape,
  law: word('law'),
})
export const interestShape = record('interest', { text: text(), assessment: word(), weighed: word('date') })

/** What a field of one's own may be, in plain words. */
export const fieldTypes = [
  'text',
  'number',
  'money',
  'date',
  'time',
  'yes-no',
  'choice',
  'email',
  'phone',
  'url',
  'country',
  'language',
] as const
export const fieldShape = record('field', {
  type: { shape: choice(fieldTypes), own: true },
  name: text(),
  choices: { shape: list(word()), own: true },
  search: { shape: yesNo, own: true },
})
export const useShape = record(
  'use',
  { basis: { kind: 'basis' }, fields: list(reference('fields')), law: word('law') },
  'basis',
)
const uses: EntriesShape = { kind: 'entries', of: useShape, ids: 'uses' }
const fields: EntriesShape = { kind: 'entries', of: fieldShape, ids: 'fields', orList: true }

export const categoryShape = record('category', {
  name: text(),
  rows: { shape: choice(['one', 'many']), own: true },
  origin: { shape: choice(['person', 'observed', 'inferred', 'generated']), own: true },
  fields,
  about: list(word()),
  required: listOrNone(reference('fields')),
  'without-it': text(),
  from: { shape: list(reference('sources')), sameAs: true },
  for: { shape: uses, sameAs: true },
  keep: { shape: word('retention'), sameAs: true },
  logic: text(),
})
export const sourceShape = record('source', {
  kind: { shape: choice(['person', 'observed', 'inferred', 'third-party', 'public']), own: true },
  name: text(),
  named: list(word()),
  told: word('told'),
  'not-told-because': text(),
})
export const recipientShape = record('recipient', {
  name: word(),
  role: choice(recipientRoles, 'roles'),
  for: text({ group: 'services', words: services }),
  country: word('country'),
  mechanism: choice(mechanisms, 'mechanisms'),
  contract: word('date'),
  arrangement: text(),
})
export const disclosureShape = record('disclosure', { regular: yesNo, publication: text() })
export const dutyShape = record('duty', { name: text(), purposes: list(reference('purposes')) }, 'purposes')
export const cookieShape = record('cookie', {
  category: choice(cookieCategories, 'cookies'),
  keeps: word('keeps'),
  'set-by': text({ group: 'set-by', words: cookieSetters }),
  'third-party': yesNo,
  for: reference('purposes'),
  explanation: text(),
})
export const rightsShape = record('rights', {
  granted: list(choice(rights, 'rights')),
  channels: list(choice(rightsChannels, 'rights-channels')),
  identity: choice(identityWays, 'identity'),
  text: text(),
})
export const profilingShape = record('profiling', { 'automated-decisions': yesNo, text: text() })
export const minorsShape = record('minors', { from: word('number'), guardian: choice(['below', 'never']) })

/** The whole notice, its parts in the order in which one is best written. */
export const noticeShape = record('notice', {
  notice: choice(['1']),
  register: registerShape,
  effective: word('date'),
  reviewed: word('date'),
  languages: list(choice(langs)),
  controller: controllerShape,
  contact: personShape,
  dpo: personShape,
  representative: personShape,
  authority: choice(authorities, 'authorities'),
  law: list(word('law')),
  purposes: { shape: { kind: 'entries', of: purposeShape, ids: 'purposes' } },
  interests: { shape: { kind: 'entries', of: interestShape, ids: 'interests' } },
  'relationship-ends': word('relationship-end'),
  categories: { shape: { kind: 'entries', of: categoryShape, ids: 'categories' } },
  sources: { shape: { kind: 'entries', of: sourceShape, ids: 'sources' } },
  recipients: listOrNone(recipientShape),
  disclosure: disclosureShape,
  duties: { shape: { kind: 'entries', of: dutyShape, ids: 'duties' } },
  'cookie-text': text(),
  cookies: { shape: { kind: 'entries', of: cookieShape, ids: 'cookies' } },
  rights: rightsShape,
  profiling: profilingShape,
  minors: minorsShape,
  security: list(text({ group: 'security', words: security })),
  changes: text(),
})
