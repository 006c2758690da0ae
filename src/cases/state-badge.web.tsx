/** The state of a case is a word, with a colour that says no more than the word. */

import { Badge } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { CaseState } from './case-answers.ts'

const colours = { open: 'amber', reopened: 'amber', waiting: 'gray', answered: 'pine', closed: 'gray' } as const

export function StateBadge({ state }: { state: CaseState }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.cases.state.${state}`)}
    </Badge>
  )
}
