/** On a person's page: what they would be shown on the firm's own pages, and what puts them among those who see it. */

import { Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useSlotsOf } from './slot-asks.web.ts'
import './slots.css'

/** Nothing is drawn for a purpose that shows nothing to anybody. */
export function PersonSlots({ card, scope }: PersonPart) {
  const say = useText()
  const shows = scope.categories.some(({ id, mayWrite }) => id === 'marketing-measures' && mayWrite)
  const found = useSlotsOf(card.id, shows)
  if (found.error) return <ProblemNotice error={found.error} />
  if (!found.data || found.data.slots.length === 0) return null
  return (
    <section className="panel" aria-labelledby="person-slots">
      <Title order={2} id="person-slots">
        {say('ui.slots.title')}
      </Title>
      <ul className="slot-blocks">
        {found.data.slots.map(({ id, name, block, why }) => (
          <li key={id}>
            <Link to="/slots/$slot" params={{ slot: id }} className="any-name">
              {name}
            </Link>
            : <span className="any-name">{block ?? say('ui.slots.own-content')}</span>
            {why && (
              <Text size="sm" c="dimmed" className="any-name">
                {say('ui.slots.because', why)}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
