/** Section 4: every purpose with its legal bases and the data used on each, the interests, and how people are contacted (Art. 13(1)(c)–(d)). */

import type { Basis, Category, Channel, Lang, Notice, Purpose, Use } from './notice.ts'
import type { Block, Prose } from './render-model.ts'
import { type Draft, entries, type Line, list, paragraph, sentences } from './render-section.ts'
import { capitalised, dateIn, listed, named, say, vocabularyWords, written } from './render-sentence.ts'
import { channels, entryOf, purposes as knownPurposes } from './vocabulary.ts'
import { categories as knownCategories } from './vocabulary-categories.ts'

export const purposesSection = (notice: Notice, lang: Lang): Draft => ({
  id: 'purposes',
  path: 'purposes',
  sections: [
    { id: 'purposes-named', path: 'purposes', blocks: purposeBlocks(notice, lang) },
    { id: 'interests', path: 'interests', blocks: interestBlocks(notice, lang) },
    { id: 'channels', path: 'purposes', blocks: channelBlocks(notice, lang) },
  ],
})

function purposeBlocks(notice: Notice, lang: Lang): readonly Block[] {
  if (notice.purposes.length === 0) return []
  const based = notice.categories.some(category => category.uses.length > 0)
  return [
    ...(based ? paragraph('purposes', say(lang, 'notice.purposes.intro')) : []),
    ...entries(
      'purposes',
      notice.purposes.map(purpose => ({
        path: `purposes.${purpose.id}`,
        term: written(notice, lang, purpose.name),
        text: written(notice, lang, purpose.explanation),
        details: basisLines(notice, lang, purpose),
      })),
    ),
  ]
}

interface Based {
  readonly category: Category
  readonly use: Use
}

/** One line for each basis that the purpose stands on, with the data that it uses on that basis. */
function basisLines(notice: Notice, lang: Lang, purpose: Purpose): readonly Line[] {
  const groups = new Map<string, Based[]>()
  for (const category of notice.categories)
    for (const use of category.uses) {
      if (use.purpose !== purpose.id) continue
      const key = JSON.stringify(use.basis)
      groups.set(key, [...(groups.get(key) ?? []), { category, use }])
    }
  return [...groups.values()].flatMap(group => {
    const [first, ...rest] = group
    if (first === undefined) return []
    const pathOf = ({ category }: Based) => `categories.${category.id}.for.${purpose.id}`
    const phrases = {
      basis: capitalised(lang, basisPhrase(notice, lang, first.use.basis, purpose)),
      categories: categoriesPhrase(notice, lang, group),
    }
    return { path: pathOf(first), also: rest.map(pathOf), text: say(lang, 'notice.purposes.basis', phrases) }
  })
}

function categoriesPhrase(notice: Notice, lang: Lang, group: readonly Based[]): Prose {
  const everything = group.length === notice.categories.length && group.every(({ use }) => use.fields === undefined)
  if (everything && group.length > 1) return say(lang, 'notice.purposes.all-data')
  return listed(
    lang,
    group.map(one => categoryPhrase(notice, lang, one)),
  )
}

function basisPhrase(notice: Notice, lang: Lang, basis: Basis, purpose: Purpose): Prose {
  switch (basis.kind) {
    case 'contract':
    case 'consent':
      return say(lang, `notice.bases.${basis.kind}`)
    case 'permission': {
      const purchase = Object.values(purpose.channels).includes('consent or similar purchase')
      return say(lang, purchase ? 'notice.bases.permission-or-purchase' : 'notice.bases.permission')
    }
    case 'legal-obligation': {
      const law =
        lawWords(notice, lang, basis.law ?? purpose.law) ?? vocabularyWords(lang, `purposes.${purpose.id}.law`)
      return law.length === 0
        ? say(lang, 'notice.bases.legal-obligation')
        : say(lang, 'notice.bases.legal-obligation-law', { law })
    }
    case 'interest': {
      const interest = interestWords(notice, lang, basis.interest)
      return interest.length === 0
        ? say(lang, 'notice.bases.interest-untold')
        : say(lang, 'notice.bases.interest', { interest })
    }
  }
}

/** A law is cited as written, in the language of record. */
export function lawWords(notice: Notice, lang: Lang, law: string | undefined): Prose | undefined {
  const [record] = notice.languages
  if (law === undefined) return undefined
  return record === undefined || record === lang ? [law] : [{ text: law, lang: record }]
}

function interestWords(notice: Notice, lang: Lang, id: string): Prose {
  const interest = notice.interests.find(one => one.id === id)
  return interest === undefined ? [] : unstopped(written(notice, lang, interest.text))
}

/** Without the full stop that an author may have put: the sentence around it has its own. */
const unstopped = (words: Prose): Prose =>
  words.map(span => {
    const bare = (said: string) => said.replace(/\.$/, '')
    return typeof span === 'string' ? bare(span) : { ...span, text: bare(span.text) }
  })

/** "yhteystiedot (sähköpostiosoite ja puhelinnumero)" when the purpose uses only some of the fields. */
export function categoryPhrase(notice: Notice, lang: Lang, { category, use }: Based): Prose {
  const name = named(notice, lang, category.name, `categories.${category.id}.name`)
  return use.fields === undefined ? name : [...name, ' (', ...fieldsPhrase(notice, lang, { category, use }), ')']
}

/** The fields that a purpose uses; what only says something of another field (primary, bounced) is left out. */
export function fieldsPhrase(notice: Notice, lang: Lang, { category, use }: Based): Prose {
  const automatic = entryOf(knownCategories, category.id)?.fields.filter(field => field.comesWith) ?? []
  const used = category.fields.filter(
    ({ id }) => (use.fields?.includes(id) ?? true) && !automatic.some(field => field.id === id),
  )
  return listed(
    lang,
    used.map(field => named(notice, lang, field.name, `fields.${category.id}.${field.id}`)),
  )
}

function interestBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const items = notice.interests.flatMap(({ id, weighed }): readonly Line[] => {
    const interest = interestWords(notice, lang, id)
    if (interest.length === 0) return []
    const told = say(lang, 'notice.interests.interest', { interest })
    const date = weighed === undefined ? [] : say(lang, 'notice.interests.weighed', { date: dateIn(lang, weighed) })
    return [{ path: `interests.${id}`, text: sentences(told, date) }]
  })
  if (items.length === 0) return []
  return [...paragraph('interests', say(lang, 'notice.interests.intro')), ...list('interests', items)]
}

function channelBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const contacting = notice.purposes.filter(purpose => Object.keys(purpose.channels).length > 0)
  const marketing = contacting.some(isDirectMarketing)
  return [
    ...(marketing ? paragraph('purposes', say(lang, 'notice.channels.intro')) : []),
    ...entries(
      'purposes',
      contacting.map(purpose => ({
        path: `purposes.${purpose.id}.channels`,
        term: written(notice, lang, purpose.name),
        text: [],
        details: channels.flatMap(channel => channelLine(lang, purpose, channel)),
      })),
    ),
  ]
}

/** What the author's own purposes send is taken for direct marketing, as `check` does. */
export const isDirectMarketing = (purpose: Purpose): boolean =>
  purpose.custom
    ? Object.keys(purpose.channels).length > 0
    : entryOf(knownPurposes, purpose.id)?.directMarketing === true

function channelLine(lang: Lang, purpose: Purpose, channel: Channel): readonly Line[] {
  const rule = purpose.channels[channel]
  if (rule === undefined) return []
  const phrases = {
    channel: vocabularyWords(lang, `channels.${channel}`),
    rule: vocabularyWords(lang, `channel-rules.${rule.replaceAll(' ', '-')}`),
  }
  return [{ path: `purposes.${purpose.id}.channels.${channel}`, text: say(lang, 'notice.channels.rule', phrases) }]
}
