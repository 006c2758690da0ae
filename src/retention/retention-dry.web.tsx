/** A dry run counts what the next removal would take; samples are shown to a purpose that sees them, and are looks on record. */

import { Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../web/dialog.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { OutcomeTable } from './outcome-table.web.tsx'
import type { OverviewAnswer, SampleAnswer } from './retention-answers.ts'
import { useRetentionVerb } from './retention-asks.web.ts'

type Shown = { readonly category: string; readonly categoryName: string }

export function DryRun({ overview: { dry, going } }: { overview: OverviewAnswer }) {
  const say = useText()
  const categories = useScope().data?.categories ?? []
  const [shown, setShown] = useState<Shown | undefined>(undefined)
  const begin = useRetentionVerb<void>('POST', () => '/dry-runs')
  const isGoing = going.some(({ kind }) => kind === 'dry')
  return (
    <section>
      <Group mb="md" align="center">
        <Button
          loading={begin.isPending || isGoing}
          onClick={() => begin.mutate(undefined, { onSuccess: () => tell(say('ui.retention.dry-begun')) })}
        >
          {say('ui.retention.try')}
        </Button>
        <Text c="dimmed">{say('ui.retention.dry-why')}</Text>
      </Group>
      <ProblemNotice error={begin.error} />
      {dry?.outcomes.length === 0 && (
        <NothingYet title={say('ui.retention.nothing-due')}>
          {say('ui.retention.nothing-due-why', { date: date(dry.day) })}
        </NothingYet>
      )}
      {dry && dry.outcomes.length > 0 && (
        <>
          <OutcomeTable
            outcomes={dry.outcomes}
            act={one =>
              categories.some(({ id }) => id === one.category) && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={say('ui.retention.samples-of', { category: one.categoryName })}
                  onClick={() => setShown(one)}
                >
                  {say('ui.retention.samples')}
                </Button>
              )
            }
          />
          <Text size="sm" c="dimmed" mt="xs">
            {say('ui.retention.as-of', { date: date(dry.day) })}
          </Text>
        </>
      )}
      {shown && <Samples of={shown} close={() => setShown(undefined)} />}
    </section>
  )
}

function Samples({ of, close }: { of: Shown; close: () => void }) {
  const say = useText()
  const found = useAnswer<SampleAnswer>('/retention/samples', { body: { category: of.category } })
  return (
    <Dialog title={say('ui.retention.samples-of', { category: of.categoryName })} close={close}>
      <Text mb="sm">{say('ui.retention.samples-why')}</Text>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Skeleton height={160} aria-hidden />}
      {found.data?.samples.length === 0 && <Text c="dimmed">{say('ui.retention.no-samples')}</Text>}
      {found.data && found.data.samples.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.retention.name')}</Table.Th>
              <Table.Th>{say('ui.retention.due')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.data.samples.map(({ row, person, name, due }) => (
              <Table.Tr key={row}>
                <Table.Td className="any-name">
                  <Link to="/customers/$person" params={{ person }}>
                    {name ?? say('ui.retention.nameless')}
                  </Link>
                </Table.Td>
                <Table.Td className="figures">{date(due)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Dialog>
  )
}
