/** Publishing a draft: what changes, whom it concerns, what they will read and from which day; the button says to how many. */

import { Alert, Button, Group, List, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { DifferenceList } from './difference-list.web.tsx'
import { LetterView } from './letter-view.web.tsx'
import { usePlan, usePublicationVerb } from './publication-asks.web.ts'
import type { PlanAnswer } from './telling-answers.ts'
import './compare.css'
import './telling.css'

const route = getRouteApi('/signed-in/publications/draft/$draft')

export function PublishDraft() {
  const say = useText()
  const { draft } = route.useParams()
  const [chosen, choose] = useState<string | undefined>(undefined)
  const plan = usePlan(draft, chosen)
  return (
    <Page title={say('ui.publish.title')} beside={plan.data && <Text c="dimmed">{plan.data.draft.name}</Text>}>
      <Loaded query={plan} height={480}>
        {answer => <Plan plan={answer} draft={draft} effective={chosen ?? answer.earliest} choose={choose} />}
      </Loaded>
    </Page>
  )
}

interface PlanProps {
  readonly plan: PlanAnswer
  readonly draft: string
  readonly effective: string
  readonly choose: (day: string) => void
}

function Plan({ plan, draft, effective, choose }: PlanProps) {
  const say = useText()
  const tells = plan.concerned.total > 0
  return (
    <div className="publish">
      <DifferenceList differences={plan.differences} />
      <Part title={say('ui.publish.whom')}>
        <Whom plan={plan} />
      </Part>
      {tells && (
        <Part title={say('ui.publish.letter')}>
          <Text mb="sm" maw={640}>
            {say('ui.publish.letter-why')}
          </Text>
          <LetterView letters={plan.letters} />
        </Part>
      )}
      <Part title={say('ui.publish.day')}>
        <Decide plan={plan} draft={draft} effective={effective} choose={choose} />
      </Part>
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="publish-part">
    <Title order={2} mb="xs">
      {title}
    </Title>
    {children}
  </section>
)

function Whom({ plan: { concerned, must, mail } }: { plan: PlanAnswer }) {
  const say = useText()
  const { total, byEmail, restricted } = concerned
  const letters = total - byEmail
  if (total === 0) return <Text>{say(must === 'nothing' ? 'ui.publish.nobody-need' : 'ui.publish.nobody-there')}</Text>
  return (
    <>
      <Text fw={600}>{say('ui.publish.persons', { count: total, number: count(total) })}</Text>
      <List mt={4}>
        <List.Item>{say('ui.publish.by-email', { count: byEmail, number: count(byEmail) })}</List.Item>
        {letters > 0 && (
          <List.Item>{say('ui.publish.by-letter', { count: letters, number: count(letters) })}</List.Item>
        )}
        {restricted > 0 && (
          <List.Item>{say('ui.publish.restricted', { count: restricted, number: count(restricted) })}</List.Item>
        )}
        {must === 'ask-consent' && <List.Item>{say('ui.publish.consent-off')}</List.Item>}
      </List>
      {!mail && <NoMail />}
    </>
  )
}

export function NoMail() {
  const say = useText()
  return (
    <Alert my="sm" color="amber" icon={<IconMailOff aria-hidden />} title={say('ui.publish.no-mail')}>
      {say('ui.publish.no-mail-why')}
    </Alert>
  )
}

interface Decision {
  readonly draft: string
  readonly revision: number
  readonly effective: string
  readonly persons: number
  readonly soonerBecause?: string
}

function Decide({ plan, draft, effective, choose }: PlanProps) {
  const say = useText()
  const router = useRouter()
  const [reason, setReason] = useState('')
  const deciding = usePublicationVerb<Decision, { id: string }>(() => '')
  const { total } = plan.concerned
  const isSooner = effective < plan.earliest
  const isNow = effective <= plan.today
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const { revision } = plan.draft
    const because = isSooner ? { soonerBecause: reason } : {}
    const { id } = await deciding.mutateAsync({ draft, revision, effective, persons: total, ...because })
    await router.navigate({ to: '/publications/$publication', params: { publication: id } })
  }
  const label = isNow && total === 0 ? 'now' : total === 0 ? 'schedule' : 'tell'
  return (
    <form onSubmit={event => void send(event).catch(() => undefined)}>
      <Stack gap="sm" maw={560}>
        <TextInput
          type="date"
          label={say('ui.publish.effective')}
          description={say(total > 0 ? 'ui.publish.effective-why' : 'ui.publish.effective-any', {
            days: plan.lead,
            date: date(plan.earliest),
          })}
          value={effective}
          min={plan.today}
          required
          onChange={({ currentTarget }) => currentTarget.value !== '' && choose(currentTarget.value)}
          w={{ base: '100%', xs: 240 }}
        />
        {isSooner && (
          <Textarea
            label={say('ui.publish.sooner')}
            description={say('ui.publish.sooner-why')}
            value={reason}
            required
            autosize
            minRows={2}
            maxLength={2000}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
        <ProblemNotice error={deciding.error} />
        <Group>
          <Button type="submit" loading={deciding.isPending}>
            {say(`ui.publish.do.${label}`, { count: total, number: count(total), date: date(effective) })}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {say('ui.publish.after')}
        </Text>
      </Stack>
    </form>
  )
}
