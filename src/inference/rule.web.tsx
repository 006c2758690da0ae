/** One rule: what it asks, of how many it infers something, how often it was right, and what it asked before. */

import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { LineChart } from '../../web/chart-lines.tsx'
import { count, month, share } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { EndAct, Versions } from '../../web/versions.tsx'
import { personsText } from '../segments/persons-text.web.ts'
import { useQuality, useRule } from './inference-asks.web.ts'
import { fewestToTell, shareIn } from './quality-share.ts'
import type { Quality } from './rule-answers.ts'
import { RuleTold } from './rule-told.web.tsx'
import './inference.css'

export function Rule() {
  const say = useText()
  const { rule = '' } = useParams({ strict: false })
  const found = useRule(rule)
  const acts = found.data && (
    <>
      <Button
        variant="default"
        renderRoot={props => <Link {...props} to="/inference-rules/$rule/edit" params={{ rule }} />}
      >
        {say('ui.inferences.edit')}
      </Button>
      <EndAct words="inferences" list="/inference-rules" id={rule} />
    </>
  )
  return (
    <Page title={found.data?.name ?? say('ui.inferences.one')} windowTitle={say('ui.inferences.one')} acts={acts}>
      <Loaded query={found} height={300}>
        {details => (
          <Stack gap="lg">
            <section aria-labelledby="inferred">
              <Title order={2} size="h4" id="inferred" mb="xs" className="any-name">
                {details.about}: {details.value}
              </Title>
              <RuleTold told={details.told} />
              <Text mt="xs" aria-live="polite">
                {details.isFilling
                  ? say('ui.inferences.filling')
                  : say('ui.inferences.of-persons', {
                      n: personsText(say, { persons: details.persons, about: details.isAbout }),
                    })}
              </Text>
            </section>
            {details.fault && (
              <Alert color="red" title={say('ui.inferences.faulty')}>
                {details.fault}
              </Alert>
            )}
            <section aria-labelledby="quality">
              <Title order={2} size="h4" id="quality" mb="xs">
                {say('ui.inferences.quality')}
              </Title>
              {details.told.met === null ? <Text c="dimmed">{say('ui.inferences.no-met')}</Text> : <Months id={rule} />}
            </section>
            <Versions of={details.versions}>{({ told }) => <RuleTold told={told} />}</Versions>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

type Share = Quality['months'][number]['inferred']

const sum = (all: readonly Share[]): Share => ({
  met: all.reduce((n, { met }) => n + (met ?? 0), 0),
  of: all.reduce((n, { of }) => n + (of ?? 0), 0),
})

function Months({ id }: { id: string }) {
  const say = useText()
  const found = useQuality(id)
  return (
    <Loaded query={found} height={300}>
      {({ months, leftOut }) => {
        const [inferred, everybody] = [sum(months.map(one => one.inferred)), sum(months.map(one => one.everybody))]
        return (
          <>
            <Total inferred={inferred} everybody={everybody} />
            <LineChart
              label={say('ui.inferences.by-month')}
              of={say('ui.inferences.month')}
              places={months.map(one => month(one.month))}
              unit="share"
              series={(['inferred', 'everybody'] as const).map(name => ({
                name: say(`ui.inferences.series.${name}`),
                values: months.map(one => shareIn(one[name])),
              }))}
              note={[
                say('ui.inferences.quality-why'),
                say('ui.inferences.quality-few', { least: fewestToTell }),
                leftOut > 0 ? say('ui.inferences.quality-left') : '',
              ]
                .filter(Boolean)
                .join(' ')}
            />
          </>
        )
      }}
    </Loaded>
  )
}

/** Of all six months together; nothing where there was nobody, or nothing is told. */
function Total({ inferred, everybody }: { inferred: Share; everybody: Share }) {
  const say = useText()
  const [ours, popular] = [shareIn(inferred), shareIn(everybody)]
  const of = { met: count(inferred.met ?? 0), of: count(inferred.of ?? 0) }
  if (ours === 'few') return <Text mb="xs">{say('ui.inferences.total-few', of)}</Text>
  if (typeof ours !== 'number' || typeof popular !== 'number') return null
  return <Text mb="xs">{say('ui.inferences.total', { ...of, share: share(ours), everybody: share(popular) })}</Text>
}
