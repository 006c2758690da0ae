/** A value as a list and a card show it: a long one breaks anywhere, and what is not given is said quietly. */

import type { Value } from '../src/register/answers.ts'
import { useText } from './language.ts'
import { type ScopeColumn, valueText } from './value.ts'

export function ValueText({ column, value }: { column: ScopeColumn; value: Value | undefined }) {
  const say = useText()
  const words = valueText(column, value, say)
  if (words === undefined) return <span className="quiet">{say('ui.value.none')}</span>
  return <span className="any-name">{words}</span>
}
