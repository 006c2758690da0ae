/** What was removed, night by night: counts by category and rule, and nothing of anybody. */

import { Skeleton, Table, UnstyledButton } from '@mantine/core'
import { Fragment, useState } from 'react'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { OutcomeTable } from './outcome-table.web.tsx'
import { useRun, useRuns } from './retention-asks.web.ts'

export function RetentionRuns() {
  const say = useText()
  const [open, setOpen] = useState<string | undefined>(undefined)
  const found = useRuns()
  const runs = found.data?.runs ?? []
  return (
    <section>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Skeleton height={240} aria-hidden />}
      {found.data && runs.length === 0 && (
        <NothingYet title={say('ui.retention.no-runs')}>{say('ui.retention.no-runs-why')}</NothingYet>
      )}
      {runs.length > 0 && (
        <Table.ScrollContainer minWidth={360}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.retention.day')}</Table.Th>
                <Table.Th>{say('ui.retention.kind-is')}</Table.Th>
                <Table.Th ta="right">{say('ui.retention.persons')}</Table.Th>
                <Table.Th ta="right">{say('ui.retention.forgotten')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.retention.ended')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.map(run => (
                <Fragment key={run.id}>
                  <Table.Tr>
                    <Table.Td>
                      <UnstyledButton
                        className="retention-day"
                        aria-expanded={open === run.id}
                        onClick={() => setOpen(open === run.id ? undefined : run.id)}
                      >
                        {date(run.day)}
                      </UnstyledButton>
                    </Table.Td>
                    <Table.Td>{say(`ui.retention.kind.${run.kind}`)}</Table.Td>
                    <Table.Td ta="right" className="figures">
                      {count(run.persons)}
                    </Table.Td>
                    <Table.Td ta="right" className="figures">
                      {count(run.forgotten)}
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      {run.endedAt ? moment(run.endedAt) : say('ui.retention.unended')}
                    </Table.Td>
                  </Table.Tr>
                  {open === run.id && (
                    <Table.Tr>
                      <Table.Td colSpan={5}>
                        <Outcomes id={run.id} />
                      </Table.Td>
                    </Table.Tr>
                  )}
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  )
}

function Outcomes({ id }: { id: string }) {
  const say = useText()
  const found = useRun(id)
  if (found.error) return <ProblemNotice error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <Skeleton height={120} aria-hidden />
  if (found.data.outcomes.length === 0) return say('ui.retention.nothing-due')
  return <OutcomeTable outcomes={found.data.outcomes} />
}
