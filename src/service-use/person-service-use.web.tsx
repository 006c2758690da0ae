/** On a person's page: what they have used, in words, one line a day and service; a burst of lessons is one line. */

import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { dateInHelsinki } from '../base/time.ts'
import { actions } from './actions.ts'
import { foldUses } from './fold.ts'
import './service-use.css'

/** Days shown before one asks for more. */
const few = 7

/** Nothing is drawn of a person who has used nothing, or where the purpose does not see it. */
export function PersonServiceUse({ card }: PersonPart) {
  const say = useText()
  const [all, setAll] = useState(false)
  const rows = card.categories.find(({ id }) => id === 'service-use')?.rows ?? []
  const lines = foldUses(
    rows.flatMap(({ values: { service, action, occurred } }) =>
      typeof service === 'string' && typeof action === 'string' && typeof occurred === 'string'
        ? [{ service, action, day: dateInHelsinki(new Date(occurred)) }]
        : [],
    ),
  )
  if (lines.length === 0) return null
  const did = (action: string, times: number): string => {
    const known = actions.find(one => one === action)
    return known ? say(`ui.service-use.did.${known}`, { count: times }) : action
  }
  return (
    <section className="panel" aria-labelledby="service-use">
      <Title order={2} id="service-use">
        {say('ui.service-use.title')}
      </Title>
      <ul className="service-use">
        {lines.slice(0, all ? undefined : few).map(line => (
          <li key={`${line.day} ${line.service}`}>
            <Text size="sm" className="figures" c="dimmed" span>
              {date(line.day)}
            </Text>{' '}
            <span className="any-name">{line.service}</span>:{' '}
            {line.did.map(one => did(one.action, one.times)).join(', ')}
          </li>
        ))}
      </ul>
      {!all && lines.length > few && (
        <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
          {say('ui.service-use.all', { count: lines.length })}
        </Button>
      )}
    </section>
  )
}
