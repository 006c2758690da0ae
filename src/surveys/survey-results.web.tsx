/** What was answered, question by question: charts that are tables too, and where numbers are withheld it says so. */

import { Button, Group, List, Menu, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { ResultPart, SurveyResults as Results, SurveyDetails } from './survey-answers.ts'
import { type Chosen, useFile, useResults, useTexts } from './survey-asks.web.ts'

export function SurveyResults({ survey }: { survey: SurveyDetails }) {
  const say = useText()
  const [chosen, choose] = useState<Chosen | undefined>(undefined)
  const found = useResults(survey.id, chosen)
  return (
    <section aria-labelledby="survey-results">
      <Title order={2} id="survey-results" mb="xs">
        {say('ui.surveys.results')}
      </Title>
      <Loaded query={found} height={240}>
        {results => (
          <Stack gap="lg">
            <About survey={survey} results={results} chosen={chosen} choose={choose} />
            {results.questions.map(asked => (
              <Question key={asked.id} survey={survey} asked={asked} />
            ))}
          </Stack>
        )}
      </Loaded>
    </section>
  )
}

interface AboutProps {
  readonly survey: SurveyDetails
  readonly results: Results
  readonly chosen: Chosen | undefined
  readonly choose: (chosen: Chosen | undefined) => void
}

function About({ survey, results, chosen, choose }: AboutProps) {
  const say = useText()
  const file = useFile(survey.id, chosen)
  const { state, group, answered, filters } = results
  return (
    <Stack gap="sm">
      {state !== 'told' && <Text>{say(`ui.surveys.not-told.${state}`)}</Text>}
      {state === 'told' && (
        <Text size="sm" c="dimmed" maw={680}>
          {say(survey.isInvited ? 'ui.surveys.about-invited' : 'ui.surveys.about-open')}
        </Text>
      )}
      {(filters.length > 0 || state === 'told') && (
        <Group align="end">
          {filters.length > 0 && (
            <NativeSelect
              label={say('ui.surveys.filter')}
              value={chosen ? `${chosen.question} ${chosen.is}` : ''}
              data={[
                { value: '', label: say('ui.surveys.everybody', { count: answered }) },
                ...filters.map(({ id, label, values }) => ({
                  group: label,
                  items: values.map(value => ({ value: `${id} ${value.id}`, label: value.label })),
                })),
              ]}
              onChange={({ currentTarget }) => {
                const [question, is] = currentTarget.value.split(' ')
                choose(question && is ? { question, is } : undefined)
              }}
            />
          )}
          {state === 'told' && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />} loading={file.isPending}>
                  {say('ui.surveys.save-file')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {(['csv', 'xlsx'] as const).map(format => (
                  <Menu.Item key={format} onClick={() => file.mutate(format)}>
                    {say(`ui.surveys.format.${format}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      )}
      <ProblemNotice error={file.error} />
      {group !== null && <Text role="status">{say('ui.surveys.group', { count: group })}</Text>}
    </Stack>
  )
}

type Asked = Results['questions'][number]

function Question({ survey, asked }: { survey: SurveyDetails; asked: Asked }) {
  const say = useText()
  const id = `question-${asked.id}`
  return (
    <section aria-labelledby={id} className="survey-question">
      <Title order={3} id={id} size="h4" mb={4} className="any-name">
        {asked.text}
      </Title>
      {asked.isWithheld ? (
        <Text c="dimmed">{say('ui.surveys.withheld')}</Text>
      ) : asked.kind === 'text' ? (
        <Texts survey={survey} asked={asked} />
      ) : (
        <Parts asked={asked} />
      )}
    </section>
  )
}

const shown = (n: number | null): number | 'withheld' => n ?? 'withheld'

function Parts({ asked: { kind, parts } }: { asked: Asked }) {
  const say = useText()
  const [first] = parts
  if (first === undefined) return null
  // Options that may be ticked are one chart; lines of a matrix are a series each would be too many, so a chart each.
  if (kind === 'multiple')
    return (
      <BarChart
        label={say('ui.surveys.persons')}
        of={say('ui.surveys.option')}
        unit="count"
        places={parts.map(({ label }) => label)}
        series={[{ name: say('ui.surveys.persons'), values: parts.map(({ values }) => shown(values[0]?.n ?? null)) }]}
      />
    )
  return (
    <Stack gap="md">
      {parts.map(part => (
        <div key={part.id}>
          <BarChart
            label={part.label || say('ui.surveys.persons')}
            of={say('ui.surveys.option')}
            unit="count"
            places={[...part.values.map(({ label }) => label), say('ui.surveys.no-answer')]}
            series={[
              { name: say('ui.surveys.persons'), values: [...part.values.map(({ n }) => shown(n)), shown(part.none)] },
            ]}
          />
          <Score part={part} />
        </div>
      ))}
    </Stack>
  )
}

const rounded = new Intl.NumberFormat('fi', { maximumFractionDigits: 1, signDisplay: 'auto' })

function Score({ part: { nps, mean } }: { part: ResultPart }) {
  const say = useText()
  return (
    <>
      {nps && (
        <Text fw={560} mt={4}>
          {say('ui.surveys.nps', {
            score: rounded.format(nps.score),
            low: rounded.format(nps.low),
            high: rounded.format(nps.high),
          })}
        </Text>
      )}
      {mean !== null && <Text mt={4}>{say('ui.surveys.mean', { mean: rounded.format(mean) })}</Text>}
    </>
  )
}

function Texts({ survey, asked }: { survey: SurveyDetails; asked: Asked }) {
  const say = useText()
  const found = useTexts(survey.id, asked.id)
  const rows = found.data?.pages.flatMap(({ texts }, page) => texts.map((text, n) => ({ text, key: `${page} ${n}` })))
  return (
    <>
      <Text size="sm" c="dimmed">
        {say('ui.surveys.texts-count', { count: asked.texts ?? 0 })}
      </Text>
      {(asked.texts ?? 0) > 0 && (
        <LoadedList query={found} rows={rows} height={120} none={null}>
          {texts => (
            <List mt="xs" className="survey-texts">
              {texts.map(({ text, key }) => (
                <List.Item key={key}>{text}</List.Item>
              ))}
            </List>
          )}
        </LoadedList>
      )}
    </>
  )
}
