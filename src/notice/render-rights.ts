/** Sections 10 and 11 and the objection: what a person may ask, how, where to complain, and how the notice changes (Art. 12–22, 77). */

import type { Lang, Notice } from './notice.ts'
import { authorityLines, reachedAt } from './render-controller.ts'
import type { Block } from './render-model.ts'
import { isDirectMarketing } from './render-purposes.ts'
import { type Draft, entries, paragraph, sentences } from './render-section.ts'
import { listedOr, say, vocabularyWords, written } from './render-sentence.ts'

export const rightsSection = (notice: Notice, lang: Lang): Draft => ({
  id: 'rights',
  path: 'rights',
  sections: [
    { id: 'rights-granted', path: 'rights', blocks: grantedBlocks(notice, lang) },
    { id: 'rights-use', path: 'rights', blocks: useBlocks(notice, lang) },
    { id: 'complaint', path: 'authority', blocks: complaintBlocks(notice, lang) },
  ],
})

const grantedBlocks = (notice: Notice, lang: Lang): readonly Block[] =>
  entries(
    'rights.granted',
    notice.rights.granted.map(right => ({
      path: 'rights.granted',
      term: say(lang, 'notice.rights.term', {
        right: vocabularyWords(lang, `rights.${right}.name`),
        article: vocabularyWords(lang, `rights.${right}.article`),
      }),
      text: vocabularyWords(lang, `rights.${right}.explanation`),
      details: [],
    })),
  )

function useBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const { channels, identity, text, granted } = notice.rights
  const ways = channels.map(channel => vocabularyWords(lang, `rights-channels.${channel}`))
  const free = channels.includes('written-form') ? [] : say(lang, 'notice.rights.free')
  const way = identity === undefined ? [] : vocabularyWords(lang, `identity.${identity}`)
  return [
    ...(ways.length === 0
      ? []
      : paragraph(
          'rights.channels',
          sentences(say(lang, 'notice.rights.channels', { channels: listedOr(lang, ways) }), free),
        )),
    ...paragraph('rights.text', text === undefined ? [] : written(notice, lang, text)),
    ...paragraph('rights.identity', way.length === 0 ? [] : say(lang, 'notice.rights.identity', { way })),
    ...(granted.length === 0 ? [] : paragraph('rights', say(lang, 'notice.rights.clock'))),
  ]
}

function complaintBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const lines = authorityLines(lang, notice.authority)
  return lines.length === 0 ? [] : [...paragraph('authority', say(lang, 'notice.rights.complaint')), ...lines]
}

export const changesSection = (notice: Notice, lang: Lang): Draft => ({
  id: 'changes',
  path: 'changes',
  blocks:
    notice.changes === undefined
      ? []
      : [
          ...paragraph('changes', written(notice, lang, notice.changes)),
          ...paragraph('changes', say(lang, 'notice.changes.new-purpose')),
        ],
})

/** Art. 21(4): told explicitly and apart from everything else; nothing when nothing in the notice can be objected to. */
export function objectionSection(notice: Notice, lang: Lang): Draft {
  const granted = notice.rights.granted.includes('objection')
  const marketing = granted && notice.purposes.some(isDirectMarketing)
  const interest =
    granted && notice.categories.some(category => category.uses.some(use => use.basis.kind === 'interest'))
  const contact = reachedAt(notice, lang)
  return {
    id: 'objection',
    path: 'rights.granted',
    blocks: [
      ...paragraph('rights.granted', marketing ? say(lang, 'notice.objection.marketing') : []),
      ...paragraph('rights.granted', interest ? say(lang, 'notice.objection.interest') : []),
      ...(contact.length > 0 && (marketing || interest)
        ? paragraph('contact', say(lang, 'notice.objection.how', { contact }))
        : []),
    ],
  }
}
