/** The state of a contract is a word of the notice, with a colour that says no more than the word. */

import { Badge } from '@mantine/core'
import type { ScopeColumn } from '../../web/value.ts'
import type { Value } from '../register/answers.ts'

const colours: Readonly<Record<string, string>> = { draft: 'gray', signed: 'amber', 'in-force': 'pine' }

/** Nothing where the purpose sees no state. */
export function StateBadge({ column, state }: { column: ScopeColumn | undefined; state: Value | undefined }) {
  const name = column?.codes?.find(({ code }) => code === state)?.name
  return name === undefined ? null : (
    <Badge variant="light" color={colours[String(state)] ?? 'gray'} tt="none">
      {name}
    </Badge>
  )
}
