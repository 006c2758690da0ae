/** The invitation says who asks, what becomes of the answers and until when; it goes by the gate like every message that needs a permit. */

import { Refused } from '../base/errors.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { inWords } from '../register/scope-words.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { wordsIn } from './content.ts'
import { isAwaited, letterKinds, makeWayIn } from './invitation.ts'
import { stateOf, surveyById } from './survey.ts'

const letterOf = (kind: 'invitation' | 'reminder'): MessageKind => ({
  kind: letterKinds[kind],
  permission: async ({ database }, about) => {
    const survey = await surveyById(database.app, about)
    if (!survey) throw new Refused('surveys.absent', 'absent')
    return { purpose: survey.purpose, channel: 'email' }
  },
  write: async ({ database, clock, published, url }, about, { lang }, person) => {
    const { app } = database
    const [survey, { notice }] = [await surveyById(app, about), await published()]
    if (!survey?.closesAt || notice === undefined || stateOf(survey, clock.now()) !== 'open') return undefined
    if (!(await isAwaited(app, about, person))) return undefined
    const { content, keeps, page, purpose, closesAt } = survey
    const title = wordsIn(content.title, content, lang)
    const name = notice.purposes.find(({ id }) => id === purpose)?.name
    const words = {
      title,
      controller: notice.controller.name,
      closes: momentIn(lang, closesAt),
      purpose: name ? inWords(name, notice, lang) : purpose,
    }
    const intro = wordsIn(content.intro, content, lang)
    const secret = await makeWayIn(app, about, person)
    return {
      lang,
      title: text(lang, `surveys.letter.${kind}.title`, words),
      blocks: [
        { kind: 'paragraph', text: text(lang, `surveys.letter.${kind}.words`, words) },
        ...(intro === '' ? [] : [{ kind: 'paragraph', text: intro } as const]),
        { kind: 'paragraph', text: text(lang, `surveys.letter.${keeps}`, words) },
        {
          kind: 'link',
          label: text(lang, 'surveys.letter.link'),
          href: `${url}/survey/${page}/${secret}?lang=${lang}`,
        },
        { kind: 'paragraph', text: text(lang, 'surveys.letter.until', words) },
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
})

export const surveyInvitation = letterOf('invitation')
export const surveyReminder = letterOf('reminder')
