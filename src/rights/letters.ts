/** What a person who asks is written: the confirmation, the question of identity, the extension and the refusal, with what the law wants said. */

import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { textOf } from '../mail/letter.ts'
import { langFor } from '../mail/recipient.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { addresseesOf } from '../telling/letters.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { Request } from './request.ts'
import type { RequestAnswer } from './request-answers.ts'

type Words = 'received' | 'identity' | 'extended' | 'refusal'

/** The letters that the request as it stands gives rise to, in the person's language, as plain text. */
export async function lettersOf(ask: PurposeAsk, request: Request): Promise<RequestAnswer['letters']> {
  const { notice } = ask.published
  if (!notice) throw new Error('no notice is in force')
  const [addressee] = request.person ? await addresseesOf(ask.reader, ask.published, [request.person]) : []
  const lang = addressee?.lang ?? langFor(undefined, notice.languages)
  const last = (kind: Request['steps'][number]['kind']) => request.steps.findLast(step => step.kind === kind)
  const [asked, extended, proposed] = [last('identity-asked'), last('extended'), last('refusal-proposed')]
  const received = dateIn(lang, dateInHelsinki(new Date(request.receivedAt)))
  const write = (about: Words, due: string, ...further: readonly string[]): string =>
    textOf({
      lang,
      title: text(lang, `rights.letter.${about}-title`),
      blocks: [
        text(lang, `rights.letter.${about}`, {
          received,
          due: dateIn(lang, due),
          right: text(lang, `rights.kind.${request.kind}`),
        }),
        ...further,
      ]
        .filter(words => words !== '')
        .map(words => ({ kind: 'paragraph', text: words })),
      footer: signature(notice, lang),
    })
  return {
    lang,
    received: write('received', request.due),
    identity: asked
      ? write(
          'identity',
          request.due,
          asked.details.reason ?? '',
          asked.details.other ?? textIfAny(lang, `rights.letter.proof.${asked.details.proof}`) ?? '',
        )
      : null,
    extended: extended ? write('extended', extended.due ?? request.due, extended.details.reason ?? '') : null,
    refusal: proposed
      ? write(
          'refusal',
          request.due,
          textIfAny(lang, `rights.ground.${proposed.details.ground}`) ?? '',
          proposed.details.reason ?? '',
          remedies(notice, lang),
        )
      : null,
  }
}

/** Art. 12(4): the complaint to the authority and the remedy in court. */
export function remedies(notice: Notice, lang: Lang): string {
  const of = (part: string) => textIfAny(lang, `vocabulary.authorities.${notice.authority}.${part}`) ?? ''
  return text(lang, 'rights.letter.remedies', {
    name: of('name'),
    post: of('post'),
    email: of('email'),
    phone: of('phone'),
  })
}

/** Who writes, and where to ask. */
export const signature = ({ controller, contact }: Notice, lang: Lang) =>
  [
    [controller.name, controller.businessId, controller.address].filter(Boolean).join(', '),
    ...(contact.email ? [text(lang, 'rights.letter.ask', { email: contact.email })] : []),
  ].map(words => ({ kind: 'paragraph', text: words }) as const)
