/** On a person's page: what comes to them by itself and when, and how staff take them out of it. */

import { Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useAutomationsOf, useTakingOut } from './automation-asks.web.ts'
import './automations.css'

/** Nothing is drawn of somebody who goes through none. */
export function PersonAutomations({ card }: PersonPart) {
  const say = useText()
  const found = useAutomationsOf(card.id)
  const taking = useTakingOut(card.id)
  if (found.error) return <ProblemNotice error={found.error} />
  if (!found.data || found.data.automations.length === 0) return null
  return (
    <section className="panel" aria-labelledby="person-automations">
      <Title order={2} id="person-automations">
        {say('ui.automations.title')}
      </Title>
      <ProblemNotice error={taking.error} />
      <ul className="automation-ends">
        {found.data.automations.map(({ id, name, began, step, steps, next, ended, nth }) => (
          <li key={id}>
            <Link to="/automations/$automation" params={{ automation: id }} className="any-name">
              {name}
            </Link>
            <Text size="sm" c="dimmed">
              {[
                say('ui.automations.began', { day: date(began.slice(0, 10)) }),
                nth > 1 && say('ui.automations.nth', { n: nth }),
                ended
                  ? say(`ui.automations.end.${ended}`)
                  : next
                    ? say('ui.automations.next', { step, steps, at: moment(next) })
                    : say('ui.automations.stands'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            {!ended && (
              <Button
                variant="default"
                size="compact-sm"
                loading={taking.isPending}
                aria-label={say('ui.automations.take-out-of', { name })}
                onClick={() => taking.mutate(id, { onSuccess: () => tell(say('ui.automations.taken-out')) })}
              >
                {say('ui.automations.take-out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
