/** How many match now, and whom the gate leaves out of them and why, while a condition is put together. */

import { Group, NativeSelect, Paper, Text } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { personsText } from './persons-text.web.ts'
import type { Counted, Counting, SegmentWords } from './segment-answers.ts'

interface CountProps {
  readonly words: SegmentWords
  readonly channel: Counting['channel']
  readonly choose: (channel: Counting['channel']) => void
  readonly query: {
    readonly data: Counted | undefined
    readonly error: Error | null
    readonly isFetching: boolean
    refetch(): unknown
  }
}

export function SegmentCount({ words, channel, choose, query }: CountProps) {
  const say = useText()
  const { data, error } = query
  return (
    <Paper withBorder p="md" className="segment-count" component="section" aria-label={say('ui.segments.count')}>
      <ProblemNotice error={error} retry={() => void query.refetch()} />
      <Group justify="space-between" align="flex-end">
        <div aria-live="polite" aria-busy={query.isFetching} className={error ? 'segment-old' : undefined}>
          <Text size="sm" c="dimmed">
            {say('ui.segments.match')}
          </Text>
          <Text className="figures segment-number">{data === undefined ? '–' : personsText(say, data)}</Text>
        </div>
        {words.channels.length > 0 && (
          <NativeSelect
            label={say('ui.segments.by-channel')}
            value={channel ?? ''}
            data={[
              { value: '', label: say('ui.segments.no-channel') },
              ...words.channels.map(way => ({ value: way, label: say(`ui.segments.channels.${way as 'email'}`) })),
            ]}
            onChange={({ currentTarget }) =>
              choose(currentTarget.value === '' ? undefined : (currentTarget.value as 'email'))
            }
          />
        )}
      </Group>
      {data?.gate && channel && (
        <div aria-live="polite">
          <Text mt="sm" fw={560}>
            {say('ui.segments.allowed', { n: count(data.gate.allowed) })}
          </Text>
          <ul className="segment-left-out">
            {data.gate.leftOut.map(({ reason, name, persons }) => (
              <li key={reason}>
                <span className="figures">{count(persons)}</span> {name}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Paper>
  )
}
