/** One offer: what it says and costs, whether it has left in writing, what the law still asks for, and how it was answered. */

import { Anchor, Badge, Button, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconDownload, IconSend } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { date, moment, money } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { subjectOf } from './lead-move.web.tsx'
import { OtherPurpose } from './leads.web.tsx'
import { ChangeOffer, rateText, Sums } from './offer-form.web.tsx'
import type { OfferAnswer, OfferStep } from './sales-answers.ts'
import { useOffer, useSales, useSalesVerbs, useSavingOffer } from './sales-asks.web.ts'
import './sales.css'
import { useWriting } from '../../web/writing.ts'

const route = getRouteApi('/signed-in/offers/$offer')

export function Offer() {
  const say = useText()
  const { offer: id } = route.useParams()
  const query = useOffer(id)
  const { known, category, named } = useSales('offers')
  if (known && !category) return <OtherPurpose />
  return (
    <Page
      title={query.data ? subjectOf(query.data) : say('ui.offers.one')}
      windowTitle={say('ui.offers.one')}
      beside={
        query.data && (
          <Badge variant="light" tt="none">
            {query.data.state === 'expired' ? say('ui.offers.state.expired') : named('state', query.data.state)}
          </Badge>
        )
      }
      width="reading"
    >
      <Loaded query={query} height={320}>
        {offer => <Shown offer={offer} key={offer.change} />}
      </Loaded>
    </Page>
  )
}

function Shown({ offer }: { offer: OfferAnswer }) {
  const say = useText()
  const [changing, setChanging] = useState(false)
  const saving = useSavingOffer(offer.id)
  if (changing) return <ChangeOffer offer={offer} close={() => setChanging(false)} />
  return (
    <Stack gap="lg">
      <Content offer={offer} />
      <Group gap="sm">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {say('ui.offers.pdf')}
        </Button>
        {offer.mayWrite && !offer.frozen && (
          <Button variant="default" size="compact-sm" onClick={() => setChanging(true)}>
            {say('ui.leads.change')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={saving.error} />
      <Writing offer={offer} />
      {offer.mayWrite && (offer.state === 'sent' || offer.state === 'expired') && <Answering offer={offer} />}
    </Stack>
  )
}

function Content({ offer: { person, lead, values, lines, consumer, terms } }: { offer: OfferAnswer }) {
  const say = useText()
  return (
    <section aria-label={say('ui.offers.lines')}>
      <Group gap="md" mb="sm">
        <Anchor
          underline="always"
          className="any-name"
          renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: person.id }} />}
        >
          {person.name ?? say('ui.person.nameless')}
        </Anchor>
        <Anchor underline="always" renderRoot={props => <Link {...props} to="/leads/$lead" params={{ lead }} />}>
          {say('ui.offers.lead')}
        </Anchor>
        {typeof values.valid_until === 'string' && (
          <Text size="sm" c="dimmed" className="figures">
            {say('ui.offers.valid')}: {date(values.valid_until)}
          </Text>
        )}
      </Group>
      <Table.ScrollContainer minWidth={320}>
        <Table verticalSpacing={7}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.offers.what')}</Table.Th>
              <Table.Th>{say('ui.offers.quantity')}</Table.Th>
              <Table.Th visibleFrom="sm">{say(consumer ? 'ui.offers.unit-gross' : 'ui.offers.unit-net')}</Table.Th>
              <Table.Th>{say('ui.offers.vat')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ what, quantity, unitCents, vatPermille }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have their order alone
              <Table.Tr key={n}>
                <Table.Th scope="row" fw={560} className="any-name">
                  {what}
                  <Text size="sm" hiddenFrom="sm" className="figures" component="div">
                    {money(unitCents)}
                  </Text>
                </Table.Th>
                <Table.Td className="figures">{quantity}</Table.Td>
                <Table.Td visibleFrom="sm" className="figures">
                  {money(unitCents)}
                </Table.Td>
                <Table.Td className="figures">{rateText(vatPermille)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Sums lines={lines} consumer={consumer} />
      {terms !== null && (
        <Text mt="sm" style={{ whiteSpace: 'pre-wrap' }} className="any-name">
          {terms}
        </Text>
      )}
    </section>
  )
}

/** Whether it has left on a durable medium, and what the law on telephone sale asks for. */
function Writing({ offer }: { offer: OfferAnswer }) {
  const say = useText()
  const { stepOffer } = useSalesVerbs()
  const sending = useWriting({
    mutationFn: (how: 'email' | 'paper') => stepOffer(offer.id, { did: 'sent', how, expected: offer.change }),
    onSuccess: (_, how) => {
      if (how === 'email') tell(say('ui.offers.queued'))
    },
  })
  const { accepted, writing, sentAt, state, mayWrite } = offer
  const maySend = mayWrite && (state === 'draft' || state === 'sent')
  return (
    <section aria-labelledby="offer-writing">
      <Title order={2} id="offer-writing" mb="xs">
        {say('ui.leads.steps')}
      </Title>
      <Text size="sm" className="figures">
        {sentAt === null ? say('ui.offers.not-sent-yet') : say('ui.offers.sent', { at: moment(sentAt) })}
      </Text>
      {accepted !== null && (
        <Text className="any-name figures">
          {say(`ui.offers.accepted.${accepted.how}`, {
            at: moment(accepted.at),
            name: accepted.name ?? offer.person.name ?? say('ui.person.nameless'),
          })}
        </Text>
      )}
      {(writing === 'to-send' || writing === 'awaited') && maySend && (
        <Text fw={560}>{say(`ui.offers.writing.${writing}`)}</Text>
      )}
      <ProblemNotice error={sending.error} />
      {maySend && (
        <Group gap="sm" mt="sm">
          <Button
            leftSection={<IconSend size={17} aria-hidden />}
            loading={sending.isPending}
            onClick={() => sending.mutate('email')}
          >
            {say(state === 'draft' ? 'ui.offers.send' : 'ui.offers.send-again')}
          </Button>
          <Button variant="default" loading={sending.isPending} onClick={() => sending.mutate('paper')}>
            {say('ui.offers.handed')}
          </Button>
        </Group>
      )}
    </section>
  )
}

const replies = ['email', 'paper', 'spoken', 'declined', 'withdrawn'] as const

/** What came by another way than the page. A consumer who was rung has only ways in writing. */
function Answering({ offer: { id, writing, state } }: { offer: OfferAnswer }) {
  const say = useText()
  const { stepOffer } = useSalesVerbs()
  const [reply, setReply] = useState<(typeof replies)[number] | undefined>(undefined)
  const [name, setName] = useState('')
  const [why, setWhy] = useState('')
  const answering = useWriting({ mutationFn: (step: OfferStep) => stepOffer(id, step) })
  const offered = replies.filter(
    one =>
      (one !== 'spoken' || writing === 'not-needed') && (state === 'sent' || one === 'declined' || one === 'withdrawn'),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!reply || answering.isPending) return
    const because = why.trim() === '' ? {} : { why: why.trim() }
    if (reply === 'declined' || reply === 'withdrawn') answering.mutate({ did: reply, ...because })
    else answering.mutate({ did: 'accepted', how: reply, ...because, ...(name.trim() !== '' && { name: name.trim() }) })
  }
  return (
    <section aria-labelledby="offer-answer">
      <Title order={2} id="offer-answer" mb="xs">
        {say('ui.offers.answer')}
      </Title>
      <ProblemNotice error={answering.error} />
      <form onSubmit={submit}>
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label={say('ui.offers.answer-what')}
            data={[
              { value: '', label: say('ui.filter.choose') },
              ...offered.map(value => ({ value, label: say(`ui.offers.answers.${value}`) })),
            ]}
            value={reply ?? ''}
            onChange={({ currentTarget }) => setReply(offered.find(one => one === currentTarget.value))}
          />
          {reply !== 'declined' && reply !== 'withdrawn' && (
            <TextInput
              label={say('ui.offers.name')}
              value={name}
              maxLength={300}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
          <TextInput
            label={say('ui.offers.why')}
            value={why}
            maxLength={1000}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <Button type="submit" loading={answering.isPending} disabled={reply === undefined}>
            {say('ui.offers.mark')}
          </Button>
        </Group>
      </form>
    </section>
  )
}
