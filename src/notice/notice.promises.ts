/** What the notice says of itself is true: looked at within the year, whole in its languages, lawful today, unchanged since it was published. */

import { createHash } from 'node:crypto'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { cannotTell, type PromiseCheck, verdict } from '../promises/promise.ts'
import { visit } from '../promises/visit.ts'
import { check } from './check.ts'
import { textsOf } from './finding.ts'
import { renderJson } from './render-json.ts'
import { eea, isAdequate } from './transfer.ts'

/** Somebody has looked at the notice within twelve months. */
export const noticeReviewed: PromiseCheck = {
  id: 'notice.reviewed',
  severity: 'serious',
  places: () => ['effective'],
  mend: '/our-notice',
  run: async ({ notice, at }) => {
    const reviewed = notice.reviewed ?? notice.effective
    const yearAgo = new Date(at)
    yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1)
    return verdict(reviewed >= dateInHelsinki(yearAgo), { reviewed: midnightInHelsinki(reviewed) })
  },
}

/** Every text of the notice is there in every language in which the notice says that it is given. */
export const languagesComplete: PromiseCheck = {
  id: 'notice.languages-complete',
  severity: 'serious',
  places: ({ languages }) => (languages.length > 1 ? ['languages'] : []),
  mend: '/our-notice',
  run: async ({ notice }) => {
    const texts = textsOf(notice)
    const lacking = texts.filter(({ text }) => notice.languages.some(lang => text[lang] === undefined))
    const figures = { count: lacking.length, texts: texts.length, languages: notice.languages.length }
    const found = lacking.map(({ path }) => path)
    return verdict(lacking.length === 0, figures, found)
  },
}

/** The notice in force passes `check` as the law and the calendar are today. */
export const stillLawful: PromiseCheck = {
  id: 'notice.still-lawful',
  severity: 'serious',
  places: () => ['notice'],
  mend: '/our-notice',
  run: async ({ notice, at }) => {
    const errors = check(notice, at).filter(({ severity }) => severity === 'error')
    const found = errors.map(({ rule, path }) => `${rule} ${path}`)
    return verdict(errors.length === 0, { count: errors.length }, found)
  },
}

/** No version has been altered since it was published: each is still the text that its hash was made of. */
export const versionsUnchanged: PromiseCheck = {
  id: 'notice.versions-unchanged',
  severity: 'serious',
  places: () => ['notice'],
  mend: '/our-notice/versions',
  run: async ({ database }) => {
    const { rows } = await database.app.query<{ id: number; hash: string; source: string }>(
      'select id, hash, source_text as source from notice.version order by id',
    )
    const altered = rows.filter(({ hash, source }) => createHash('sha256').update(source).digest('hex') !== hash)
    const found = altered.map(({ id }) => `version ${id}`)
    return verdict(altered.length === 0, { count: altered.length, versions: rows.length }, found)
  },
}

/** What anybody gets from the public address is the notice in force, byte by byte, in each of its languages. */
export const publishedAsIs: PromiseCheck = {
  id: 'notice.published-as-is',
  severity: 'serious',
  places: () => ['notice'],
  mend: '/our-notice',
  run: async ({ notice, settings, stopping }) => {
    const differing: string[] = []
    for (const lang of notice.languages) {
      const address = `${settings.url}/notice.json?lang=${lang}`
      const page = await visit(address, { own: settings.url, stopping })
      if (page === undefined) return cannotTell('promises.why.own-site-away')
      if (page.status !== 200 || page.body.toString('utf8') !== renderJson(notice, lang)) differing.push(address)
    }
    return verdict(differing.length === 0, { count: differing.length, languages: notice.languages.length }, differing)
  },
}

/** Whoever receives data outside the EEA is named with a ground for the transfer that still stands (Art. 44–49). */
export const transfersSafeguarded: PromiseCheck = {
  id: 'notice.transfers-safeguarded',
  severity: 'grave',
  places: ({ recipients }) =>
    recipients.flatMap(({ country }, index) => (eea.includes(country) ? [] : [`recipients.${index}`])),
  mend: '/our-notice',
  run: async ({ notice }) => {
    const outside = notice.recipients
      .map((recipient, index) => ({ ...recipient, path: `recipients.${index}` }))
      .filter(({ country }) => !eea.includes(country))
    const bare = outside.filter(
      ({ country, mechanism }) =>
        mechanism === undefined ||
        (mechanism === 'adequacy' && !isAdequate(country)) ||
        (mechanism === 'dpf' && country !== 'US'),
    )
    const found = bare.map(({ name, country }) => `${name} (${country})`)
    const at = bare.map(({ path }) => path)
    return verdict(bare.length === 0, { count: bare.length, recipients: outside.length }, found, at)
  },
}
