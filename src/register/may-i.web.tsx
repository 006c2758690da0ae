/** May I contact this person, and how: one line a channel, a permit or a prohibition in words, since when, for what and from where. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleOff, IconHelpCircle, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { useWorkingFor } from '../../web/purpose.tsx'
import type { Card, Row } from './answers.ts'
import { type ChannelAnswer, channelAnswers, isRestricted, statementsOf } from './channel-answer.web.ts'
import type { Scope } from './scope-answer.ts'
import { StatementForm } from './statement-form.web.tsx'

const icons = {
  permitted: IconCircleCheck,
  'permitted-similar': IconCircleCheck,
  prohibited: IconCircleOff,
  unknown: IconHelpCircle,
}

export function MayI({ card, scope }: { card: Card; scope: Scope }) {
  const say = useText()
  const [recording, setRecording] = useState(false)
  const statements = statementsOf(card)
  if (statements === undefined) return null
  return (
    <section className="panel" aria-labelledby="may-i">
      <Group justify="space-between">
        <Title order={2} id="may-i">
          {say('ui.may-i.title')}
        </Title>
        {!recording && (
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
      {isRestricted(statements) && (
        <Text className="may-i-answer" data-answer="prohibited">
          <IconCircleOff size={17} aria-hidden /> {say('ui.may-i.restricted')}
        </Text>
      )}
      <table className="may-i">
        <tbody>
          {channelAnswers(statements, scope.similarPurchases).map(answer => (
            <AnswerLine key={answer.channel} {...answer} scope={scope} />
          ))}
        </tbody>
      </table>
      {recording && <StatementForm person={card.id} scope={scope} done={() => setRecording(false)} />}
    </section>
  )
}

function AnswerLine({ channel, answer, statements, scope }: ChannelAnswer & { scope: Scope }) {
  const say = useText()
  const IconOf = icons[answer]
  return (
    <tr>
      <th scope="row">{say(`ui.channel.${channel}`)}</th>
      <td>
        <span className="may-i-answer" data-answer={answer}>
          <IconOf size={17} aria-hidden />
          {say(`ui.may-i.${answer}`)}
        </span>
        {statements.map(statement => (
          <Since key={statement.id} statement={statement} scope={scope} />
        ))}
      </td>
    </tr>
  )
}

/** «Markkinointi, 1.2.2026 alkaen, lähde: verkkolomakkeet» */
function Since({ statement, scope }: { statement: Row; scope: Scope }) {
  const say = useText()
  const { purposes } = useWorkingFor()
  const { kind, purpose: id, given } = statement.values
  const known = purposes.find(purpose => purpose.id === id)
  const named = scope.similarPurchases.find(one => one.purpose === id)
  const purpose = known ? inOwnLanguage(known.name) : (named?.name ?? String(id))
  const source = statement.why.kind?.source.name ?? ''
  return (
    <Text size="sm" c="dimmed" className="figures">
      {say(kind === 'similar-purchase' ? 'ui.may-i.bought' : 'ui.may-i.since', {
        purpose,
        at: typeof given === 'string' ? date(given) : '',
        source,
        reference: statement.why.kind?.reference ?? '',
      })}
    </Text>
  )
}
