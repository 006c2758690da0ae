/** The certain ones together: a page of them is looked through, merged by one act, and taken back by another. */

import { Alert, Button, Checkbox, Group, Skeleton, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ProposalAnswer } from './duplicates-answers.ts'
import { useDuplicateVerbs, useProposals } from './duplicates-asks.web.ts'
import { Evidence } from './evidence.web.tsx'

const certain = ['certain'] as const
const keyOf = ({ a, b }: ProposalAnswer): string => `${a.id} ${b.id}`

export function CertainPairs() {
  const say = useText()
  const { mergeMany, part } = useDuplicateVerbs()
  const found = useProposals({ state: 'open', verdicts: certain })
  const [first] = found.data?.pages ?? []
  const pairs = first?.proposals ?? []
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const chosen = pairs.filter(pair => !without.has(keyOf(pair)))
  const merging = useWriting({
    mutationFn: () => mergeMany(chosen.map(({ a, b }) => ({ kept: a.id, lost: b.id }))),
  })
  const undoing = useWriting({
    mutationFn: async (merges: readonly string[]) => {
      for (const merge of merges.toReversed()) await part(merge) // the last one first
    },
    onSuccess: () => merging.reset(),
  })
  const toggle = (key: string) =>
    setWithout(before =>
      before.has(key) ? new Set([...before].filter(one => one !== key)) : new Set([...before, key]),
    )
  const done = merging.data
  return (
    <>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      <ProblemNotice error={merging.error ?? undoing.error} />
      {done && (
        <Alert
          role="status"
          mb="md"
          title={say('ui.duplicates.merged-many', { count: done.merged.length, number: count(done.merged.length) })}
        >
          {done.refused.length > 0 && (
            <Text size="sm">
              {say('ui.duplicates.not-merged', { count: done.refused.length, number: count(done.refused.length) })}{' '}
              {[...new Set(done.refused.map(({ why }) => why))].join(' ')}
            </Text>
          )}
          <Button
            variant="default"
            size="xs"
            mt="xs"
            loading={undoing.isPending}
            onClick={() => undoing.mutate(done.merged.map(({ merge }) => merge))}
          >
            {say('ui.duplicates.undo-many', { count: done.merged.length, number: count(done.merged.length) })}
          </Button>
        </Alert>
      )}
      {found.isPending && <Skeleton height={240} aria-hidden />}
      {found.data && pairs.length === 0 && (
        <NothingYet title={say('ui.duplicates.none-certain')}>{say('ui.duplicates.none-certain-why')}</NothingYet>
      )}
      {pairs.length > 0 && (
        <>
          <Text maw={720} mb="sm">
            {say('ui.duplicates.certain-why')}
          </Text>
          <Group mb="sm">
            <Button loading={merging.isPending} disabled={chosen.length === 0} onClick={() => merging.mutate()}>
              {say('ui.duplicates.merge-many', { count: chosen.length, number: count(chosen.length) })}
            </Button>
          </Group>
          <Table verticalSpacing={6} className="duplicates-certain">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.duplicates.include')}</Table.Th>
                <Table.Th>{say('ui.duplicates.one')}</Table.Th>
                <Table.Th>{say('ui.duplicates.other')}</Table.Th>
                <Table.Th>{say('ui.duplicates.evidence')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pairs.map(pair => (
                <Table.Tr key={keyOf(pair)}>
                  <Table.Td>
                    <Checkbox
                      aria-label={say('ui.duplicates.include-pair', { name: pair.a.name ?? say('ui.person.nameless') })}
                      checked={!without.has(keyOf(pair))}
                      onChange={() => toggle(keyOf(pair))}
                    />
                  </Table.Td>
                  {[pair.a, pair.b].map(({ id, name, email, phone, city }) => (
                    <Table.Td key={id}>
                      <span className="any-name">{name ?? say('ui.person.nameless')}</span>
                      <Text size="xs" c="dimmed" className="any-name">
                        {[email, phone, city].filter(Boolean).join(' · ')}
                      </Text>
                    </Table.Td>
                  ))}
                  <Table.Td>
                    <Evidence pair={pair} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </>
  )
}
