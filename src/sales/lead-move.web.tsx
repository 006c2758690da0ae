/** A lead is moved from a menu, by the keyboard alone too; whoever loses one says why, and a refusal says what the law asks for. */

import { Button, Menu, NativeSelect, Textarea } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { type LeadMove, type ListedLead, lostBecause, type State, states } from './sales-answers.ts'
import { useSales, useSalesVerbs } from './sales-asks.web.ts'

/** Of a lead whose state nobody has told, it is new. */
export const stateOf = ({ values }: Pick<ListedLead, 'values'>): State =>
  states.find(one => one === values.state) ?? 'new'

export const subjectOf = ({ values }: Pick<ListedLead, 'values'>): string => String(values.subject ?? '–')

interface Asked {
  readonly lead: ListedLead
  readonly to: State
}

/** Moves at once; what losing takes is asked first, and a refusal says what the law asks for. */
export function useMoving(): { readonly ask: (lead: ListedLead, to: State) => void; readonly dialog: ReactNode } {
  const say = useText()
  const { move } = useSalesVerbs()
  const { named } = useSales()
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const moving = useWriting({
    mutationFn: ({ lead, to, more }: Asked & { readonly more?: Pick<LeadMove, 'lostBecause' | 'why'> }) =>
      move(lead.id, { to, expected: lead.change, ...more }),
    onSuccess: (_, { lead, to }) => {
      tell(say('ui.leads.moved', { name: lead.person.name ?? say('ui.person.nameless'), state: named('state', to) }))
      setAsked(undefined)
      focusOn(lead.id)
    },
    onError: (_, { lead, to }) => setAsked({ lead, to }),
  })
  const ask = (lead: ListedLead, to: State) => {
    moving.reset()
    if (to === 'lost') setAsked({ lead, to })
    else if (!moving.isPending) moving.mutate({ lead, to })
  }
  const dialog = asked && (
    <MoveDialog
      {...asked}
      error={moving.error}
      sending={moving.isPending}
      send={more => moving.mutate({ ...asked, more })}
      close={() => setAsked(undefined)}
    />
  )
  return { ask, dialog }
}

export function MoveMenu({ lead, ask }: { lead: ListedLead; ask: (lead: ListedLead, to: State) => void }) {
  const say = useText()
  const { named } = useSales()
  const own = stateOf(lead)
  const name = lead.person.name ?? say('ui.person.nameless')
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          aria-label={say('ui.leads.move-of', { name, subject: subjectOf(lead) })}
        >
          {say('ui.leads.move')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {states
          .filter(state => state !== own)
          .map(state => (
            <Menu.Item key={state} onClick={() => ask(lead, state)}>
              {named('state', state)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface MoveDialogProps extends Asked {
  readonly error: unknown
  readonly sending: boolean
  readonly send: (more: Pick<LeadMove, 'lostBecause' | 'why'>) => void
  readonly close: () => void
}

function MoveDialog({ lead, to, error, sending, send, close }: MoveDialogProps) {
  const say = useText()
  const { named } = useSales()
  const [because, setBecause] = useState('')
  const [why, setWhy] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const reason = lostBecause.find(one => one === because)
    if (!sending) send({ ...(reason && { lostBecause: reason }), ...(why.trim() !== '' && { why: why.trim() }) })
  }
  return (
    <Dialog title={`${lead.person.name ?? say('ui.person.nameless')}: ${named('state', to)}`} close={close}>
      <form onSubmit={submit}>
        {to === 'lost' && (
          <>
            <NativeSelect
              label={say('ui.leads.why-lost')}
              data={[
                { value: '', label: say('ui.filter.choose') },
                ...lostBecause.map(value => ({ value, label: named('lost_because', value) })),
              ]}
              value={because}
              onChange={({ currentTarget }) => setBecause(currentTarget.value)}
              required
              data-autofocus
            />
            <Textarea
              label={say('ui.leads.why')}
              value={why}
              maxLength={1000}
              autosize
              mt="xs"
              onChange={({ currentTarget }) => setWhy(currentTarget.value)}
            />
          </>
        )}
        <ProblemNotice error={error} />
        <DialogButtons send={say('ui.leads.move')} sending={sending} close={close} />
      </form>
    </Dialog>
  )
}

/** The keyboard goes on where the lead stands now. */
function focusOn(lead: string): void {
  setTimeout(() => document.querySelector<HTMLElement>(`[data-lead="${lead}"] a`)?.focus(), 50)
}
