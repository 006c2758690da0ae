/** What has been written at each step of a breach, as it stands. */

import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { BreachAnswer } from './breach-answers.ts'

type Said = readonly [label: string, words: ReactNode]
interface Of {
  readonly breach: BreachAnswer
}

/** What has no words is left out. */
function SaidList({ said }: { said: readonly Said[] }) {
  return (
    <dl className="breach-said">
      {said
        .filter(([, words]) => words !== '' && words !== null)
        .map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
    </dl>
  )
}

export function FactsSaid({ breach: { facts, categories } }: Of) {
  const say = useText()
  const about = (number: number | null) => (number === null ? say('ui.breaches.unknown') : count(number))
  const nameOf = (id: string) => categories.find(one => one.id === id)?.name ?? id
  const happened = [facts.happenedFrom, facts.happenedUntil].flatMap(at => (at === null ? [] : [moment(at)]))
  return (
    <SaidList
      said={[
        [say('ui.breaches.aware-short'), moment(facts.awareAt)],
        [say('ui.breaches.happened'), happened.join(' – ')],
        [say('ui.breaches.what'), facts.what],
        [say('ui.breaches.kind'), facts.nature.map(one => say(`ui.breaches.nature.${one}`)).join('; ')],
        [say('ui.breaches.found-by'), facts.foundBy],
        [say('ui.breaches.cause'), facts.cause],
        [say('ui.breaches.groups'), facts.groups],
        [say('ui.breaches.persons'), about(facts.persons)],
        [say('ui.breaches.records'), about(facts.records)],
        [say('ui.breaches.categories'), [...facts.categories.map(nameOf), facts.otherData].filter(Boolean).join('; ')],
        [say('ui.breaches.logs'), facts.logs],
      ]}
    />
  )
}

export function AssessmentSaid({ breach: { assessment } }: Of) {
  const say = useText()
  if (assessment === null) return null
  return (
    <SaidList
      said={[
        [say('ui.breaches.risk-short'), say(`ui.breaches.risk.${assessment.risk}`)],
        [say('ui.breaches.reasons'), assessment.reasons],
        [say('ui.breaches.consequences'), assessment.consequences],
        [say('ui.breaches.measures'), assessment.measures],
      ]}
    />
  )
}

export function DecisionSaid({ breach: { decision } }: Of) {
  const say = useText()
  if (decision === null) return null
  return (
    <Text className="any-name">
      {decision.notify
        ? say('ui.breaches.decided-notify')
        : say('ui.breaches.decided-not', { reasons: decision.reasons })}
    </Text>
  )
}

export function NotificationsSaid({ breach: { notifications } }: Of) {
  const say = useText()
  if (notifications.length === 0) return null
  return (
    <SaidList
      said={notifications.map(({ at, reference, complete, missing }, index) => [
        say(index === 0 ? 'ui.breaches.notice-first' : 'ui.breaches.notice-further', { at: moment(at) }),
        [reference, complete ? say('ui.breaches.complete') : say('ui.breaches.still-missing', { missing })]
          .filter(Boolean)
          .join('. '),
      ])}
    />
  )
}

export function TellingSaid({ breach: { telling, risk } }: Of) {
  const say = useText()
  if (telling === null)
    return risk === 'high' || risk === null ? null : (
      <Text size="sm" c="dimmed">
        {say('ui.breaches.no-high')}
      </Text>
    )
  if (telling.told)
    return (
      <Text className="any-name">
        {say('ui.breaches.told-line', { at: telling.at === null ? '' : moment(telling.at), how: telling.how })}
      </Text>
    )
  return (
    <SaidList
      said={[
        [
          say('ui.breaches.ground'),
          telling.exemption === null ? '' : say(`ui.breaches.exemption.${telling.exemption}`),
        ],
        [say('ui.breaches.reasons'), telling.reasons],
        [say('ui.breaches.publicly'), telling.how],
      ]}
    />
  )
}

export function ClosingSaid({ breach: { closing } }: Of) {
  const say = useText()
  if (closing === null) return null
  return (
    <SaidList
      said={[
        [say('ui.breaches.is-closed'), moment(closing.writtenAt)],
        [say('ui.breaches.lessons'), closing.lessons],
      ]}
    />
  )
}
