/** Whoever is asked whether something of them may be published gets the exact text, the places and the period, and a link to answer by and to withdraw by later. */

import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { asRights } from '../rights/as-rights.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { listPublications } from './publication.ts'
import { publicationLinks } from './publication-link.ts'

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

/** Its name stands in 0018-publication.sql too. */
export const publicationMessage: MessageKind = {
  kind: 'publication.ask',
  write: async (program, id, _recipient, person) => {
    const published = await program.published()
    const { notice } = published
    const ask = asRights(program, published, { actor: 'system', kind: 'key', request: id, lang: 'fi' })
    const { publications } = await listPublications(ask, { person, limit: 200 })
    const found = publications.find(one => one.id === id)
    if (!notice || found?.state !== 'asked') return undefined
    const { lang, content, name, places, until } = found
    const link = await publicationLinks.make(program.database.app, { about: id, person, at: program.clock.now() })
    return {
      lang,
      title: text(lang, 'publication.letter.title'),
      blocks: [
        paragraph(text(lang, 'publication.letter.opening', { controller: notice.controller.name })),
        paragraph(content),
        ...(name === null ? [] : [paragraph(text(lang, 'publication.page.name-shown', { name }))]),
        { kind: 'list', items: places.map(({ place }) => place) },
        paragraph(text(lang, 'publication.page.until', { until: dateIn(lang, until) })),
        paragraph(text(lang, 'publication.page.free')),
        { kind: 'link', label: text(lang, 'publication.letter.link'), href: `${program.url}/publish/${link}` },
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}
