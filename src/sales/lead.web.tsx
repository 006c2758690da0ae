/** One lead: what it is about and whence it came, what was offered, what is to be done next, and every turn of it with why. */

import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconListCheck, IconPhone, IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { date, moment, money } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { whoIs } from '../../web/who.ts'
import { NewTask } from '../tasks/new-task.web.tsx'
import { CallDialog } from './lead-call.web.tsx'
import { ChangeLead } from './lead-form.web.tsx'
import { MoveMenu, stateOf, subjectOf, useMoving } from './lead-move.web.tsx'
import { OtherPurpose } from './leads.web.tsx'
import type { LeadAnswer } from './sales-answers.ts'
import { useLead, useSales } from './sales-asks.web.ts'
import './sales.css'

const route = getRouteApi('/signed-in/leads/$lead')

export function Lead() {
  const say = useText()
  const { lead: id } = route.useParams()
  const query = useLead(id)
  const { known, category, named } = useSales()
  if (known && !category) return <OtherPurpose />
  return (
    <Page
      title={query.data ? subjectOf(query.data) : say('ui.leads.one')}
      windowTitle={say('ui.leads.one')}
      beside={
        query.data && (
          <Badge variant="light" tt="none">
            {named('state', stateOf(query.data))}
          </Badge>
        )
      }
      width="reading"
    >
      <Loaded query={query} height={320}>
        {shown => (
          <Stack gap="lg">
            <Facts lead={shown} />
            {shown.mayWrite && <Next lead={shown} />}
            <Offers lead={shown} />
            <Steps lead={shown} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ lead }: { lead: LeadAnswer }) {
  const say = useText()
  const { named } = useSales()
  const [changing, setChanging] = useState(false)
  const { values, person, source, cameAt, mayWrite } = lead
  const facts = [
    [say('ui.leads.from'), say('ui.leads.came', { source: source.name, at: date(cameAt) })],
    [say('ui.leads.value'), typeof values.value === 'number' ? money(values.value) : undefined],
    [say('ui.leads.capacity'), values.capacity ? named('capacity', values.capacity) : undefined],
    [say('ui.leads.why-lost'), values.lost_because ? named('lost_because', values.lost_because) : undefined],
  ] as const
  return (
    <section aria-labelledby="lead-facts">
      <Title order={2} id="lead-facts" mb="xs">
        {say('ui.leads.facts')}
      </Title>
      <Anchor
        underline="always"
        className="any-name"
        renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: person.id }} />}
      >
        {person.name ?? say('ui.person.nameless')}
      </Anchor>
      {changing ? (
        <ChangeLead lead={lead} close={() => setChanging(false)} />
      ) : (
        <>
          <dl className="sales-facts">
            {facts.map(
              ([label, value]) =>
                value !== undefined && (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ),
            )}
          </dl>
          {mayWrite && (
            <Button variant="default" size="compact-sm" onClick={() => setChanging(true)}>
              {say('ui.leads.change')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

function Next({ lead }: { lead: LeadAnswer }) {
  const say = useText()
  const moving = useMoving()
  const [asked, setAsked] = useState<'call' | 'task' | undefined>(undefined)
  const close = () => setAsked(undefined)
  return (
    <section aria-labelledby="lead-next" data-lead={lead.id}>
      <Title order={2} id="lead-next" mb="xs">
        {say('ui.leads.next')}
      </Title>
      <Group gap="sm">
        <MoveMenu lead={lead} ask={moving.ask} />
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPhone size={15} aria-hidden />}
          onClick={() => setAsked('call')}
        >
          {say('ui.leads.call')}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconListCheck size={15} aria-hidden />}
          onClick={() => setAsked('task')}
        >
          {say('ui.leads.task')}
        </Button>
      </Group>
      {lead.calledAt !== null && (
        <Text size="sm" c="dimmed" mt="xs" className="figures">
          {say('ui.leads.called', { at: moment(lead.calledAt) })}
        </Text>
      )}
      {moving.dialog}
      {asked === 'call' && <CallDialog lead={lead} close={close} />}
      {asked === 'task' && <NewTask person={lead.person.id} close={close} />}
    </section>
  )
}

function Offers({ lead: { id, offers, mayWrite } }: { lead: LeadAnswer }) {
  const say = useText()
  const { category, named } = useSales('offers')
  if (!category) return null
  return (
    <section aria-labelledby="lead-offers">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="lead-offers">
          {say('ui.leads.offers')}
        </Title>
        {mayWrite && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            renderRoot={props => <Link {...props} to="/leads/$lead/offer" params={{ lead: id }} />}
          >
            {say('ui.leads.new-offer')}
          </Button>
        )}
      </Group>
      {offers.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('ui.leads.no-offers')}
        </Text>
      )}
      <ul className="sales-list">
        {offers.map(offer => (
          <li key={offer.id}>
            <Group gap="xs">
              <Link to="/offers/$offer" params={{ offer: offer.id }} className="row-link any-name">
                {subjectOf(offer)}
              </Link>
              <Badge variant="light" tt="none">
                {offer.state === 'expired' ? say('ui.offers.state.expired') : named('state', offer.state)}
              </Badge>
              <Text size="sm" className="figures">
                {money(offer.totals.grossCents)}
              </Text>
            </Group>
            {offer.state === 'sent' && (offer.writing === 'to-send' || offer.writing === 'awaited') && (
              <Text size="sm">{say(`ui.offers.writing.${offer.writing}`)}</Text>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps({ lead: { steps } }: { lead: LeadAnswer }) {
  const say = useText()
  if (steps.length === 0) return null
  return (
    <section aria-labelledby="lead-steps">
      <Title order={2} id="lead-steps" mb="xs">
        {say('ui.leads.steps')}
      </Title>
      <ol className="sales-list">
        {steps.map(({ at, by, did, why }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns are only added
          <li key={n}>
            <Text size="sm">
              {say(`ui.leads.did.${did}`, { who: whoIs(by, say) })}{' '}
              <span className="quiet figures">· {moment(at)}</span>
            </Text>
            {why !== null && (
              <Text size="sm" className="any-name">
                {why}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
