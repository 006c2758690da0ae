/** A finding in words: what is missing, why it must be there, and how to mend it, in the asker's language. */

import { type TextLang, textIfAny } from '../texts/texts.ts'
import type { Finding } from './notice.ts'

export interface ToldFinding extends Finding {
  readonly missing: string
  readonly why: string
  readonly mend: string
}

export function tell(lang: TextLang, finding: Finding): ToldFinding {
  const said = (part: 'missing' | 'why' | 'mend') =>
    textIfAny(lang, `findings.${finding.rule}.${part}`, finding.args) ?? finding.rule
  return { ...finding, missing: said('missing'), why: said('why'), mend: said('mend') }
}
