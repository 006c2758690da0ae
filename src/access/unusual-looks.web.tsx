/** Unusual looking, worst unknown first in words: what it was, what is usual for the same person, and who has looked into it. */

import { Badge, Button, Skeleton, Table, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { ask } from '../../web/ask.ts'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { RemarkDialog } from '../../web/remark-dialog.tsx'

interface UnusualDay {
  readonly actor: string
  readonly name: string | null
  readonly day: string
  readonly kind: 'many-opened' | 'odd-hours' | 'many-taken'
  readonly count: number
  readonly usual: number
  readonly review: { readonly at: string; readonly by: string | null; readonly remark: string } | null
}

interface Unusual {
  readonly days: readonly UnusualDay[]
  readonly measures: Readonly<Record<'weeks' | 'times' | 'opened' | 'odd' | 'taken' | 'reviewDays', number>>
}

export function UnusualLooks() {
  const say = useText()
  const unusual = useQuery({
    queryKey: ['unusual-looks'],
    queryFn: ({ signal }) => ask<Unusual>('/looks/unusual', { signal }),
  })
  return (
    <Page title={say('ui.unusual-looks.title')}>
      <Text mb="md">{say('ui.unusual-looks.why')}</Text>
      <ProblemNotice error={unusual.error} retry={() => void unusual.refetch()} />
      {unusual.isPending && <Skeleton height={240} aria-hidden />}
      {unusual.data?.days.length === 0 && <Text fw={600}>{say('ui.unusual-looks.none')}</Text>}
      {unusual.data && unusual.data.days.length > 0 && <Days days={unusual.data.days} />}
      {unusual.data && (
        <Text size="sm" c="dimmed" mt="md">
          {say('ui.unusual-looks.measures', unusual.data.measures)}
        </Text>
      )}
    </Page>
  )
}

function Days({ days }: { days: readonly UnusualDay[] }) {
  const say = useText()
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th visibleFrom="sm">{say('ui.unusual-looks.day')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.unusual-looks.who')}</Table.Th>
          <Table.Th>{say('ui.unusual-looks.what')}</Table.Th>
          <Table.Th>{say('ui.unusual-looks.review')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map(day => (
          <Table.Tr key={`${day.actor}${day.day}${day.kind}`}>
            <Table.Td visibleFrom="sm" className="figures">
              {date(day.day)}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="any-name">
              {day.name ?? say('ui.unusual-looks.nobody')}
            </Table.Td>
            <Table.Td>
              {say(`ui.unusual-looks.${day.kind}`, { count: day.count, usual: day.usual })}
              <Text size="sm" c="dimmed" hiddenFrom="sm" className="any-name">
                {date(day.day)} · {day.name ?? say('ui.unusual-looks.nobody')}
              </Text>
            </Table.Td>
            <Table.Td>
              <Review of={day} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Review({ of: { actor, day, kind, name, review } }: { of: UnusualDay }) {
  const say = useText()
  const { id } = useAccount()
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const save = async (remark: string) => {
    await ask('/looks/unusual/reviews', { method: 'POST', body: { actor, day, kind, remark } })
    await client.invalidateQueries({ queryKey: ['unusual-looks'] })
  }
  if (review !== null)
    return (
      <>
        <Text>{review.remark}</Text>
        <Text size="sm" c="dimmed">
          {say('ui.unusual-looks.by', { at: date(review.at), name: review.by ?? say('ui.unusual-looks.nobody') })}
        </Text>
      </>
    )
  if (actor === `staff:${id}`) return <Badge variant="outline">{say('ui.unusual-looks.own')}</Badge>
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
        {say('ui.unusual-looks.record')}
      </Button>
      {asked && (
        <RemarkDialog
          of={say('ui.unusual-looks.of', { at: date(day), name: name ?? say('ui.unusual-looks.nobody') })}
          close={() => setAsked(false)}
          save={save}
        />
      )}
    </>
  )
}
