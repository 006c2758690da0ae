/** Sections 8 and 9: who receives or handles the data, where, and how it is protected (Art. 13(1)(e)–(f), 26(2), 28, 32). */

import { text } from '../texts/texts.ts'
import type { Lang, Notice, Recipient } from './notice.ts'
import type { Block, Prose } from './render-model.ts'
import { type Draft, list, paragraph } from './render-section.ts'
import { capitalised, countryIn, listed, named, say, vocabularyWords, written } from './render-sentence.ts'
import { eea } from './transfer.ts'

export function recipientsSection(notice: Notice, lang: Lang): Draft {
  const { disclosure, noRecipients } = notice
  const regular = disclosure?.regular ? 'notice.recipients.regular' : 'notice.recipients.none-regular'
  return {
    id: 'recipients',
    path: 'recipients',
    blocks: [
      ...paragraph('disclosure.regular', disclosure === undefined ? [] : say(lang, regular)),
      ...paragraph(
        'disclosure.publication',
        disclosure?.publication === undefined ? [] : written(notice, lang, disclosure.publication),
      ),
      ...paragraph('recipients', noRecipients ? say(lang, 'notice.recipients.nobody') : []),
      ...recipientBlocks(notice, lang),
    ],
  }
}

function recipientBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const { recipients } = notice
  if (recipients.length === 0) return []
  const outside = recipients.some(recipient => !eea.includes(recipient.country))
  const heading = (key: 'name' | 'for' | 'role' | 'country') => text(lang, `notice.recipients.${key}`)
  const arrangements = recipients.flatMap(({ name, arrangement }, index) => {
    if (arrangement === undefined) return []
    const phrases = { name, arrangement: written(notice, lang, arrangement) }
    return [{ path: `recipients.${index}.arrangement`, text: say(lang, 'notice.recipients.arrangement', phrases) }]
  })
  return [
    ...paragraph(
      'recipients',
      recipients.some(recipient => recipient.role === 'processor') ? say(lang, 'notice.recipients.processors') : [],
    ),
    {
      kind: 'table',
      path: 'recipients',
      caption: text(lang, 'notice.recipients.caption'),
      columns: [heading('name'), heading('for'), heading('role'), heading('country')],
      rows: recipients.map((recipient, index) => ({
        path: `recipients.${index}`,
        cells: [
          [recipient.name],
          capitalised(lang, written(notice, lang, recipient.for)),
          capitalised(lang, vocabularyWords(lang, `roles.${recipient.role}`)),
          placePhrase(lang, recipient),
        ],
      })),
    },
    ...list('recipients', arrangements),
    ...paragraph('recipients', say(lang, outside ? 'notice.recipients.outside' : 'notice.recipients.inside')),
  ]
}

/** "Yhdysvallat: EU:n ja Yhdysvaltojen tietosuojakehys …". */
function placePhrase(lang: Lang, { country, mechanism }: Recipient): Prose {
  const name = countryIn(lang, country)
  return mechanism === undefined ? [name] : [name, ': ', ...vocabularyWords(lang, `mechanisms.${mechanism}`)]
}

export const securitySection = (notice: Notice, lang: Lang): Draft => ({
  id: 'security',
  path: 'security',
  blocks: [
    ...list(
      'security',
      notice.security.map((measure, index) => ({ path: `security.${index}`, text: written(notice, lang, measure) })),
    ),
    ...(notice.duties.length === 0 ? [] : paragraph('duties', say(lang, 'notice.security.duties'))),
    ...list(
      'duties',
      notice.duties.map(duty => {
        const purposes = notice.purposes
          .filter(purpose => duty.purposes.includes(purpose.id))
          .map(purpose => named(notice, lang, purpose.name, `purposes.${purpose.id}.name`))
        const phrases = { duty: written(notice, lang, duty.name), purposes: listed(lang, purposes) }
        return { path: `duties.${duty.id}`, text: say(lang, 'notice.security.duty', phrases) }
      }),
    ),
  ],
})
