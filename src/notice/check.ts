/**
 * A notice is held against the law: every rule of Art. 13 and 14 and of the house that one file can decide.
 *
 * Not decided here: 13-3 and 14-4 (a new purpose shows only between two versions), E06 (which connectors run is known to the
 * server), and of W11 the periodic test of the mailbox.
 */

import { checkArticle13 } from './check-article-13.ts'
import { checkArticle14 } from './check-article-14.ts'
import { checkHouseRules } from './check-house-rules.ts'
import { checkMarketing } from './check-marketing.ts'
import { checkNames } from './check-names.ts'
import { checkWarnings } from './check-warnings.ts'
import { checkWording } from './check-wording.ts'
import type { Finding, Notice } from './notice.ts'

/** Every finding in the order of the file. With an `error` among them the notice must not be published. */
export function check(notice: Notice, today: Date): readonly Finding[] {
  return [
    ...checkArticle13(notice),
    ...checkArticle14(notice),
    ...checkHouseRules(notice),
    ...checkMarketing(notice),
    ...checkNames(notice),
    ...checkWarnings(notice, today),
    ...checkWording(notice),
  ].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column || a.rule.localeCompare(b.rule))
}
