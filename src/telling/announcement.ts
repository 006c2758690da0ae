/** What a person is told of a change: what changes, from when, what it means to them and whom to ask; never an advertisement. */

import type { Block, Letter } from '../mail/letter.ts'
import type { Difference } from '../notice/difference.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { tellDifference } from '../notice/tell-difference.ts'
import { text } from '../texts/texts.ts'
import { toldOf, weigh } from './weigh.ts'

export interface Announced {
  readonly before: Notice
  readonly after: Notice
  /** The public address of this server. */
  readonly url: string
}

type LetterText = 'title' | 'opening' | 'changes' | 'consent' | 'rights' | 'whole' | 'why' | 'ask'

/** The letter in one language; the same words go by e-mail and on paper. */
export function announcement({ before, after, url }: Announced, lang: Lang): Letter {
  const { differences, must } = weigh(before, after)
  const say = (key: LetterText, args: Readonly<Record<string, string>> = {}) =>
    text(lang, `telling.letter.${key}`, args)
  const { controller, contact, register } = after
  const date = dateIn(lang, after.effective)
  const name = register.name[lang] ?? Object.values(register.name)[0] ?? ''
  const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })
  return {
    lang,
    title: say('title', { date }),
    blocks: [
      paragraph(say('opening', { controller: controller.name, register: name, date })),
      paragraph(say('changes')),
      { kind: 'list', items: toldOf(differences).map(one => changeIn(lang, one, before, after)) },
      ...(must === 'ask-consent' ? [paragraph(say('consent'))] : []),
      paragraph(say('rights')),
      { kind: 'link', label: say('whole'), href: `${url}/notice/coming?lang=${lang}` },
    ],
    footer: [
      paragraph(say('why')),
      paragraph([controller.name, controller.businessId, controller.address].filter(Boolean).join(', ')),
      ...(contact.email ? [paragraph(say('ask', { email: contact.email }))] : []),
    ],
  }
}

/** One change in words: what it is, how it was and how it will be. */
function changeIn(lang: Lang, difference: Difference, before: Notice, after: Notice): string {
  const { what, gone, come } = tellDifference(lang, difference, before, after)
  if (gone !== undefined && come !== undefined) return text(lang, 'telling.letter.changed', { what, gone, come })
  const side = come ?? gone
  return side === undefined ? what : `${what} – ${side}`
}
