/** Sections 1–3: who answers for the register, whom to ask, and what the register is called (Art. 13(1)(a)–(b)). */

import { text } from '../texts/texts.ts'
import type { Lang, Notice, Person } from './notice.ts'
import type { Block, Prose } from './render-model.ts'
import { type Draft, type Line, paragraph } from './render-section.ts'
import { countryIn, say, vocabularyWords, written } from './render-sentence.ts'

export function controllerSections(notice: Notice, lang: Lang): readonly Draft[] {
  const { controller, contact, dpo, representative, register } = notice
  const labelled = (path: string, label: 'dpo' | 'representative', person: Person | undefined): readonly Block[] =>
    person === undefined
      ? []
      : lines(path, [
          { path, text: [{ text: text(lang, `notice.contact.${label}`), strong: true }] },
          ...personLines(lang, path, person),
        ])
  const contactLines = personLines(lang, 'contact', contact)
  return [
    { id: 'controller', path: 'controller', blocks: lines('controller', controllerLines(lang, controller)) },
    {
      id: 'contact',
      path: 'contact',
      blocks: [
        ...(contactLines.length === 0 ? [] : paragraph('contact', say(lang, 'notice.contact.about'))),
        ...lines('contact', contactLines),
        ...labelled('dpo', 'dpo', dpo),
        ...labelled('representative', 'representative', representative),
      ],
    },
    { id: 'register', path: 'register', blocks: paragraph('register.name', written(notice, lang, register.name)) },
  ]
}

const lines = (path: string, items: readonly Line[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'lines', path, items }]

function controllerLines(lang: Lang, controller: Notice['controller']): readonly Line[] {
  const [name, ...rest] = personLines(lang, 'controller', controller)
  const businessId: readonly Line[] =
    controller.businessId === undefined
      ? []
      : [
          {
            path: 'controller.business-id',
            text: say(lang, 'notice.contact.business-id', { id: controller.businessId }),
          },
        ]
  return name === undefined ? businessId : [name, ...businessId, ...rest]
}

function personLines(lang: Lang, path: string, person: Person): readonly Line[] {
  const line = (key: string, words: Prose | undefined): readonly Line[] =>
    words === undefined ? [] : [{ path: `${path}.${key}`, text: words }]
  const { name, address, phone, email } = person
  return [
    ...line('name', name === undefined || name === '' ? undefined : [name]),
    ...line('address', address === undefined ? undefined : [addressIn(lang, address)]),
    ...line('phone', phone === undefined ? undefined : say(lang, 'notice.contact.phone', { phone: phoneLink(phone) })),
    ...line('email', email === undefined ? undefined : say(lang, 'notice.contact.email', { email: mailLink(email) })),
  ]
}

/** A country code at the end of an address becomes the country's name. */
const addressIn = (lang: Lang, address: string): string =>
  address.replace(/(?<=,\s*)[A-Z]{2}$/, code => countryIn(lang, code))

export const mailLink = (email: string): Prose => [
  { text: email, href: `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}` },
]

const phoneLink = (phone: string): Prose => [{ text: phone, href: `tel:${phone.replaceAll(/[^\d+]/g, '')}` }]

/** How to reach the controller in one phrase: an e-mail address, a phone number or a postal address, the first that there is. */
export function reachedAt(notice: Notice, lang: Lang): Prose {
  const { contact, controller } = notice
  const email = contact.email ?? controller.email
  if (email !== undefined) return mailLink(email)
  const phone = contact.phone ?? controller.phone
  if (phone !== undefined) return phoneLink(phone)
  const address = contact.address ?? controller.address
  return address === undefined ? [] : [addressIn(lang, address)]
}

/** Where a complaint goes: the authority's name and addresses (Art. 13(2)(d)). */
export function authorityLines(lang: Lang, authority: string): readonly Block[] {
  const of = (key: 'name' | 'street' | 'post' | 'phone' | 'email' | 'web'): string =>
    vocabularyWords(lang, `authorities.${authority}.${key}`).join('')
  if (of('name') === '') return []
  const web = of('web')
  return lines('authority', [
    { path: 'authority', text: [{ text: of('name'), strong: true }] },
    { path: 'authority', text: say(lang, 'notice.contact.visit', { address: of('street') }) },
    { path: 'authority', text: say(lang, 'notice.contact.post', { address: of('post') }) },
    { path: 'authority', text: say(lang, 'notice.contact.phone', { phone: phoneLink(of('phone')) }) },
    { path: 'authority', text: say(lang, 'notice.contact.email', { email: mailLink(of('email')) }) },
    {
      path: 'authority',
      text: say(lang, 'notice.contact.web', { web: [{ text: web.replace(/^https:\/\//, ''), href: web }] }),
    },
  ])
}
