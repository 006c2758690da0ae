/** One conversation: all that was said over every channel, who of us has it, the answer by the channel it came by, and the customer beside. */

import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import { AnswerBox } from './answer-box.web.tsx'
import { Beside } from './beside.web.tsx'
import { ChannelMark, NameOf } from './inbox.web.tsx'
import type { NewTurn, Conversation as Shown, TurnAnswer } from './inbox-answers.ts'
import { useConversation, useConversations, useNarrowed, usePulse, useTurn } from './inbox-asks.web.ts'
import { Message } from './message.web.tsx'
import { Talk } from './talk.web.tsx'
import { TurnBox } from './turn-box.web.tsx'
import { Waits } from './waits.web.tsx'
import './inbox.css'

const route = getRouteApi('/signed-in/inbox/$conversation')

export function Conversation() {
  const say = useText()
  const { conversation: id } = route.useParams()
  const query = useConversation(id)
  const { data } = query
  useNeighbours(id)
  return (
    <Page
      title={data ? <NameOf one={data} /> : say('ui.inbox.one')}
      windowTitle={say('ui.inbox.one')}
      beside={data && <Text c="dimmed">{say(`ui.inbox.state.${data.state}`)}</Text>}
      acts={
        <Button size="compact-md" variant="default" renderRoot={props => <Link {...props} to="/inbox" />}>
          {say('ui.inbox.to-list')}
        </Button>
      }
    >
      <Loaded query={query} height={420}>
        {shown => shown.id === id && <Parts key={id} shown={shown} />}
      </Loaded>
    </Page>
  )
}

/** `j` and `k` go to the next one in the list as it was narrowed. */
function useNeighbours(id: string): void {
  const router = useRouter()
  const [search] = useNarrowed()
  const all = useConversations(search).data?.pages.flatMap(page => page.conversations) ?? []
  const here = all.findIndex(one => one.id === id)
  const go = (by: number) => {
    const next = all[here < 0 ? 0 : here + by]
    if (next) void router.navigate({ to: '/inbox/$conversation', params: { conversation: next.id } })
  }
  useShortcut('j', 'ui.inbox.keys.next', () => go(1))
  useShortcut('k', 'ui.inbox.keys.previous', () => go(-1))
}

function Parts({ shown }: { shown: Shown }) {
  const say = useText()
  const [isWriting, setWriting] = useState(false)
  const others = usePulse(shown.id, isWriting)
  return (
    <div className="conversation">
      <Stack gap="md">
        {others.length > 0 && (
          <Alert color="amber" variant="light" role="status">
            {others
              .map(({ name, writing }) => say(writing ? 'ui.inbox.is-writing' : 'ui.inbox.has-open', { name }))
              .join(' ')}
          </Alert>
        )}
        <Standing shown={shown} />
        {shown.earlier && shown.person && (
          <Text size="sm">
            <Link to="/customers/$person" params={{ person: shown.person.id }} className="row-link">
              {say('ui.inbox.earlier')}
            </Link>
          </Text>
        )}
        <Stack gap="sm" role="log" aria-label={say('ui.inbox.said')}>
          {shown.messages.map(message => (
            <Message key={message.id} message={message} shown={shown} />
          ))}
        </Stack>
        {shown.talk && <Talk talk={shown.talk} isKnown={shown.person !== null} mayWrite={shown.mayWrite} />}
        {shown.arrival !== null && <Unknown arrival={shown.arrival} />}
        {shown.mayWrite && shown.ways.length > 0 && <AnswerBox shown={shown} writing={setWriting} />}
        {shown.mayWrite && <TurnBox shown={shown} />}
        <Turns turns={shown.turns} />
      </Stack>
      <Beside shown={shown} />
    </div>
  )
}

/** Whose it is and since when it waits, with the turns that are a press away. */
function Standing({ shown }: { shown: Shown }) {
  const say = useText()
  const me = useAccount().id
  const turning = useTurn()
  const { id, owner, state, turn: expected, waitsSince, channel, mayWrite } = shown
  const take = (turn: NewTurn, done: string) => {
    if (!turning.isPending) turning.mutate({ id, turn, expected }, { onSuccess: () => tell(done) })
  }
  const finish = () => take({ did: 'done' }, say('ui.inbox.did.done'))
  const own = () => take({ did: 'assigned', owner: me }, say('ui.inbox.taken'))
  useShortcut('e', 'ui.inbox.keys.done', finish, 'here', mayWrite && state !== 'done')
  useShortcut('a', 'ui.inbox.keys.take', own, 'here', mayWrite && owner?.id !== me)
  return (
    <section aria-label={say('ui.inbox.now')}>
      <div className="inbox-line">
        <ChannelMark channel={channel} />
        <Text span className="any-name">
          {say('ui.inbox.owner', { name: owner?.name ?? say('ui.inbox.nobody') })}
        </Text>
        {waitsSince !== null && (
          <Text span c="dimmed">
            <Waits since={waitsSince} />
          </Text>
        )}
      </div>
      <ProblemNotice error={turning.error} />
      {mayWrite && (
        <Group gap="xs" mt="xs">
          {owner?.id !== me && (
            <Button size="compact-sm" variant="default" loading={turning.isPending} onClick={own}>
              {say('ui.inbox.take')}
            </Button>
          )}
          {state === 'done' ? (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => take({ did: 'reopened' }, say('ui.inbox.did.reopened'))}
            >
              {say('ui.inbox.do.reopened')}
            </Button>
          ) : (
            <>
              {state === 'open' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => take({ did: 'waiting' }, say('ui.inbox.did.waiting'))}
                >
                  {say('ui.inbox.do.waiting')}
                </Button>
              )}
              <Button size="compact-sm" variant="default" onClick={finish}>
                {say('ui.inbox.do.done')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => take({ did: 'not-ours' }, say('ui.inbox.did.not-ours'))}
              >
                {say('ui.inbox.do.not-ours')}
              </Button>
            </>
          )}
        </Group>
      )}
    </section>
  )
}

function Unknown({ arrival }: { arrival: string }) {
  const say = useText()
  return (
    <Alert variant="light" color="amber">
      <Text>{say('ui.inbox.unknown-why')}</Text>
      <Button
        mt="sm"
        size="compact-md"
        renderRoot={props => <Link {...props} to="/arrivals/$arrival" params={{ arrival }} />}
      >
        {say('ui.inbox.who-is-it')}
      </Button>
    </Alert>
  )
}

function Turns({ turns }: { turns: readonly TurnAnswer[] }) {
  const say = useText()
  return (
    <section aria-labelledby="conversation-turns">
      <Title order={2} id="conversation-turns" mb="xs">
        {say('ui.inbox.turns')}
      </Title>
      <ol className="inbox-plain">
        {[...turns].reverse().map(one => (
          <li key={one.id} className="conversation-turn" data-note={one.did === 'noted' || undefined}>
            <Text fw={560} className="any-name">
              {say(`ui.inbox.did.${one.did}`, { name: one.owner?.name ?? say('ui.inbox.nobody') })}
            </Text>
            {one.words}
            {one.mentions.length > 0 && (
              <Text size="sm" className="any-name">
                {say('ui.inbox.called', { names: one.mentions.map(({ name }) => name).join(', ') })}
              </Text>
            )}
            {one.made !== null && (
              <Text size="sm">
                {one.did === 'case-made' || one.did === 'case-answered' ? (
                  <Link to="/cases/$case" params={{ case: one.made }} className="row-link">
                    {say('ui.inbox.to-case')}
                  </Link>
                ) : (
                  <Link to="/tasks" className="row-link">
                    {say('ui.inbox.to-task')}
                  </Link>
                )}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {whoIs(one.by, say)}, {moment(one.at)}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}
