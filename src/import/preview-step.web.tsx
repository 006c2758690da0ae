/** What the import would do, counted by the code that writes; each number opens its rows, and the button repeats the number. */

import { Anchor, Button, Group, List, Radio, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Counts, ImportAnswer } from './answers.ts'
import { useImportSteps } from './import-asks.web.ts'
import { OutcomeCounts } from './outcome-counts.web.tsx'
import type { RunRequest } from './requests.ts'

const rules = ['fill-empty', 'overwrite'] as const

export function PreviewStep({ shown }: { shown: ImportAnswer }) {
  const say = useText()
  const { counts, state, problem } = shown
  // The program may have died together with what it had read of the file: the file itself is still there.
  if (counts === null || state === 'interrupted') return <CountAnew shown={shown} />
  return (
    <>
      <Text mb="sm">{say('ui.import.counted', { count: counts.rows, number: count(counts.rows) })}</Text>
      <OutcomeCounts id={shown.id} counts={counts} />
      <AlsoCounted shown={shown} counts={counts} />
      <RuleChoice shown={shown} kept={counts.kept} />
      <Run shown={shown} counts={counts} />
      {problem && <CountAnew shown={shown} />}
    </>
  )
}

function CountAnew({ shown }: { shown: ImportAnswer }) {
  const say = useText()
  const take = useImportSteps(shown.id)
  const counting = useWriting({ mutationFn: () => take('POST', 'preview') })
  const persons = shown.state === 'interrupted' && shown.counts ? shown.counts.new + shown.counts.changed : undefined
  return (
    <div className="import-go">
      <ProblemNotice error={counting.error} />
      <Button
        variant={persons === undefined ? 'default' : 'filled'}
        loading={counting.isPending}
        onClick={() => counting.mutate()}
      >
        {persons === undefined
          ? say('ui.import.count-anew')
          : say('ui.import.go-on', { count: persons, number: count(persons) })}
      </Button>
    </div>
  )
}

interface AlsoCountedProps {
  readonly shown: ImportAnswer
  readonly counts: Counts
  /** Told of an import that has been written, not of one that would be. */
  readonly done?: boolean
}

/** Permissions and what was left out: told only when there is any. */
export function AlsoCounted({ shown, counts, done = false }: AlsoCountedProps) {
  const say = useText()
  const numbers = [
    'values',
    'permits',
    'purchases',
    'permitsUnknown',
    'permitsStopped',
    'objections',
    'barred',
    'unknown',
    'alike',
    'bounced',
    'masked',
  ] as const
  const told = numbers.filter(name => counts[name] > 0)
  return (
    <>
      {shown.refusals.length > 0 && (
        <section aria-labelledby="import-refusals">
          <Title order={2} id="import-refusals" mt="md">
            {say('ui.import.refusals')}
          </Title>
          <List mt={4}>
            {shown.refusals.map(({ reason, text, rows }) => (
              <List.Item
                key={reason}
              >{`${say('ui.import.rows', { count: rows, number: count(rows) })}: ${text}`}</List.Item>
            ))}
          </List>
        </section>
      )}
      {told.length + shown.remarks.length > 0 && (
        <section aria-labelledby="import-also">
          <Title order={2} id="import-also" mt="md">
            {say('ui.import.also')}
          </Title>
          <List mt={4}>
            {told.map(name => (
              <List.Item key={name}>
                {say(`ui.import.${done ? 'also-done' : 'also-counted'}.${name}`, {
                  count: counts[name],
                  number: count(counts[name]),
                })}
              </List.Item>
            ))}
            {shown.remarks.map(({ reason, text, cells }) => (
              <List.Item
                key={reason}
              >{`${say('ui.import.cells', { count: cells, number: count(cells) })}: ${text}`}</List.Item>
            ))}
          </List>
          {done && counts.alike > 0 && (
            <Anchor component={Link} to="/duplicates">
              {say('ui.import.to-duplicates')}
            </Anchor>
          )}
        </section>
      )}
    </>
  )
}

/** Choosing otherwise counts anew. */
function RuleChoice({ shown, kept }: { shown: ImportAnswer; kept: number }) {
  const say = useText()
  const take = useImportSteps(shown.id)
  const choosing = useWriting({
    mutationFn: async (rule: ImportAnswer['rule']) => {
      await take('PUT', 'mapping', { rule })
      return take('POST', 'preview')
    },
  })
  if (shown.state !== 'previewed') return null
  return (
    <Radio.Group
      mt="lg"
      label={say('ui.import.rule')}
      description={kept > 0 ? say('ui.import.kept', { count: kept, number: count(kept) }) : undefined}
      value={shown.rule}
      onChange={value => choosing.mutate(rules.find(one => one === value) ?? 'fill-empty')}
    >
      <Stack gap="xs" mt="xs">
        {rules.map(rule => (
          <Radio
            key={rule}
            value={rule}
            disabled={choosing.isPending}
            label={say(`ui.import.rules.${rule}`)}
            description={say(`ui.import.rules-why.${rule}`)}
          />
        ))}
      </Stack>
      <ProblemNotice error={choosing.error} />
    </Radio.Group>
  )
}

function Run({ shown, counts }: { shown: ImportAnswer; counts: Counts }) {
  const say = useText()
  const take = useImportSteps(shown.id)
  const { new: opened, changed, same, refused, joined } = counts
  const running = useWriting({
    mutationFn: () => {
      const body: RunRequest = { expect: { new: opened, changed, same, refused, joined } }
      return take('POST', 'run', body)
    },
  })
  const persons = opened + changed
  // A prohibition in a row that fits several persons lands with each of them.
  if (persons + counts.objections + counts.barred === 0) return <Text mt="lg">{say('ui.import.nothing-new')}</Text>
  return (
    <div className="import-go">
      <ProblemNotice error={running.error} />
      <Group>
        <Button loading={running.isPending} onClick={() => running.mutate()}>
          {persons === 0
            ? say('ui.import.run-prohibitions')
            : say('ui.import.run', { count: persons, number: count(persons) })}
        </Button>
        <Text size="sm" c="dimmed">
          {say('ui.import.run-why')}
        </Text>
      </Group>
    </div>
  )
}
