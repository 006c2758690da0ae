/** On a person's page: who may be the same person, and whom they were merged from, with the way back. */

import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { useWriting } from '../../web/writing.ts'
import { useDuplicateVerbs, useMergesOf, useProposalsOf } from './duplicates-asks.web.ts'

/** Nothing is drawn of a person who is nobody's likeness and was never merged. */
export function MergedFrom({ card: { id } }: PersonPart) {
  const say = useText()
  const { part } = useDuplicateVerbs()
  const [merges, proposals] = [useMergesOf(id), useProposalsOf(id)]
  const parting = useWriting({ mutationFn: part })
  const standing = (merges.data?.merges ?? []).filter(({ undoneAt }) => undoneAt === null)
  const likely = proposals.data?.proposals ?? []
  if (standing.length === 0 && likely.length === 0) return null
  return (
    <section className="panel" aria-labelledby="merged-from">
      <Title order={2} id="merged-from">
        {say('ui.merged-from.title')}
      </Title>
      <ProblemNotice error={parting.error} />
      {likely.map(({ a, b }) => (
        <Text key={`${a.id} ${b.id}`} size="sm">
          {say('ui.merged-from.may-be')}{' '}
          <Anchor component={Link} to={`/customers/${a.id === id ? b.id : a.id}`} className="any-name">
            {(a.id === id ? b : a).name ?? say('ui.person.nameless')}
          </Anchor>
          {' · '}
          <Anchor component={Link} to="/duplicates">
            {say('ui.merged-from.look')}
          </Anchor>
        </Text>
      ))}
      {standing.map(({ id: merge, mergedAt, by, parting: why }) => (
        <Group key={merge} gap="xs">
          <Text size="sm" className="figures">
            {say('ui.merged-from.merged', { at: moment(mergedAt), by: whoIs(by, say) })}
          </Text>
          {why === null ? (
            <Button
              variant="default"
              size="compact-sm"
              loading={parting.isPending}
              onClick={() => parting.mutate(merge)}
            >
              {say('ui.merged-from.part')}
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              {why}
            </Text>
          )}
        </Group>
      ))}
    </section>
  )
}
