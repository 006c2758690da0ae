/** The balancing test of one interest: what the notice does on it, the questions, the decision, and every save. */

import { Alert, List, Table, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { tell } from '../../web/tell.ts'
import type { TestAnswer, TestRequest } from './accountability-answers.ts'
import { useAccountability, useSave } from './accountability-asks.web.ts'
import { type Answered, BalancingForm, testInWords } from './balancing-form.web.tsx'
import { TestStateBadge } from './balancing-tests.web.tsx'
import { type Kept, Meanwhile, Revisions, saidOtherwise, useRevised } from './revised.web.tsx'
import { TakeOut } from './take-out.web.tsx'
import './accountability.css'

const route = getRouteApi('/signed-in/accountability/balancing-tests/$interest')

export function BalancingTestOfInterest() {
  const say = useText()
  const { interest } = route.useParams()
  const found = useAccountability<TestAnswer>(`/balancing-tests/${encodeURIComponent(interest)}`)
  const file = `/accountability/files/balancing-tests?interest=${encodeURIComponent(interest)}`
  return (
    <Page
      title={say('ui.balancing.one')}
      beside={found.data && <TestStateBadge state={found.data.state} />}
      acts={found.data && <TakeOut path={file} />}
      width="reading"
    >
      <Loaded query={found} height={480}>
        {answer => <Test key={interest} answer={answer} />}
      </Loaded>
    </Page>
  )
}

function Test({ answer }: { answer: TestAnswer }) {
  const say = useText()
  const { interest, text, changes, version, inForce, today, revisions } = answer
  const { value, setValue, expected, meanwhile, goOn, takeTheirs, saved } = useRevised(latestOf(answer))
  const saving = useSave<TestRequest, { revision: number }>('PUT', `/balancing-tests/${encodeURIComponent(interest)}`)
  const save = async (why: string) => {
    saved((await saving.mutateAsync({ ...value, why, expected, version: inForce })).revision)
    tell(say('ui.accountability.saved'))
  }
  return (
    <>
      <Text size="lg" className="any-name" mb="md">
        {text}
      </Text>
      {changes.length > 0 && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={say('ui.balancing.changed-title')} mb="md">
          {say('ui.balancing.changed-why', { version: version ?? inForce })}
          <List size="sm" mt={4}>
            {changes.map(change => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Uses uses={answer.uses} />
      <BalancingForm
        value={value}
        change={setValue}
        save={save}
        error={meanwhile ? undefined : saving.error}
        isSaving={saving.isPending}
        today={today}
        meanwhile={
          meanwhile && (
            <Meanwhile
              theirs={meanwhile}
              differences={saidOtherwise(testInWords(say, value), testInWords(say, meanwhile.value))}
              goOn={goOn}
              takeTheirs={takeTheirs}
            />
          )
        }
      />
      <Revisions revisions={revisions.map(one => ({ ...one, said: testInWords(say, one) }))} />
    </>
  )
}

function latestOf({ revisions: [latest] }: TestAnswer): Kept<Answered> {
  if (!latest) return { revision: 0, value: { answers: {}, decision: null } }
  const { revision, at, by, answers, decision } = latest
  return { revision, at, by, value: { answers, decision } }
}

function Uses({ uses }: { uses: TestAnswer['uses'] }) {
  const say = useText()
  return (
    <section aria-labelledby="uses">
      <Title order={2} id="uses" mb="xs">
        {say('ui.balancing.uses')}
      </Title>
      <Table className="interest-uses">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.balancing.use.purpose')}</Table.Th>
            <Table.Th>{say('ui.balancing.use.category')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.balancing.use.sources')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {uses.map(({ purpose, category, fields, sources }) => (
            <Table.Tr key={`${purpose} ${category}`}>
              <Table.Td>{purpose}</Table.Td>
              <Table.Td>
                {category}
                <Text size="sm" c="dimmed">
                  {fields.join(', ')}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm">{sources.join(', ')}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
