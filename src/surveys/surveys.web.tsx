/** Surveys of the purpose: what is being built, what is being answered, what has been. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import type { SurveyAnswer } from './survey-answers.ts'
import { useSurveys } from './survey-asks.web.ts'

export function Surveys() {
  const say = useText()
  const found = useSurveys()
  return (
    <MadeList
      title={say('ui.surveys.title')}
      make={{ to: '/surveys/new', words: say('ui.surveys.new') }}
      none={{ title: say('ui.surveys.none'), why: say('ui.surveys.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.surveys)}
    >
      {rows => <SurveyTable surveys={rows} />}
    </MadeList>
  )
}

const colours = { draft: 'gray', open: 'pine', closed: 'amber' } as const

export function SurveyState({ state }: { state: SurveyAnswer['state'] }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.surveys.state.${state}`)}
    </Badge>
  )
}

function SurveyTable({ surveys }: { surveys: readonly SurveyAnswer[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.surveys.name')}</Table.Th>
          <Table.Th>{say('ui.surveys.state-label')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.surveys.keeps')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.surveys.closes')}</Table.Th>
          <Table.Th ta="right">{say('ui.surveys.answered')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {surveys.map(({ id, name, state, keeps, closes, answered }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" fw={560}>
              <Link to="/surveys/$survey" params={{ survey: id }} className="row-link any-name">
                {name}
              </Link>
              <Text size="sm" c="dimmed" hiddenFrom="sm">
                {say(`ui.surveys.kept.${keeps}`)}
              </Text>
            </Table.Th>
            <Table.Td>
              <SurveyState state={state} />
            </Table.Td>
            <Table.Td visibleFrom="sm">{say(`ui.surveys.kept.${keeps}`)}</Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {closes === null ? '' : moment(closes)}
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {state === 'draft' ? '' : count(answered)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
