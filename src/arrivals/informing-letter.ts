/** What a person is told whose data came from somebody else (Art. 14(1) and (2)): from whom, what, for what, and what they may do. */

import type { Block, Letter } from '../mail/letter.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'

export interface Informed {
  /** Of the notice. */
  readonly source: string
  /** YYYY-MM-DD */
  readonly obtained: string
}

/** The letter in one language; what it does not say, and changes with the years, stands in the notice behind its link. */
export function informingLetter(notice: Notice, url: string, { source, obtained }: Informed, lang: Lang): Letter {
  const say = (key: string, args: Readonly<Record<string, string>> = {}) =>
    text(lang, `arrivals.letter.${key}` as 'arrivals.letter.title', args)
  const named = (name: Readonly<Partial<Record<Lang, string>>>): string => name[lang] ?? Object.values(name)[0] ?? ''
  const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })
  const { controller, contact, register } = notice
  const categories = notice.categories.filter(({ from }) => from.includes(source))
  const used = new Set(categories.flatMap(({ uses }) => uses.map(({ purpose }) => purpose)))
  const from = notice.sources.find(({ id }) => id === source)
  return {
    lang,
    title: say('title'),
    blocks: [
      paragraph(
        say('opening', {
          controller: controller.name,
          register: named(register.name),
          source: from ? named(from.name) : source,
          date: dateIn(lang, obtained),
        }),
      ),
      paragraph(say('categories')),
      { kind: 'list', items: categories.map(({ name }) => named(name)) },
      paragraph(say('purposes')),
      { kind: 'list', items: notice.purposes.filter(({ id }) => used.has(id)).map(({ name }) => named(name)) },
      paragraph(say('rights')),
      { kind: 'link', label: say('whole'), href: `${url}/notice?lang=${lang}` },
      { kind: 'link', label: say('use'), href: `${url}/rights?lang=${lang}` },
    ],
    footer: [
      paragraph(say('why')),
      paragraph([controller.name, controller.businessId, controller.address].filter(Boolean).join(', ')),
      ...(contact.email ? [paragraph(say('ask', { email: contact.email }))] : []),
    ],
  }
}
