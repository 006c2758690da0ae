/** How the 72 hours stand, in words and by colour. */

import { Badge } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { BreachSummary } from './breach-answers.ts'
import { useNow } from './breach-asks.web.ts'

const colours = { running: 'amber', overdue: 'brick', kept: 'pine', late: 'gray' } as const

export function ClockBadge({ clock: { state, due } }: { clock: BreachSummary['clock'] }) {
  const say = useText()
  const now = useNow()
  const minutes = Math.floor(Math.abs(Date.parse(due) - now.getTime()) / 60_000)
  const left = { hours: count(Math.floor(minutes / 60)), minutes: minutes % 60 }
  const isOver = now >= new Date(due)
  const runs = state === 'running' || state === 'overdue'
  return (
    <Badge
      variant="light"
      tt="none"
      className="figures breach-clock"
      color={runs && isOver ? colours.overdue : colours[state]}
    >
      {runs ? say(isOver ? 'ui.breaches.over' : 'ui.breaches.left', left) : say(`ui.breaches.clock.${state}`)}
    </Badge>
  )
}
