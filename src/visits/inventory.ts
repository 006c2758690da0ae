/** What a visitor is asked follows from the cookies of the notice alone: by category, with each cookie's purpose, time and setter. */

import { createHash } from 'node:crypto'
import { coveredBy } from '../notice/cookie-consent.ts'
import { daysIn } from '../notice/duration.ts'
import type { Cookie, Notice } from '../notice/notice.ts'
import { wordsOf } from '../notice/render-model.ts'
import { capitalised, durationIn, listed, lowered, named, written } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import {
  type About,
  type AskedCategory,
  askedCategories,
  type Lang,
  langs,
  type Wording,
  type WordingGroup,
} from './about.ts'
import { knowsBy } from './known.ts'

/** The name that the notice gives to what remembers the choice. Without it nothing may be remembered, so nothing is asked. */
export const choiceCookie = 'seloste_choice'
/** A consent is asked for anew after this time at the latest, in days. */
const longest = 365

const inCategory = ({ cookies }: Notice, category: string): readonly Cookie[] =>
  cookies.filter(cookie => cookie.category === category)

/** The categories of this notice that need consent, in their order. */
export const asked = (notice: Notice): readonly AskedCategory[] =>
  askedCategories.filter(category => inCategory(notice, category).length > 0)

/** In days, by the notice; undefined where the notice does not list it, so that nothing may be remembered. */
export function remembersDays({ cookies }: Notice): number | undefined {
  const keeps = cookies.find(({ name }) => name === choiceCookie)?.keeps
  if (keeps === undefined) return undefined
  return keeps === 'session' ? 1 : Math.min(longest, Math.floor(daysIn(keeps)))
}

/** Visits are counted where the notice has a category for them. */
export function countsVisits(notice: Notice): boolean {
  const counts = counted.get(notice) ?? notice.categories.some(({ id }) => id === 'visits')
  counted.set(notice, counts)
  return counts
}
/** It is asked for every page that is seen. */
const counted = new WeakMap<Notice, boolean>()

/** What the script knows before it asks anything; undefined where there is nothing to ask about and nothing to count. */
export function aboutFor(notice: Notice, server: string): About | undefined {
  const days = remembersDays(notice)
  const categories = days === undefined ? [] : asked(notice)
  const counts = countsVisits(notice)
  if (categories.length === 0 && !counts) return undefined
  const ofEach = (of: (cookies: readonly Cookie[]) => readonly string[]) =>
    Object.fromEntries(categories.map(category => [category, [...new Set(of(inCategory(notice, category)))]]))
  return {
    server,
    counts,
    knows: categories.includes('analytics') ? (knowsBy(notice)?.days ?? 0) * 86_400 : 0,
    remembers: (days ?? 0) * 86_400,
    asks: ofEach(cookies => cookies.map(keyOf)),
    clears: ofEach(cookies => cookies.map(({ name }) => name)),
    corner: Object.fromEntries(langs.map(lang => [lang, cornerIn(lang)])) as About['corner'],
  }
}

const cornerIn = (lang: Lang) => ({
  label: text(lang, 'visits.choice.title'),
  open: text(lang, 'visits.choice.settings'),
  none: text(lang, 'visits.choice.state.none'),
  some: text(lang, 'visits.choice.state.some'),
  all: text(lang, 'visits.choice.state.all'),
  withdraw: text(lang, 'visits.choice.withdraw'),
  waits: text(lang, 'visits.choice.waits', { host: '{{host}}' }),
})

/** Short, for it stands in the visitor's cookie. */
const keyOf = (cookie: Cookie): string => createHash('sha256').update(coveredBy(cookie)).digest('base64url').slice(0, 6)

/** All that a visitor is shown, in one language. */
export function wordingFor(notice: Notice, noticeVersion: number, lang: Lang, server: string): Wording {
  const say = (
    key: 'accept' | 'refuse' | 'more' | 'save' | 'close' | 'gpc' | 'failed' | 'change' | 'proof' | 'title',
  ) => text(lang, `visits.choice.${key}`)
  const knows = knowsBy(notice)
  const kinds = asked(notice).map(category => lowered(lang, [text(lang, `vocabulary.cookies.${category}`)]))
  return {
    lang,
    noticeVersion,
    title: say('title'),
    text: [
      text(lang, 'visits.choice.text', { controller: notice.controller.name, kinds: wordsOf(listed(lang, kinds)) }),
      ...(knows?.joins ? [text(lang, 'visits.choice.joins')] : []),
    ].join(' '),
    ...(knows?.joins && { joins: knows.purpose, joinedBy: ['sign-in', 'site', 'form', 'link'] }),
    accept: say('accept'),
    refuse: say('refuse'),
    more: say('more'),
    save: say('save'),
    close: say('close'),
    gpc: say('gpc'),
    failed: say('failed'),
    change: say('change'),
    proof: say('proof'),
    notice: { words: text(lang, 'visits.choice.notice'), address: `${server}/notice?lang=${lang}` },
    groups: inventory(notice, lang),
  }
}

/** Cookies by category, the necessary ones first, in words. */
export const inventory = (notice: Notice, lang: Lang): readonly WordingGroup[] =>
  (['necessary', ...askedCategories] as const).flatMap(category => {
    const cookies = inCategory(notice, category)
    if (cookies.length === 0) return []
    return [
      {
        category,
        name: text(lang, `vocabulary.cookies.${category}`),
        says: [
          text(lang, `visits.choice.says.${category}`),
          ...(category === 'analytics' && knowsBy(notice)?.joins ? [text(lang, 'visits.choice.joins-how')] : []),
        ].join(' '),
        cookies: cookies.map(cookie => told(notice, lang, cookie)),
      },
    ]
  })

function told(notice: Notice, lang: Lang, cookie: Cookie): WordingGroup['cookies'][number] {
  const purpose = notice.purposes.find(({ id }) => id === cookie.for)
  const explanation = cookie.explanation && wordsOf(written(notice, lang, cookie.explanation))
  const name = purpose && wordsOf(named(notice, lang, purpose.name, `purposes.${purpose.id}`))
  const setter = written(notice, lang, cookie.setBy)
  return {
    name: cookie.name,
    why: [explanation, name && text(lang, 'visits.choice.purpose', { purpose: name })].filter(Boolean).join(' '),
    keeps: wordsOf(
      capitalised(lang, [
        cookie.keeps === 'session' ? text(lang, 'notice.cookies.session') : durationIn(lang, cookie.keeps),
      ]),
    ),
    by: wordsOf(
      cookie.thirdParty
        ? [text(lang, 'notice.cookies.third-party', { setter: wordsOf(setter) })]
        : capitalised(lang, setter),
    ),
  }
}

/** Of the words as they are shown: the same words have the same hash, whoever reckons it. */
export const hashOf = (wording: Wording): string =>
  createHash('sha256').update(JSON.stringify(wording)).digest('base64url')
