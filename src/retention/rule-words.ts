/** A rule of the ledger in the words of the notice, also one that a later notice has dropped. */

import type { Lang, Notice, Retention } from '../notice/notice.ts'
import { anchors, retentionEnds } from '../notice/vocabulary.ts'
import { inWords, keepInWords } from '../register/scope-words.ts'

interface Kept {
  readonly category: string
  readonly rule: string
}

/** The same with the names of the category and of the rule; a category that is no more is known by its id. */
export function inWordsOf<Row extends Kept>(
  row: Row,
  notice: Notice | undefined,
  lang: Lang,
): Row & { readonly categoryName: string; readonly ruleText: string } {
  return { ...row, categoryName: categoryInWords(row.category, notice, lang), ruleText: ruleInWords(row.rule, lang) }
}

export function categoryInWords(id: string, notice: Notice | undefined, lang: Lang): string {
  const found = notice?.categories.find(category => category.id === id)
  return notice && found ? inWords(found.name, notice, lang) : id
}

function ruleInWords(rule: string, lang: Lang): string {
  const [duration = '', anchorWord, endingWord] = rule.split(' ')
  const anchor = [...anchors.keys()].find(one => one === anchorWord)
  const ending = retentionEnds.find(one => one === endingWord)
  if (anchor === undefined || ending === undefined) return rule
  const read: Retention = { duration, anchor, ending, at: { line: 0, column: 0 } }
  return keepInWords(read, lang)
}
