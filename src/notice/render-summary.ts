/** The first layer of the notice: who, what for, what, how long, to whom and which rights, each with the way to the full answer. */

import { text } from '../texts/texts.ts'
import type { Lang, Notice, Retention } from './notice.ts'
import { periodPhrase } from './render-categories.ts'
import { reachedAt } from './render-controller.ts'
import type { Prose, Section } from './render-model.ts'
import { entries, sentences, titled } from './render-section.ts'
import { capitalised, listed, lowered, named, say, vocabularyWords } from './render-sentence.ts'

/** Refers to the numbered sections by their numbers; a question that the notice does not answer is left out. */
export function summarySection(notice: Notice, lang: Lang, sections: readonly Section[]): Section {
  const reference = (id: string): Prose => {
    const all = sections.flatMap(section => [section, ...section.sections])
    const number = all.find(section => section.id === id)?.number
    return number === undefined ? [] : [{ text: number, href: `#${id}` }]
  }
  const answers = [
    ['who', 'controller', who(notice, lang)],
    ['why', 'purposes', why(notice, lang, reference('purposes'))],
    ['what', 'categories', what(notice, lang, reference('data'))],
    ['how-long', 'categories', howLong(notice, lang, reference('retention'))],
    ['to-whom', 'recipients', toWhom(notice, lang, reference('recipients'))],
    ['rights', 'rights', rights(notice, lang, reference('rights'))],
  ] as const
  const answered = answers.filter(([, , words]) => words.length > 0)
  const blocks = entries(
    'notice',
    answered.map(([key, path, words]) => ({
      path,
      term: [text(lang, `notice.summary.${key}`)],
      text: words,
      details: [],
    })),
  )
  return titled(lang, { id: 'summary', path: 'notice', blocks })
}

function who(notice: Notice, lang: Lang): Prose {
  const { name } = notice.controller
  const contact = reachedAt(notice, lang)
  if (name === '') return []
  return sentences(
    say(lang, 'notice.summary.who-text', { controller: name }),
    contact.length === 0 ? [] : say(lang, 'notice.summary.contact-text', { contact }),
  )
}

function why(notice: Notice, lang: Lang, section: Prose): Prose {
  const purposes = listed(
    lang,
    notice.purposes.map(purpose => named(notice, lang, purpose.name, `purposes.${purpose.id}.name`)),
  )
  if (purposes.length === 0) return []
  const based = notice.categories.some(category => category.uses.length > 0)
  const sentence = based ? 'notice.summary.why-text' : 'notice.summary.why-only'
  return say(lang, sentence, { purposes: capitalised(lang, purposes), section })
}

function what(notice: Notice, lang: Lang, section: Prose): Prose {
  const categories = listed(
    lang,
    notice.categories.map(category => named(notice, lang, category.name, `categories.${category.id}.name`)),
  )
  return categories.length === 0
    ? []
    : say(lang, 'notice.summary.what-text', { categories: capitalised(lang, categories), section })
}

/** The period that most categories have. */
function howLong(notice: Notice, lang: Lang, section: Prose): Prose {
  const counts = new Map<string, { readonly rule: Retention; count: number }>()
  for (const rule of notice.categories.flatMap(category => category.keep)) {
    const key = `${rule.duration} ${rule.anchor}`
    const found = counts.get(key) ?? { rule, count: 0 }
    found.count++
    counts.set(key, found)
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count)
  return most === undefined
    ? []
    : say(lang, 'notice.summary.how-long-text', { period: periodPhrase(lang, most.rule), section })
}

function toWhom(notice: Notice, lang: Lang, section: Prose): Prose {
  const { disclosure, noRecipients, recipients } = notice
  if (noRecipients) return say(lang, 'notice.recipients.nobody')
  return sentences(
    disclosure?.regular === false ? say(lang, 'notice.recipients.none-regular') : [],
    recipients.length === 0 ? [] : say(lang, 'notice.summary.to-whom-text', { section }),
  )
}

function rights(notice: Notice, lang: Lang, section: Prose): Prose {
  const names = notice.rights.granted.map(right => lowered(lang, vocabularyWords(lang, `rights.${right}.name`)))
  return names.length === 0 ? [] : say(lang, 'notice.summary.rights-text', { rights: listed(lang, names), section })
}
