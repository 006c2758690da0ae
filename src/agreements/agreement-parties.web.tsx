/** The parties of a contract with their roles: persons of the register, organisations, and the controller. */

import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import { OrganisationChoice } from '../register/organisation-choice.web.tsx'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { type AgreementAnswer, type NewParty, roles } from './agreement-answers.ts'
import { useAgreementVerbs } from './agreement-asks.web.ts'

type Party = AgreementAnswer['parties'][number]

const given = ({ kind, id, role }: Party): NewParty =>
  kind === 'person' && id !== null
    ? { person: id, role }
    : kind === 'organisation' && id !== null
      ? { organisation: id, role }
      : { ours: true, role }

export function Parties({ shown }: { shown: AgreementAnswer }) {
  const say = useText()
  const { change } = useAgreementVerbs()
  const [adding, setAdding] = useState(false)
  const putting = useWriting({
    mutationFn: (parties: readonly NewParty[]) => change(shown.id, { expected: shown.change, parties: [...parties] }),
    onSuccess: () => setAdding(false),
  })
  return (
    <section aria-labelledby="agreement-parties">
      <Title order={2} id="agreement-parties" mb="xs">
        {say('ui.agreements.parties')}
      </Title>
      {!adding && <ProblemNotice error={putting.error} />}
      <ul className="agreement-list">
        {shown.parties.map((party, at) => (
          <li key={`${party.kind}${party.id}${party.role}`}>
            <Group gap="xs">
              <PartyName party={party} />
              <Text size="sm" c="dimmed">
                {say(`ui.agreements.role-of.${party.role}`)}
              </Text>
              {shown.mayWrite && (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  aria-label={say('ui.agreements.remove-party', { name: party.name ?? '' })}
                  onClick={() => putting.mutate(shown.parties.filter((_, other) => other !== at).map(given))}
                >
                  <IconX size={15} aria-hidden />
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {shown.mayWrite && (
        <Button variant="default" size="compact-sm" mt="xs" onClick={() => setAdding(true)}>
          {say('ui.agreements.add-party')}
        </Button>
      )}
      {adding && (
        <NewPartyDialog
          close={() => setAdding(false)}
          sending={putting.isPending}
          error={putting.error}
          add={party => putting.mutate([...shown.parties.map(given), party])}
        />
      )}
    </section>
  )
}

function PartyName({ party: { kind, id, name } }: { party: Party }) {
  const say = useText()
  const words = name ?? say('ui.agreements.unnamed')
  if (id === null) return <span className="any-name">{words}</span>
  return kind === 'person' ? (
    <Link to="/customers/$person" params={{ person: id }} className="row-link any-name">
      {words}
    </Link>
  ) : (
    <Link to="/organisations/$organisation" params={{ organisation: id }} className="row-link any-name">
      {words}
    </Link>
  )
}

interface NewPartyProps {
  readonly close: () => void
  readonly sending: boolean
  readonly error: unknown
  readonly add: (party: NewParty) => void
}

/** Organisations can be chosen where the purpose sees them. */
function NewPartyDialog({ close, sending, error, add }: NewPartyProps) {
  const say = useText()
  const seesOrganisations = useScope().data?.categories.some(({ id }) => id === 'work') === true
  const [kind, setKind] = useState<'person' | 'organisation'>('person')
  const [chosen, setChosen] = useState<string | null>(null)
  const [role, setRole] = useState<(typeof roles)[number]>('representative')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen !== null) add(kind === 'person' ? { person: chosen, role } : { organisation: chosen, role })
  }
  return (
    <Dialog title={say('ui.agreements.add-party')} close={close}>
      <form onSubmit={submit}>
        {seesOrganisations && (
          <NativeSelect
            label={say('ui.agreements.add-party')}
            data={(['person', 'organisation'] as const).map(value => ({
              value,
              label: say(`ui.agreements.party-${value}`),
            }))}
            value={kind}
            onChange={({ currentTarget }) => {
              setKind(currentTarget.value === 'organisation' ? 'organisation' : 'person')
              setChosen(null)
            }}
          />
        )}
        {kind === 'person' ? (
          <PersonChoice
            label={say('ui.agreements.party-person')}
            description={say('ui.agreements.customer-why')}
            value={chosen}
            change={setChosen}
          />
        ) : (
          <OrganisationChoice label={say('ui.agreements.party-organisation')} value={chosen} change={setChosen} />
        )}
        <NativeSelect
          mt="xs"
          label={say('ui.agreements.role')}
          data={roles.map(value => ({ value, label: say(`ui.agreements.role-of.${value}`) }))}
          value={role}
          onChange={({ currentTarget }) => setRole(roles.find(one => one === currentTarget.value) ?? role)}
        />
        <ProblemNotice error={error} />
        <DialogButtons send={say('ui.agreements.save')} sending={sending} close={close} />
      </form>
    </Dialog>
  )
}
