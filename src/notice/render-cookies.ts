/** Section 7: every cookie with its kind, purpose, time and setter (917/2014 § 205). */

import { text } from '../texts/texts.ts'
import type { Cookie, Lang, Notice } from './notice.ts'
import type { Prose } from './render-model.ts'
import { type Draft, paragraph, sentences } from './render-section.ts'
import { capitalised, durationIn, say, vocabularyWords, written } from './render-sentence.ts'

export function cookiesSection(notice: Notice, lang: Lang): Draft {
  const { cookies, cookieText } = notice
  const own = paragraph('cookie-text', cookieText === undefined ? [] : written(notice, lang, cookieText))
  if (cookies.length === 0) return { id: 'cookies', path: 'cookies', blocks: own }
  const necessary = cookies.some(cookie => cookie.category === 'necessary')
  const others = cookies.some(cookie => cookie.category !== 'necessary')
  const consent = sentences(
    necessary ? say(lang, 'notice.cookies.necessary') : [],
    others ? say(lang, necessary ? 'notice.cookies.consent-others' : 'notice.cookies.consent') : [],
  )
  const heading = (key: 'name' | 'category' | 'purpose' | 'keeps' | 'set-by') => text(lang, `notice.cookies.${key}`)
  return {
    id: 'cookies',
    path: 'cookies',
    blocks: [
      ...paragraph('cookies', say(lang, 'notice.cookies.about')),
      ...own,
      ...paragraph('cookies', consent),
      {
        kind: 'table',
        path: 'cookies',
        caption: text(lang, 'notice.cookies.caption'),
        columns: [heading('name'), heading('category'), heading('purpose'), heading('keeps'), heading('set-by')],
        rows: cookies.map(cookie => ({ path: `cookies.${cookie.name}`, cells: cookieCells(notice, lang, cookie) })),
      },
    ],
  }
}

function cookieCells(notice: Notice, lang: Lang, cookie: Cookie): readonly Prose[] {
  const purpose = notice.purposes.find(one => one.id === cookie.for)
  const name = purpose === undefined ? [] : [...written(notice, lang, purpose.name), '.']
  const explanation = cookie.explanation === undefined ? [] : written(notice, lang, cookie.explanation)
  const setter = written(notice, lang, cookie.setBy)
  const keeps: Prose =
    cookie.keeps === 'session' ? say(lang, 'notice.cookies.session') : [durationIn(lang, cookie.keeps)]
  return [
    [cookie.name],
    vocabularyWords(lang, `cookies.${cookie.category}`),
    sentences(name, explanation),
    capitalised(lang, keeps),
    capitalised(lang, cookie.thirdParty ? say(lang, 'notice.cookies.third-party', { setter }) : setter),
  ]
}
