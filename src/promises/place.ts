/** Where the notice says a thing: the paths that its renderings carry, which a check names as what it keeps true. */

import type { Category, Notice } from '../notice/notice.ts'
import { type security, vocabularyText } from '../notice/vocabulary.ts'

/** The security measure of the vocabulary, where the notice lists it: `security.5`. */
export function measure(notice: Notice, id: (typeof security)[number]): readonly string[] {
  const words = vocabularyText(`security.${id}`).fi
  return notice.security.flatMap((one, index) => (one.fi === words ? [`security.${index}`] : []))
}

/** A part of every category that passes: `categories.orders.keep`. */
export const categoryParts = (
  notice: Notice,
  part: 'fields' | 'keep' | 'from' | 'required' | 'logic',
  passes: (category: Category) => boolean = () => true,
): readonly string[] => notice.categories.filter(passes).map(({ id }) => `categories.${id}.${part}`)
