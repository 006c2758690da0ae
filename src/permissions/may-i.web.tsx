/** May I contact this person: one line for each purpose and channel, yes or no as the gate says, why, and the statement that it rests on. */

import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleOff, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { GiveLink } from './give-link.web.tsx'
import type { Evidence, PermissionAnswer } from './permission-answers.ts'
import { usePermissions } from './permission-asks.web.ts'
import { StatementForm } from './statement-form.web.tsx'
import './permissions.css'

/** A purpose that does not use what persons have said has no such panel. */
const usesPermissions = ({ card }: PersonPart): boolean => card.categories.some(({ id }) => id === 'permissions')

export function MayI(part: PersonPart) {
  const say = useText()
  const { card, scope } = part
  const isUsed = usesPermissions(part)
  const found = usePermissions(card.id, isUsed)
  const [recording, setRecording] = useState(false)
  if (!isUsed) return null
  const isRestricted = found.data?.answers.some(({ reason }) => reason === 'restricted') ?? false
  return (
    <section className="panel" aria-labelledby="may-i">
      <Group justify="space-between">
        <Title order={2} id="may-i">
          {say('ui.may-i.title')}
        </Title>
        {!recording && found.data && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setRecording(true)}
          >
            {say('ui.may-i.record')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={140} aria-hidden />}
      {isRestricted && (
        <Text className="may-i-answer" data-answer="prohibited">
          <IconCircleOff size={17} aria-hidden /> {say('ui.may-i.restricted')}
        </Text>
      )}
      {found.data && (
        <>
          <table className="may-i">
            <tbody>
              {found.data.answers.map(answer => (
                <AnswerLine key={`${answer.purpose} ${answer.channel}`} {...answer} />
              ))}
            </tbody>
          </table>
          {recording && (
            <StatementForm
              person={card.id}
              scope={scope}
              purposes={found.data.purposes}
              asksAge={found.data.asksAge}
              done={() => setRecording(false)}
            />
          )}
          <GiveLink person={card.id} />
        </>
      )}
    </section>
  )
}

function AnswerLine({ channel, purposeName, allowed, reason, why, address, evidence }: PermissionAnswer) {
  const say = useText()
  const isStopped = reason === 'prohibited' || reason === 'restricted'
  const answer = allowed ? 'permitted' : isStopped ? 'prohibited' : 'unknown'
  const Icon = allowed ? IconCircleCheck : IconCircleOff
  return (
    <tr>
      <th scope="row">
        {say(`ui.channel.${channel}`)}
        <Text size="sm" c="dimmed">
          {purposeName}
        </Text>
      </th>
      <td>
        <span className="may-i-answer" data-answer={answer}>
          <Icon size={17} aria-hidden />
          {say(allowed ? 'ui.may-i.yes' : 'ui.may-i.no')}
        </span>
        <Text size="sm">{why}</Text>
        {(allowed || reason === 'bounced') && address !== null && (
          <Text size="sm" className="any-name">
            {address}
          </Text>
        )}
        {evidence && <RestsOn {...evidence} />}
      </td>
    </tr>
  )
}

/** «Suostumus, 1.2.2026, verkkolomakkeet, /forms/uutiskirje»; its words and who recorded it open below. */
function RestsOn({ kind, at, source, reference, place, wording, productGroup, noticeVersion, by }: Evidence) {
  const say = useText()
  const parts = [say(`ui.statement.${kind}`), date(at), source.name, reference, place, productGroup]
  return (
    <details className="rests-on">
      <summary className="figures">{parts.filter(Boolean).join(', ')}</summary>
      {wording !== null && <blockquote>{wording}</blockquote>}
      <Text size="sm" c="dimmed" className="figures">
        {say('ui.may-i.recorded', { by: whoIs(by, say), version: noticeVersion })}
      </Text>
    </details>
  )
}
