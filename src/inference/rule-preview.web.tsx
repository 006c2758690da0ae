/** What the rule would infer now, and how near everybody else is: the threshold is chosen by looking. */

import { Paper, Text, Title } from '@mantine/core'
import { BarChart } from '../../web/chart-bars.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { personsText } from '../segments/persons-text.web.ts'
import { usePreview } from './inference-asks.web.ts'
import type { Previewing } from './rule-answers.ts'

export function RulePreview({ asked }: { asked: Previewing | undefined }) {
  const say = useText()
  const query = usePreview(asked)
  const { data, error } = query
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="preview">
      <Title order={2} size="h4" id="preview" mb="xs">
        {say('ui.inferences.preview')}
      </Title>
      <ProblemNotice error={asked ? error : null} retry={() => void query.refetch()} />
      <div aria-live="polite" aria-busy={query.isFetching} className={error ? 'rule-old' : undefined}>
        {asked === undefined || data === undefined ? (
          <Text c="dimmed">{say('ui.inferences.preview-wait')}</Text>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {say('ui.inferences.would')}
            </Text>
            <Text className="figures rule-number">{personsText(say, data)}</Text>
            <Text size="sm">
              {say('ui.inferences.of', { n: personsText(say, { persons: data.allowed, about: data.about }) })}
            </Text>
            {asked.rule !== undefined && (
              <Text size="sm">
                {say('ui.inferences.moves', {
                  added: personsText(say, { persons: data.added, about: data.about }),
                  removed: personsText(say, { persons: data.removed, about: data.about }),
                })}
              </Text>
            )}
          </>
        )}
      </div>
      {asked && data && (
        <BarChart
          label={say('ui.inferences.spread')}
          of={say('ui.inferences.spread-of')}
          places={data.spread.map(({ from }) => count(from))}
          unit="count"
          series={[
            { name: say('ui.inferences.persons'), values: data.spread.map(({ persons }) => persons ?? 'withheld') },
          ]}
          note={say('ui.inferences.spread-note', { threshold: count(asked.content.threshold) })}
        />
      )}
    </Paper>
  )
}
