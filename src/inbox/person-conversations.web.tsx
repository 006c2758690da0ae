/** On a person's page: their conversations, the latest first, where they are answered. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconDeviceMobileMessage, IconMail } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ChannelMark } from './inbox.web.tsx'
import { useBeginning, useConversationsOf } from './inbox-asks.web.ts'

/** Nothing is drawn where the purpose sees no such messages, nor of a person who has not written and cannot be written to. */
export function PersonConversations({ card, scope }: PersonPart) {
  const say = useText()
  const events = scope.categories.find(({ id }) => id === 'service-events')
  const found = useConversationsOf(card.id, events !== undefined)
  const points = card.categories.find(({ id }) => id === 'contact-points')?.rows ?? []
  const ways = (['email', 'sms'] as const).filter(
    way =>
      events?.mayWrite && points.some(({ values }) => typeof values[way === 'sms' ? 'phone' : 'email'] === 'string'),
  )
  const conversations = found.data?.conversations ?? []
  if (!events || (conversations.length === 0 && ways.length === 0 && found.error === null)) return null
  return (
    <section className="panel" aria-labelledby="person-conversations">
      <Title order={2} id="person-conversations">
        {say('ui.inbox.of-person')}
      </Title>
      <ProblemNotice error={found.error} />
      <ul className="inbox-plain">
        {conversations.map(one => (
          <li key={one.id}>
            <Link to="/inbox/$conversation" params={{ conversation: one.id }} className="row-link any-name">
              {one.subject ?? one.begins ?? say('ui.inbox.one')}
            </Link>
            <Text size="sm" c="dimmed" component="div" className="inbox-line">
              <ChannelMark channel={one.channel} />
              <span>{say(`ui.inbox.state.${one.state}`)}</span>
              <span className="figures">{moment(one.lastAt)}</span>
            </Text>
          </li>
        ))}
      </ul>
      {ways.length > 0 && <Writing person={card.id} ways={ways} />}
    </section>
  )
}

/** Staff write first, in the inbox, where it is answered too. */
function Writing({ person, ways }: { person: string; ways: readonly ('email' | 'sms')[] }) {
  const say = useText()
  const router = useRouter()
  const beginning = useBeginning()
  const write = (channel: 'email' | 'sms') =>
    beginning.mutate(
      { person, channel },
      { onSuccess: id => router.navigate({ to: '/inbox/$conversation', params: { conversation: id } }) },
    )
  return (
    <>
      <ProblemNotice error={beginning.error} />
      <Group gap="xs" mt="xs">
        {ways.map(way => (
          <Button
            key={way}
            size="xs"
            variant="default"
            loading={beginning.isPending}
            leftSection={
              way === 'email' ? <IconMail size={15} aria-hidden /> : <IconDeviceMobileMessage size={15} aria-hidden />
            }
            onClick={() => write(way)}
          >
            {say(`ui.inbox.write.${way}`)}
          </Button>
        ))}
      </Group>
    </>
  )
}
