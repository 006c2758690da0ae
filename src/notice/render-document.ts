/** The whole notice as a document in one language: every statement of the notice at its place, and nothing that it does not say. */

import { text } from '../texts/texts.ts'
import type { Lang, Notice } from './notice.ts'
import { dataSection } from './render-categories.ts'
import { controllerSections } from './render-controller.ts'
import { cookiesSection } from './render-cookies.ts'
import type { Block, Document } from './render-model.ts'
import { lawWords, purposesSection } from './render-purposes.ts'
import { recipientsSection, securitySection } from './render-recipients.ts'
import { changesSection, objectionSection, rightsSection } from './render-rights.ts'
import { numbered, paragraph, sentences, speaks, titled } from './render-section.ts'
import { dateIn, listed, say, written } from './render-sentence.ts'
import { sourcesSection } from './render-sources.ts'
import { summarySection } from './render-summary.ts'

/** The notice in a language; texts that it does not have in that language stand in its language of record, marked so. */
export function documentOf(notice: Notice, lang: Lang): Document {
  const sections = numbered(lang, [
    ...controllerSections(notice, lang),
    purposesSection(notice, lang),
    dataSection(notice, lang),
    sourcesSection(notice, lang),
    cookiesSection(notice, lang),
    recipientsSection(notice, lang),
    securitySection(notice, lang),
    rightsSection(notice, lang),
    changesSection(notice, lang),
  ])
  const objection = objectionSection(notice, lang)
  return {
    lang,
    languages: notice.languages,
    title: text(lang, 'notice.title'),
    register: written(notice, lang, notice.register.name),
    controller: notice.controller.name,
    effective: notice.effective,
    ...(notice.reviewed !== undefined && { reviewed: notice.reviewed }),
    hash: notice.hash,
    opening: openingBlocks(notice, lang),
    summary: summarySection(notice, lang, sections),
    ...(speaks(objection) && { objection: { ...titled(lang, objection), prominent: true as const } }),
    sections,
    closing: closingBlocks(notice, lang),
  }
}

function openingBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const laws = notice.law.flatMap(law => [lawWords(notice, lang, law) ?? []])
  return [
    ...paragraph('notice', say(lang, 'notice.opening.about')),
    ...paragraph(
      'effective',
      sentences(
        say(lang, 'notice.opening.effective', { date: dateIn(lang, notice.effective) }),
        notice.reviewed === undefined
          ? []
          : say(lang, 'notice.opening.reviewed', { date: dateIn(lang, notice.reviewed) }),
      ),
    ),
    ...paragraph('law', laws.length === 0 ? [] : say(lang, 'notice.opening.law', { laws: listed(lang, laws) })),
  ]
}

function closingBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const { languages, hash } = notice
  const [record] = languages
  const inLanguages = listed(
    lang,
    languages.map(one => [text(lang, `notice.language.in.${one}`)]),
  )
  return [
    ...(record === undefined || languages.length < 2
      ? []
      : paragraph(
          'languages',
          say(lang, 'notice.closing.languages', {
            languages: inLanguages,
            record: text(lang, `notice.language.of.${record}`),
          }),
        )),
    ...paragraph('notice', say(lang, 'notice.closing.version', { hash: hash.slice(0, 12) })),
  ]
}
