/** The inbox: who has waited longest for an answer stands first, over all channels, and the keyboard alone is enough. */

import { Badge, Button, Checkbox, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { IconBrandMeta, IconDeviceMobileMessage, IconMail, IconMessageCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useAccount } from '../../web/account.ts'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { type Channel, channels, type ListedConversation, states } from './inbox-answers.ts'
import { type Narrowed, useConversations, useNarrowed, usePulse, useTurn } from './inbox-asks.web.ts'
import { Waits } from './waits.web.tsx'
import './inbox.css'

export function Inbox() {
  const say = useText()
  const { data } = useScope()
  if (data && !data.categories.some(({ id }) => id === 'service-events'))
    return (
      <Page title={say('ui.inbox.title')}>
        <NothingYet title={say('ui.inbox.other-purpose')}>{say('ui.inbox.other-purpose-why')}</NothingYet>
      </Page>
    )
  return <Conversations />
}

function Conversations() {
  const say = useText()
  const [search, setSearch] = useNarrowed()
  usePulse()
  const found = useConversations(search)
  const counts = found.data?.pages[0]?.counts
  const rows = found.data?.pages.flatMap(page => page.conversations)
  const isNarrowed = search.channel !== undefined || search.owner !== undefined || search.unread === true
  return (
    <Page
      title={say('ui.inbox.title')}
      width="reading"
      acts={
        <Group gap="xs">
          <Button variant="default" renderRoot={props => <Link {...props} to="/inbox/templates" />}>
            {say('ui.inbox.templates')}
          </Button>
          <Button variant="default" renderRoot={props => <Link {...props} to="/inbox/times" />}>
            {say('ui.inbox.times')}
          </Button>
        </Group>
      }
    >
      <SegmentedControl
        mb="sm"
        className="inbox-states"
        aria-label={say('ui.inbox.which')}
        value={search.state ?? 'all'}
        data={[...states, 'all' as const].map(value => ({ value, label: say(`ui.inbox.state.${value}`) }))}
        onChange={value => {
          const { state: _, ...rest } = search
          const state = states.find(one => one === value)
          setSearch({ ...rest, ...(state && { state }), order: state === 'open' ? 'longest' : 'newest' })
        }}
      />
      <Narrowing search={search} change={setSearch} unread={counts?.unread ?? 0} />
      <LoadedList
        query={found}
        rows={rows}
        height={320}
        none={
          <NothingYet title={say(isNarrowed ? 'ui.inbox.none-found' : `ui.inbox.none-${search.state ?? 'all'}`)}>
            {say(isNarrowed ? 'ui.inbox.none-such' : 'ui.inbox.none-why')}
          </NothingYet>
        }
      >
        {all => <Rows conversations={all} />}
      </LoadedList>
    </Page>
  )
}

interface NarrowingProps {
  readonly search: Narrowed
  readonly change: (search: Narrowed) => void
  readonly unread: number
}

function Narrowing({ search, change, unread }: NarrowingProps) {
  const say = useText()
  const { channel: _, ...anyChannel } = search
  const { owner: __, ...anybodys } = search
  const { unread: ___, ...readToo } = search
  return (
    <Group gap="sm" mb="md" align="center">
      <NativeSelect
        aria-label={say('ui.inbox.channel-label')}
        data={[
          { value: '', label: say('ui.inbox.every-channel') },
          ...channels.map(value => ({ value, label: say(`ui.inbox.channel.${value}`) })),
        ]}
        value={search.channel ?? ''}
        onChange={({ currentTarget }) => {
          const channel = channels.find(one => one === currentTarget.value)
          change(channel ? { ...search, channel } : anyChannel)
        }}
      />
      <NativeSelect
        aria-label={say('ui.inbox.owner-label')}
        data={(['', 'mine', 'none'] as const).map(value => ({
          value,
          label: say(value === '' ? 'ui.inbox.anybodys' : `ui.inbox.owner-${value}`),
        }))}
        value={search.owner ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change(value === 'mine' || value === 'none' ? { ...search, owner: value } : anybodys)
        }
      />
      {search.state === 'open' && (
        <NativeSelect
          aria-label={say('ui.inbox.order-label')}
          data={(['longest', 'newest'] as const).map(value => ({ value, label: say(`ui.inbox.order-${value}`) }))}
          value={search.order}
          onChange={({ currentTarget: { value } }) =>
            change({ ...search, order: value === 'newest' ? 'newest' : 'longest' })
          }
        />
      )}
      <Checkbox
        label={say('ui.inbox.only-unread', { count: count(unread) })}
        checked={search.unread === true}
        onChange={({ currentTarget }) => change(currentTarget.checked ? { ...search, unread: true } : readToo)}
      />
    </Group>
  )
}

/** `j` and `k` go from one to the next; on the one that has the keyboard `e` says that it is done, and `a` takes it. */
function Rows({ conversations }: { conversations: readonly ListedConversation[] }) {
  const say = useText()
  const me = useAccount().id
  const list = useRef<HTMLUListElement>(null)
  const turning = useTurn()
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('a[data-conversation]') ?? [])]
  const here = () => links().findIndex(link => link.matches(':focus'))
  const step = (by: number) => links()[Math.max(0, Math.min(here() + by, conversations.length - 1))]?.focus()
  const focused = () => conversations[here()]
  useShortcut('j', 'ui.inbox.keys.next', () => step(1))
  useShortcut('k', 'ui.inbox.keys.previous', () => step(-1))
  useShortcut('e', 'ui.inbox.keys.done', () => {
    const one = focused()
    if (one && one.state !== 'done')
      turning.mutate(
        { id: one.id, turn: { did: 'done' }, expected: null },
        { onSuccess: () => tell(say('ui.inbox.did.done')) },
      )
  })
  useShortcut('a', 'ui.inbox.keys.take', () => {
    const one = focused()
    if (one && one.owner?.id !== me)
      turning.mutate(
        { id: one.id, turn: { did: 'assigned', owner: me }, expected: null },
        { onSuccess: () => tell(say('ui.inbox.taken')) },
      )
  })
  return (
    <>
      <ProblemNotice error={turning.error} />
      <ul className="inbox" ref={list}>
        {conversations.map(one => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </>
  )
}

const icons = { email: IconMail, sms: IconDeviceMobileMessage, chat: IconMessageCircle, social: IconBrandMeta } as const

export function ChannelMark({ channel }: { channel: Channel }) {
  const say = useText()
  const IconOf = icons[channel]
  return (
    <span className="inbox-channel">
      <IconOf size={16} stroke={1.7} aria-hidden /> {say(`ui.inbox.channel.${channel}`)}
    </span>
  )
}

function Row({ one }: { one: ListedConversation }) {
  const say = useText()
  return (
    <li data-unread={one.unread || undefined}>
      <div className="inbox-line">
        <Link
          to="/inbox/$conversation"
          params={{ conversation: one.id }}
          className="row-link any-name"
          data-conversation={one.id}
        >
          <NameOf one={one} />
        </Link>
        {one.unread && (
          <Badge size="sm" variant="light" color="pine" tt="none">
            {say('ui.inbox.new')}
          </Badge>
        )}
        <Text size="sm" c="dimmed" className="figures inbox-when">
          {one.waitsSince === null ? moment(one.lastAt) : <Waits since={one.waitsSince} />}
        </Text>
      </div>
      <Text size="sm" lineClamp={2} className="any-name">
        {one.subject !== null && <strong>{one.subject} </strong>}
        {one.begins}
      </Text>
      <Text size="sm" c="dimmed" component="div" className="inbox-line">
        <ChannelMark channel={one.channel} />
        <span className="any-name">{one.owner ? one.owner.name : say('ui.inbox.nobodys')}</span>
        {one.state !== 'open' && <span>{say(`ui.inbox.state.${one.state}`)}</span>}
      </Text>
    </li>
  )
}

/** The customer; of nobody whom the register knows, by what way they wrote. */
export function NameOf({ one }: { one: Pick<ListedConversation, 'person' | 'channel'> }) {
  const say = useText()
  if (one.person === null) return <em>{say(one.channel === 'chat' ? 'ui.inbox.visitor' : 'ui.inbox.unknown')}</em>
  return <>{one.person.name ?? say('ui.person.nameless')}</>
}
