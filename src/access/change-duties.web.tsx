/** Another person's duties are changed when it has been said in words what they gain and lose by it. */

import { Button, Group, List, Text } from '@mantine/core'
import { type FormEvent, type RefObject, useState } from 'react'
import { inOwnLanguage, useAccount } from '../../web/account.ts'
import { Dialog } from '../../web/dialog.tsx'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { type DutyChange, dutyChange } from './duty-change.web.ts'
import { DutyChoice } from './duty-choice.web.tsx'
import { giveDuties, type Member, type Staffing, useStaffVerb } from './staff-asks.web.ts'

interface ChangeDutiesProps {
  readonly member: Member
  readonly staffing: Staffing
  readonly back: RefObject<HTMLElement | null>
  readonly close: () => void
}

export function ChangeDuties({ member, staffing, back, close }: ChangeDutiesProps) {
  const say = useText()
  const { id: self } = useAccount()
  const [chosen, choose] = useState<readonly string[]>(member.duties)
  const change = dutyChange(member.duties, chosen, staffing.duties)
  const giving = useStaffVerb(
    () => giveDuties(member.id, chosen),
    () => {
      tell(say('ui.staff.duties-changed', { name: member.name }))
      close()
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change !== undefined) giving.mutate(undefined)
  }
  return (
    <Dialog close={close} back={back} title={say('ui.staff.duties-of', { name: member.name })}>
      <form noValidate onSubmit={submit}>
        <DutyChoice staffing={staffing} chosen={chosen} choose={choose} />
        <section aria-live="polite" aria-label={say('ui.staff.duty-change.title')} className="duty-change">
          {change === undefined ? (
            <Text c="dimmed">{say('ui.staff.duty-change.none')}</Text>
          ) : (
            <>
              <Text fw={600}>{say('ui.staff.duty-change.title')}</Text>
              <List>
                {wordsOf(change, staffing, say).map(words => (
                  <List.Item key={words}>{words}</List.Item>
                ))}
              </List>
              {member.id === self && change.administration === 'ends' && (
                <Text fw={560} mt={4}>
                  {say('ui.staff.duty-change.own')}
                </Text>
              )}
              <Text size="sm" c="dimmed" mt={4}>
                {say(member.lockedAt === null ? 'ui.staff.duty-change.at-once' : 'ui.staff.duty-change.when-unlocked')}
              </Text>
            </>
          )}
        </section>
        <ProblemNotice error={giving.error} />
        <Group mt="md">
          <Button type="submit" loading={giving.isPending} disabled={change === undefined}>
            {say('ui.staff.change-duties')}
          </Button>
          <Button variant="default" onClick={close}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}

function wordsOf(change: DutyChange, { purposes }: Staffing, say: Say): readonly string[] {
  const names = (ids: readonly string[]) =>
    purposes
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => inOwnLanguage(name))
      .join(', ')
  return [
    ...(change.gained.length > 0 ? [say('ui.staff.duty-change.gained', { names: names(change.gained) })] : []),
    ...(change.lost.length > 0 ? [say('ui.staff.duty-change.lost', { names: names(change.lost) })] : []),
    ...(change.isLeftWithout ? [say('ui.staff.duty-change.no-purposes')] : []),
    ...(change.gained.length + change.lost.length === 0 ? [say('ui.staff.duty-change.same-purposes')] : []),
    ...(change.administration === 'same' ? [] : [say(`ui.staff.duty-change.administration-${change.administration}`)]),
  ]
}
