/** A letter while it is written: as it would be sent, to nobody in particular or to a person whom the purpose sees, which is a look at them. */

import { Refused } from '../base/errors.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Block as FooterBlock } from '../mail/letter.ts'
import type { ChannelRule, Lang } from '../notice/notice.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import type { Content } from './content.ts'
import { categoriesOf, checkFields, fieldsFor, personalValues } from './fields.ts'
import { gapsIn } from './gaps.ts'
import type { LetterFields, Preview, Previewing } from './letter-answers.ts'
import { type PersonalValues, renderLetter, stopLine } from './render.ts'
import { langIn } from './said.ts'

/** What a letter of the purpose can be made of. */
export async function fieldsOf(ask: PurposeAsk): Promise<LetterFields> {
  const scope = await scopeFor(ask)
  return {
    fields: [...fieldsFor(scope, ask.lang)],
    langs: [...scope.notice.languages],
    stops: [...stopsOf(scope)],
  }
}

/** The channels by which a letter of the purpose says how to end them. */
export const stopsOf = ({ purpose }: PurposeScope): readonly ('email' | 'sms')[] =>
  (['email', 'sms'] as const).filter(channel => needsStop(purpose.channels[channel]))

/** What a channel's rule of the notice lets go is ended by a word of the recipient, whatever the rule is; without one it is a service message. */
const needsStop = (rule: ChannelRule | undefined): boolean => rule !== undefined && rule !== 'never'

/** Refuses a field that the purpose does not see; a person whom it does not see is as one without values. */
export async function previewLetter(ask: PurposeAsk, { content, lang, person }: Previewing): Promise<Preview> {
  const scope = await scopeFor(ask)
  checkFields(scope, content)
  ask.saw(person ? [person] : [], 'letters.preview', person ? categoriesOf(content) : [])
  const values = person ? await valuesOfOne(ask, content, person, lang) : {}
  const gaps = gapsIn(content, lang).map(gap => ({ ...gap }))
  if (langIn(content, lang) === undefined) return { lang, subject: null, html: null, text: '', sms: null, gaps }
  const footer = footerFor(content, { lang, stops: stopsOf(scope), controller: scope.notice.controller.name })
  const rendered = renderLetter({ content }, { lang, values, footer, url: ask.program.url })
  return rendered.channel === 'email'
    ? { ...rendered, sms: null, gaps }
    : {
        lang: rendered.lang,
        subject: null,
        html: null,
        text: rendered.text,
        sms: { ...rendered.length, beyond: [...rendered.length.beyond] },
        gaps,
      }
}

async function valuesOfOne(ask: PurposeAsk, content: Content, person: string, lang: Lang): Promise<PersonalValues> {
  const found = (await personalValues(ask, content, [person])).get(person)
  if (!found) throw new Refused('register.person-absent', 'absent')
  return found(langIn(content, lang) ?? lang)
}

interface Footing {
  readonly lang: Lang
  readonly stops: readonly string[]
  readonly controller: string
}

/** What stands below a letter that is sent to nobody yet: where a recipient's own way to leave will be, it says so. */
export function footerFor(content: Content, { lang: wanted, stops, controller }: Footing): readonly FooterBlock[] {
  const lang = langIn(content, wanted) ?? wanted
  const isLeft = stops.includes(content.channel)
  if (content.channel === 'sms') return isLeft ? [stopLine(lang)] : []
  return [
    { kind: 'paragraph', text: controller },
    ...(isLeft ? [{ kind: 'paragraph' as const, text: text(lang, 'letters.leave-here') }] : []),
  ]
}
