/** Who is on the website just now, as numbers: how many visits, on which pages, and how they came. */

import { Group, Text, UnstyledButton } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { type FilterName, useLive } from './visit-asks.web.ts'
import { nameOf } from './visit-shares.web.tsx'

export function VisitsNow({ filter }: { filter: (name: FilterName, value: string) => void }) {
  const say = useText()
  const live = useLive().data
  if (live === undefined) return null
  const parts = [
    ['path', live.pages],
    ['source', live.sources],
  ] as const
  return (
    <section className="visits-now" aria-label={say('ui.visits.now')}>
      <Text fw={600} className="figures">
        {say('ui.visits.live', { count: live.visits })}
      </Text>
      {parts.map(([name, shares]) => (
        <Group key={name} gap="sm">
          {shares.map(one => (
            <UnstyledButton key={one.name} className="row-link any-name" onClick={() => filter(name, one.name)}>
              {nameOf(say, name, one.name)} <span className="figures">{count(one.visits)}</span>
            </UnstyledButton>
          ))}
        </Group>
      ))}
    </section>
  )
}
