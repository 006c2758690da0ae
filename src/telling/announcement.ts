/** What a person is told of a change: what changes, from when, what it means to them and whom to ask; never an advertisement. */

import { isDeepStrictEqual } from 'node:util'
import type { Block, Letter } from '../mail/letter.ts'
import type { Concern } from '../notice/difference.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { changeIn, tellDifference } from '../notice/tell-difference.ts'
import { text } from '../texts/texts.ts'
import { toldOf, weigh } from './weigh.ts'

export interface Announced {
  readonly before: Notice
  readonly after: Notice
  /** The public address of this server. */
  readonly url: string
}

type LetterText = 'title' | 'opening' | 'changes' | 'yours' | 'consent' | 'rights' | 'whole' | 'all' | 'why' | 'ask'

/**
 * The letter in one language; the same words go by e-mail and on paper. It holds what one of the concerns covers, or the whole when none
 * is given, as for one whom nothing of it concerns any more: rather too much is told than too little.
 */
export function announcement({ before, after, url }: Announced, lang: Lang, concerns: readonly Concern[] = []): Letter {
  const whole = toldOf(weigh(before, after).differences)
  const own = whole.filter(one => concerns.some(concern => isDeepStrictEqual(concern, one.concerns)))
  const told = own.length > 0 ? own : whole
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
      paragraph(say(told.length < whole.length ? 'yours' : 'changes')),
      { kind: 'list', items: told.map(one => changeIn(lang, tellDifference(lang, one, before, after))) },
      ...(told.some(({ must }) => must === 'ask-consent') ? [paragraph(say('consent'))] : []),
      paragraph(say('rights')),
      { kind: 'link', label: say('whole'), href: `${url}/notice/coming?lang=${lang}` },
      { kind: 'link', label: say('all'), href: `${url}/notice/versions?lang=${lang}` },
    ],
    footer: [
      paragraph(say('why')),
      paragraph([controller.name, controller.businessId, controller.address].filter(Boolean).join(', ')),
      ...(contact.email ? [paragraph(say('ask', { email: contact.email }))] : []),
    ],
  }
}
