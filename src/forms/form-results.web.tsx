/** How far the visitors of a form got, and which permits they gave, each by the language of the page: tables that can be read aloud. */

import { Progress, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { count } from '../../web/format.ts'
import { langNames, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import type { FormResults as Results } from './form-answers.ts'
import { useResults } from './form-asks.web.ts'

export function FormResults({ id }: { id: string }) {
  const say = useText()
  const found = useResults(id)
  return (
    <section aria-labelledby="form-results">
      <Title order={2} id="form-results" mb="xs">
        {say('ui.forms.results')}
      </Title>
      <Loaded query={found} height={160}>
        {results => (
          <>
            <Steps results={results} />
            {results.permits.length > 0 && <Permits results={results} />}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** On a telephone it scrolls by itself, by the keyboard too. */
const Wide = ({ children }: { children: ReactNode }) => (
  <Table.ScrollContainer minWidth={460} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
    {children}
  </Table.ScrollContainer>
)

type ByLang = Results['steps'][number]['times']
const sum = (times: ByLang): number => Object.values(times).reduce((all, one) => all + one, 0)

function Languages({ languages }: Pick<Results, 'languages'>) {
  return languages.length > 1
    ? languages.map(lang => (
        <Table.Th key={lang} ta="right">
          {langNames[lang]}
        </Table.Th>
      ))
    : null
}

function Numbers({ languages, of }: Pick<Results, 'languages'> & { of: ByLang }) {
  return (
    <>
      {languages.length > 1 &&
        languages.map(lang => (
          <Table.Td key={lang} ta="right" className="figures">
            {count(of[lang] ?? 0)}
          </Table.Td>
        ))}
      <Table.Td ta="right" className="figures">
        {count(sum(of))}
      </Table.Td>
    </>
  )
}

function Steps({ results }: { results: Results }) {
  const say = useText()
  const { languages, steps, confirmed, unconfirmed, lapsed } = results
  const of = (step: string) => sum(steps.find(one => one.step === step)?.times ?? {})
  const whole = Math.max(1, of('fetched'))
  const asked = confirmed + unconfirmed + lapsed
  return (
    <div className="form-results">
      <Text size="sm" c="dimmed">
        {say('ui.forms.steps-why')}
      </Text>
      <Wide>
        <Table verticalSpacing={6} mb="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.forms.step')}</Table.Th>
              <Languages languages={languages} />
              <Table.Th ta="right">{say('ui.forms.all')}</Table.Th>
              <Table.Th visibleFrom="sm" aria-hidden />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map(({ step, times }) => (
              <Table.Tr key={step}>
                <Table.Th scope="row" fw={400}>
                  {say(`ui.forms.step-of.${step}`)}
                </Table.Th>
                <Numbers languages={languages} of={times} />
                <Table.Td visibleFrom="sm" w="30%" aria-hidden>
                  <Progress value={(100 * sum(times)) / whole} size="sm" color={step === 'wrong' ? 'amber' : 'pine'} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {asked > 0 && (
        <Text size="sm" mb="md">
          {say('ui.forms.confirmations', {
            asked: count(asked),
            confirmed: count(confirmed),
            unconfirmed: count(unconfirmed),
            lapsed: count(lapsed),
          })}
        </Text>
      )}
    </div>
  )
}

function Permits({ results: { languages, permits } }: { results: Results }) {
  const say = useText()
  return (
    <div className="form-results">
      <Text size="sm" c="dimmed">
        {say('ui.forms.permits-given-why')}
      </Text>
      <Wide>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.forms.permits-given')}</Table.Th>
              <Languages languages={languages} />
              <Table.Th ta="right">{say('ui.forms.all')}</Table.Th>
              <Table.Th ta="right">{say('ui.forms.standing')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {permits.map(({ purpose, name, channel, given, standing }) => (
              <Table.Tr key={`${purpose} ${channel}`}>
                <Table.Th scope="row" fw={400}>
                  {name}
                  {channel !== null && (
                    <Text size="sm" c="dimmed">
                      {say(`ui.channel.${channel}`)}
                    </Text>
                  )}
                </Table.Th>
                <Numbers languages={languages} of={given} />
                <Table.Td ta="right" className="figures">
                  {count(standing)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </div>
  )
}
