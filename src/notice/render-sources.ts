/** Section 6: where each kind of data comes from, and what Art. 14 asks of data that comes from elsewhere. */

import type { Category, Lang, Notice, Source } from './notice.ts'
import type { Block, Prose } from './render-model.ts'
import { type Draft, entries, type Line, list, paragraph } from './render-section.ts'
import { capitalised, listed, listedOr, named, say, vocabularyWords, withinIn, written } from './render-sentence.ts'
import { toldOf } from './retention.ts'

export const sourcesSection = (notice: Notice, lang: Lang): Draft => ({
  id: 'sources',
  path: 'sources',
  sections: [
    { id: 'sources-data', path: 'categories', blocks: list('categories', sourceLines(notice, lang)) },
    { id: 'sources-elsewhere', path: 'sources', blocks: elsewhereBlocks(notice, lang) },
  ],
})

/** Categories that come from the same sources share a line. */
function sourceLines(notice: Notice, lang: Lang): readonly Line[] {
  const groups = new Map<string, Category[]>()
  for (const category of notice.categories) {
    if (category.from.length === 0) continue
    const key = category.from.join(' ')
    groups.set(key, [...(groups.get(key) ?? []), category])
  }
  return [...groups.values()].flatMap(group => {
    const [first, ...rest] = group
    if (first === undefined) return []
    const names = group.map(category => named(notice, lang, category.name, `categories.${category.id}.name`))
    const phrases = { categories: capitalised(lang, listed(lang, names)), ways: ways(notice, lang, first.from) }
    const pathOf = (category: Category) => `categories.${category.id}.from`
    return { path: pathOf(first), also: rest.map(pathOf), text: say(lang, 'notice.sources.group', phrases) }
  })
}

/** "sinulta itseltäsi verkkolomakkeilla ja puhelimitse sekä viranomaisilta". */
function ways(notice: Notice, lang: Lang, ids: readonly string[]): Prose {
  const sources = ids.flatMap(id => notice.sources.find(source => source.id === id) ?? [])
  const how = (source: Source): Prose => {
    if (!source.custom) return vocabularyWords(lang, `sources.${source.id}.how`)
    const name = written(notice, lang, source.name)
    return say(lang, source.kind === 'person' ? 'notice.sources.custom-person' : 'notice.sources.custom', { name })
  }
  const own = sources.filter(source => source.kind === 'person').map(how)
  const others = sources.filter(source => source.kind !== 'person').map(how)
  const fromYou = own.length === 0 ? [] : say(lang, 'notice.sources.from-you', { ways: listed(lang, own) })
  if (own.length === 0) return listed(lang, others)
  return others.length === 0
    ? fromYou
    : say(lang, 'notice.sources.from-you-and', { own: fromYou, others: listed(lang, others) })
}

const isElsewhere = ({ kind }: Source): boolean => kind === 'third-party' || kind === 'public'

function elsewhereBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const sources = notice.sources.filter(isElsewhere)
  if (sources.length === 0) return []
  return [
    ...paragraph('sources', say(lang, 'notice.sources.elsewhere')),
    ...entries(
      'sources',
      sources.map(source => ({
        path: `sources.${source.id}`,
        term: written(notice, lang, source.name),
        text: say(lang, source.kind === 'public' ? 'notice.sources.public' : 'notice.sources.not-public'),
        details: elsewhereLines(notice, lang, source),
      })),
    ),
  ]
}

function elsewhereLines(notice: Notice, lang: Lang, source: Source): readonly Line[] {
  const path = `sources.${source.id}`
  const names = source.named.map((name): Prose => [name])
  const categories = notice.categories
    .filter(category => category.from.includes(source.id))
    .map(category => named(notice, lang, category.name, `categories.${category.id}.name`))
  const reason = source.notToldBecause === undefined ? [] : written(notice, lang, source.notToldBecause)
  const lines: readonly Line[] = [
    {
      path: `${path}.named`,
      text: names.length === 0 ? [] : say(lang, 'notice.sources.named', { names: listed(lang, names) }),
    },
    {
      path,
      text: categories.length === 0 ? [] : say(lang, 'notice.sources.data', { categories: listed(lang, categories) }),
    },
    { path: `${path}.told`, text: toldSentence(lang, source.told) },
    {
      path: `${path}.not-told-because`,
      text: reason.length === 0 ? [] : say(lang, 'notice.sources.not-told', { reason }),
    },
  ]
  return lines.filter(line => line.text.length > 0)
}

/** Art. 14(3): within a month, at first contact, or at first disclosure, whichever comes first. */
function toldSentence(lang: Lang, told: string | undefined): Prose {
  const times = told === undefined ? [] : timesIn(lang, told)
  if (times.length === 0) return []
  const key = times.length > 1 ? 'notice.sources.told-earliest' : 'notice.sources.told'
  return say(lang, key, { times: listedOr(lang, times) })
}

/** "kuukauden kuluessa tai ensimmäisen yhteydenoton yhteydessä", as the notice says it. */
export const toldTimes = (lang: Lang, told: string): Prose => listedOr(lang, timesIn(lang, told))

function timesIn(lang: Lang, told: string): readonly Prose[] {
  const when = toldOf(told)
  if (when === undefined) return []
  return [
    ...(when.within === undefined ? [] : [[withinIn(lang, when.within)]]),
    ...(when.atFirstContact ? [say(lang, 'notice.sources.first-contact')] : []),
    ...(when.atFirstDisclosure ? [say(lang, 'notice.sources.first-disclosure')] : []),
  ]
}
