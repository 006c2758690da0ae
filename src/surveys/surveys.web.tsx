/** Surveys of the purpose: what is being built, what is being answered, what has been. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { SurveyAnswer } from './survey-answers.ts'
import { useSurveys } from './survey-asks.web.ts'

export function Surveys() {
  const say = useText()
  const found = useSurveys()
  const surveys = found.data?.pages.flatMap(page => page.surveys)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/surveys/new" />}
    >
      {say('ui.surveys.new')}
    </Button>
  )
  return (
    <Page title={say('ui.surveys.title')} acts={surveys && surveys.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={surveys}
        height={200}
        none={
          <NothingYet title={say('ui.surveys.none')} step={make}>
            {say('ui.surveys.none-why')}
          </NothingYet>
        }
      >
        {rows => <SurveyTable surveys={rows} />}
      </LoadedList>
    </Page>
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
