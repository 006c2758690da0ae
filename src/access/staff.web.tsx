/** The administrator's desk: who works here, with which duties, who is invited; locking and removing act at once. */

import { ActionIcon, Badge, Button, Group, Menu, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconDots, IconMailPlus } from '@tabler/icons-react'
import { type FormEvent, type RefObject, useRef, useState } from 'react'
import { inOwnLanguage, useAccount } from '../../web/account.ts'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import { ChangeDuties } from './change-duties.web.tsx'
import { DutyChoice } from './duty-choice.web.tsx'
import { FactorRule, factorWords } from './factor-rule.web.tsx'
import {
  administrator,
  inviteMember,
  type Member,
  memberVerbs,
  type OpenInvitation,
  type Staffing,
  useStaffing,
  useStaffVerb,
  withdrawInvitation,
} from './staff-asks.web.ts'

export function Staff() {
  const say = useText()
  const staffing = useStaffing()
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<string | undefined>(undefined)
  useShortcut('c', 'ui.staff.invite', () => setInviting(true))
  return (
    <Page
      title={say('ui.staff.title')}
      acts={
        <Button leftSection={<IconMailPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
          {say('ui.staff.invite')}
        </Button>
      }
    >
      <ProblemNotice error={staffing.error} retry={() => void staffing.refetch()} />
      {staffing.isPending && <Skeleton height={240} aria-hidden />}
      {staffing.data && (
        <>
          <FactorRule staffing={staffing.data} />
          <Members staffing={staffing.data} />
          <Invitations invitations={staffing.data.invitations} />
          {inviting && (
            <Invite
              staffing={staffing.data}
              close={() => setInviting(false)}
              invited={made => {
                setInviting(false)
                setLink(made)
              }}
            />
          )}
        </>
      )}
      <ShownOnce
        title={say('ui.staff.link-title')}
        why={say('ui.staff.link-why')}
        label={say('ui.staff.link')}
        secret={link}
        close={() => setLink(undefined)}
      />
    </Page>
  )
}

function Members({ staffing }: { staffing: Staffing }) {
  const say = useText()
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.staff.name')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.staff.duties')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.staff.second-factor')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.staff.last-seen')}</Table.Th>
          <Table.Th>
            <span className="visually-hidden">{say('ui.acts')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {staffing.staff.map(member => (
          <MemberRow key={member.id} member={member} staffing={staffing} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

type MemberVerb = keyof typeof memberVerbs

function MemberRow({ member, staffing }: { member: Member; staffing: Staffing }) {
  const say = useText()
  const { id: self } = useAccount()
  const { duties } = staffing
  const acts = useRef<HTMLButtonElement>(null)
  const [asked, setAsked] = useState<MemberVerb | 'duties' | undefined>(undefined)
  const names = duties.filter(({ id }) => member.duties.includes(id)).map(({ name }) => inOwnLanguage(name))
  if (member.duties.includes(administrator)) names.push(say('ui.staff.administrator'))
  const dutyNames = names.join(', ') || say('ui.staff.no-duties')
  const factors = Number(member.factors.authenticator) + member.factors.passkeys
  const factorText = factorWords(member, say)
  const verbs: readonly MemberVerb[] = [
    'end-sessions',
    ...(member.id !== self && factors > 0 ? (['reset-factor'] as const) : []),
    ...(member.id === self ? [] : ([member.lockedAt === null ? 'lock' : 'unlock', 'remove'] as const)),
  ]
  return (
    <Table.Tr>
      <Table.Td>
        <Text className="any-name" fw={560}>
          {member.name}
        </Text>
        <Text size="sm" c="dimmed" className="any-name">
          {member.email}
        </Text>
        <Text size="sm" hiddenFrom="sm">
          {dutyNames}
        </Text>
        <Text size="sm" hiddenFrom="sm">
          {say('ui.staff.second-factor')}: {factorText}
        </Text>
        {member.lockedAt !== null && (
          <Badge color="brick" variant="light" tt="none">
            {say('ui.staff.locked', { at: date(member.lockedAt) })}
          </Badge>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">{dutyNames}</Table.Td>
      <Table.Td visibleFrom="sm">{factorText}</Table.Td>
      <Table.Td visibleFrom="sm" className="figures">
        {member.lastSeenAt === null ? say('ui.staff.not-signed-in') : moment(member.lastSeenAt)}
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon ref={acts} size={32} aria-label={say('ui.staff.acts-for', { name: member.name })}>
              <IconDots size={19} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsked('duties')}>{say('ui.staff.change-duties')}</Menu.Item>
            {verbs.map(verb => (
              <Menu.Item key={verb} onClick={() => setAsked(verb)}>
                {say(`ui.staff.${verb}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {asked === 'duties' && (
          <ChangeDuties member={member} staffing={staffing} back={acts} close={() => setAsked(undefined)} />
        )}
        {asked !== undefined && asked !== 'duties' && (
          <Confirm member={member} verb={asked} back={acts} close={() => setAsked(undefined)} />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

interface ConfirmProps {
  readonly member: Member
  readonly verb: MemberVerb
  /** Where the keyboard was: the menu that asked is gone. */
  readonly back: RefObject<HTMLElement | null>
  readonly close: () => void
}

/** Each of the acts says what follows before it is done. */
function Confirm({ member, verb, back, close }: ConfirmProps) {
  const say = useText()
  const doing = useStaffVerb(memberVerbs[verb], () => {
    tell(say(`ui.staff.done.${verb}`, { name: member.name }))
    close()
  })
  return (
    <Dialog close={close} back={back} title={say(`ui.staff.ask.${verb}`, { name: member.name })}>
      <Text>{say(`ui.staff.follows.${verb}`)}</Text>
      <ProblemNotice error={doing.error} />
      <Group mt="md">
        <Button
          color={verb === 'unlock' ? 'pine' : 'brick'}
          loading={doing.isPending}
          onClick={() => doing.mutate(member.id)}
        >
          {say(`ui.staff.${verb}`)}
        </Button>
        <Button variant="default" onClick={close}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </Dialog>
  )
}

interface InviteProps {
  readonly staffing: Staffing
  readonly close: () => void
  readonly invited: (link: string) => void
}

function Invite({ staffing, close, invited }: InviteProps) {
  const say = useText()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [chosen, choose] = useState<readonly string[]>([])
  const inviting = useStaffVerb(inviteMember, ({ link }) => invited(link))
  const problem = inviting.error === null ? undefined : problemOf(inviting.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    inviting.mutate({ name, email, duties: chosen })
  }
  return (
    <Dialog close={close} title={say('ui.staff.invite')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={inviting.error} />
          <TextInput
            label={say('ui.staff.name')}
            required
            data-autofocus
            autoComplete="off"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorAt('name')}
          />
          <TextInput
            label={say('ui.sign-in.email')}
            description={say('ui.staff.email-why')}
            type="email"
            required
            autoComplete="off"
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            error={errorAt('email')}
          />
          <DutyChoice staffing={staffing} chosen={chosen} choose={choose} error={errorAt('duties')} />
          <DialogButtons send={say('ui.staff.make-link')} sending={inviting.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

function Invitations({ invitations }: { invitations: readonly OpenInvitation[] }) {
  const say = useText()
  const withdrawing = useStaffVerb(withdrawInvitation, () => tell(say('ui.staff.withdrawn')))
  if (invitations.length === 0) return null
  return (
    <section aria-labelledby="invitations">
      <Title order={2} id="invitations" mt="lg">
        {say('ui.staff.invitations')}
      </Title>
      <ProblemNotice error={withdrawing.error} />
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.staff.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.staff.invited')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.staff.link-until')}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{say('ui.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map(({ id, name, email, invitedAt, expiresAt }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Text className="any-name">{name}</Text>
                <Text size="sm" c="dimmed" className="any-name">
                  {email}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm" className="figures">
                {moment(invitedAt)}
              </Table.Td>
              <Table.Td visibleFrom="sm" className="figures">
                {new Date(expiresAt) < new Date() ? say('ui.staff.expired') : moment(expiresAt)}
              </Table.Td>
              <Table.Td>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={withdrawing.isPending && withdrawing.variables === id}
                  aria-label={say('ui.staff.withdraw-of', { name })}
                  onClick={() => withdrawing.mutate(id)}
                >
                  {say('ui.staff.withdraw')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
