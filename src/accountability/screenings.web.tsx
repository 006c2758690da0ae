/** Every purpose of the notice, whether it needs an impact assessment, and whether that has been asked of it as it is now. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { useAccountability } from './accountability-asks.web.ts'
import type { ScreeningList } from './screening-answers.ts'
import { TakeOut } from './take-out.web.tsx'
import './accountability.css'

export function Screenings() {
  const say = useText()
  const found = useAccountability<ScreeningList>('/screenings')
  return (
    <Page title={say('ui.screening.title')} acts={found.data && <TakeOut path="/accountability/files/screenings" />}>
      <Text mb="md" maw={760}>
        {say('ui.screening.about')}
      </Text>
      <Loaded query={found} height={320}>
        {answer => <PurposeTable purposes={answer.purposes} />}
      </Loaded>
    </Page>
  )
}

const colours = { missing: 'amber', changed: 'amber', due: 'amber', 'not-assessed': 'brick', holds: 'pine' } as const

export function ScreeningState({ state }: { state: keyof typeof colours }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none" className="state-badge">
      {say(`ui.screening.state.${state}`)}
    </Badge>
  )
}

function PurposeTable({ purposes }: { purposes: ScreeningList['purposes'] }) {
  const say = useText()
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.screening.column.purpose')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.screening.column.state')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.screening.column.criteria')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.screening.column.outcome')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.screening.column.review')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {purposes.map(({ purpose, name, state, needed, criteria, review }) => {
          const outcome = needed === null ? '' : say(`ui.screening.outcome.${needed ? 'needed' : 'not-needed'}`)
          return (
            <Table.Tr key={purpose}>
              <Table.Td>
                <Link to="/accountability/screenings/$purpose" params={{ purpose }}>
                  {name}
                </Link>
                <Text hiddenFrom="sm" component="div" size="sm" mt={4}>
                  <ScreeningState state={state} /> {outcome}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <ScreeningState state={state} />
              </Table.Td>
              <Table.Td visibleFrom="sm" className="figures">
                {criteria !== null && say('ui.screening.criteria-met', { met: criteria })}
              </Table.Td>
              <Table.Td visibleFrom="sm">{outcome}</Table.Td>
              <Table.Td visibleFrom="sm" className="figures">
                {review !== null && date(review)}
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
