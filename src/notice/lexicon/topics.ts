/** What a section of a notice can be about, in the words that headings use; the words themselves are in headings-*.ts. */

import type { Lang, RightId } from '../notice.ts'
import { rights } from '../vocabulary.ts'
import { headingsEn } from './headings-en.ts'
import { headingsFi } from './headings-fi.ts'
import { headingsSv } from './headings-sv.ts'
import { compiled, keysFound, terms } from './term.ts'

export const topics = [
  'controller',
  'contact',
  'dpo',
  'register-name',
  'persons',
  'purpose',
  'basis',
  'data',
  'sensitive',
  'source',
  'disclosure',
  'transfer',
  'retention',
  'security',
  'cookies',
  'rights',
  'profiling',
  'minors',
  'duty-to-give',
  'changes',
  'general',
] as const
export type Topic = (typeof topics)[number]

/** The words of headings in one language. */
export interface Headings {
  readonly topics: Readonly<Record<Topic, readonly string[]>>
  /** Headings that name a single right: the section under them is about that one. */
  readonly rights: Readonly<Record<RightId, readonly string[]>>
  /** What a notice calls itself. */
  readonly titles: readonly string[]
}

const expressions = {
  fi: expressionsOf(headingsFi),
  sv: expressionsOf(headingsSv),
  en: expressionsOf(headingsEn),
}

function expressionsOf(headings: Headings) {
  return {
    topics: compiled(topics, headings.topics),
    rights: compiled(rights, headings.rights),
    titles: terms(headings.titles),
  }
}

/** The topics that a heading names: "Oikeusperuste ja käsittelyn tarkoitus" names two. */
export function topicsOf(lang: Lang, heading: string): readonly Topic[] {
  const found = keysFound(expressions[lang].topics, heading)
  // "Rekisterin suojauksen perusteet" is about security, "oikeus vaatia tiedon poistamista" about rights.
  if (found.includes('rights')) return found.filter(one => !['retention', 'data', 'transfer', 'source'].includes(one))
  if (found.includes('security')) return found.filter(one => one !== 'basis' && one !== 'data')
  if (found.includes('cookies')) return ['cookies']
  if (
    found.includes('transfer') ||
    found.includes('disclosure') ||
    found.includes('retention') ||
    found.includes('source')
  )
    return found.filter(one => one !== 'data')
  if (found.length > 1) return found.filter(one => one !== 'general')
  return found
}

export const headingRights = (lang: Lang, heading: string): readonly RightId[] =>
  keysFound(expressions[lang].rights, heading)

export const isTitle = (lang: Lang, line: string): boolean => expressions[lang].titles.test(line)
