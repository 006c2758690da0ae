/** On a person's page: what was inferred of them, in a frame of its own, each with the rule and the rows that it rests on. */

import { Anchor, Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ContestDialog } from './contest-dialog.web.tsx'
import { useInferencesOf } from './inference-asks.web.ts'
import type { PersonInferences as Answer } from './rule-answers.ts'
import { RuleTold } from './rule-told.web.tsx'
import './inference.css'

/** Nothing is drawn for a purpose that is given no inferences, or of whom nothing was inferred. */
export function PersonInferences({ card, scope }: PersonPart) {
  const say = useText()
  const sees = scope.categories.some(({ id }) => id === 'inferences')
  const found = useInferencesOf(card.id, sees)
  const [contested, setContested] = useState<One | undefined>(undefined)
  if (found.error) return <ProblemNotice error={found.error} />
  if (!found.data || found.data.inferences.length === 0) return null
  return (
    <section className="panel" aria-labelledby="person-inferences">
      <Title order={2} id="person-inferences">
        {say('ui.inferences.panel')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('ui.inferences.panel-why')}
      </Text>
      <ul className="person-inferences">
        {found.data.inferences.map(one => (
          <Inferred key={one.id} one={one} isRights={scope.seesAll} contest={() => setContested(one)} />
        ))}
      </ul>
      {contested && <ContestDialog person={card.id} one={contested} close={() => setContested(undefined)} />}
    </section>
  )
}

type One = Answer['inferences'][number]

function Inferred({ one, isRights, contest }: { one: One; isRights: boolean; contest: () => void }) {
  const say = useText()
  const { value, about, confidence, expires, rule, points, evidence } = one
  const words = [
    about,
    confidence === null ? '' : say('ui.inferences.sure', { n: confidence }),
    expires === null ? '' : say('ui.inferences.until', { day: date(expires) }),
  ]
  return (
    <li>
      <Text fw={560} className="any-name">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {words.filter(Boolean).join(' · ')}
      </Text>
      <details>
        <summary>{say('ui.inferences.because')}</summary>
        <Text size="sm" className="any-name">
          {isRights ? (
            rule.name
          ) : (
            <Anchor
              inherit
              underline="always"
              renderRoot={props => <Link {...props} to="/inference-rules/$rule" params={{ rule: rule.id }} />}
            >
              {rule.name}
            </Anchor>
          )}
          {': '}
          {say('ui.inferences.points-of', { points: count(points), threshold: count(rule.told.threshold) })}
        </Text>
        <RuleTold told={rule.told} />
        {evidence.length > 0 && (
          <>
            <Text size="sm" fw={560} mt="xs">
              {say('ui.inferences.evidence')}
            </Text>
            <ul className="rule-parts any-name">
              {evidence.map(({ category, row, what, points: weighs }) => (
                <li key={`${category} ${row}`}>
                  {say('ui.inferences.evidence-points', { what, points: count(weighs) })}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
      <Button
        size="compact-xs"
        variant="default"
        mt={4}
        aria-label={say('ui.inferences.contest-of', { value })}
        onClick={contest}
      >
        {say('ui.inferences.contest')}
      </Button>
    </li>
  )
}
