/** One contract: what was agreed with whom, its documents, what has become of it and why, and what may follow. */

import { Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ValueText } from '../../web/value-text.tsx'
import { whoIs } from '../../web/who.ts'
import type { AgreementAnswer } from './agreement-answers.ts'
import { useAgreement, useContracts } from './agreement-asks.web.ts'
import { Documents } from './agreement-documents.web.tsx'
import { ChangeTerms } from './agreement-form.web.tsx'
import { agreementName } from './agreement-name.web.ts'
import { Parties } from './agreement-parties.web.tsx'
import { NextStep } from './agreement-step.web.tsx'
import { OtherPurpose } from './agreements.web.tsx'
import { Learnt } from './learnt.web.tsx'
import { StateBadge } from './state-badge.web.tsx'
import './agreements.css'

const route = getRouteApi('/signed-in/agreements/$agreement')

export function Agreement() {
  const say = useText()
  const { agreement: id } = route.useParams()
  const query = useAgreement(id)
  const { known, category, column } = useContracts()
  if (known && !category) return <OtherPurpose />
  return (
    <Page
      title={query.data ? agreementName(query.data, say) : say('ui.agreements.one')}
      beside={query.data && <StateBadge column={column('state')} state={query.data.values.state} />}
      width="reading"
    >
      <Loaded query={query} height={320}>
        {shown => (
          <Stack gap="lg">
            <Terms shown={shown} />
            <Documents shown={shown} />
            <Parties shown={shown} />
            {shown.mayWrite && shown.turns.length > 0 && <NextStep shown={shown} key={shown.change} />}
            <Steps shown={shown} />
            {shown.mayWrite && <Learnt shown={shown} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Terms({ shown }: { shown: AgreementAnswer }) {
  const say = useText()
  const { category } = useContracts()
  const [changing, setChanging] = useState(false)
  const columns = (category?.fields ?? []).flatMap(field => field.columns)
  return (
    <section aria-labelledby="agreement-terms">
      <Title order={2} id="agreement-terms" mb="xs">
        {say('ui.agreements.terms')}
      </Title>
      <Anchor
        underline="always"
        className="any-name"
        renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: shown.person.id }} />}
      >
        {shown.person.name ?? say('ui.person.nameless')}
      </Anchor>
      {changing ? (
        <ChangeTerms agreement={shown} close={() => setChanging(false)} />
      ) : (
        <>
          <dl className="agreement-facts">
            {columns
              .filter(({ name }) => shown.values[name] !== undefined && shown.values[name] !== null)
              .map(column => (
                <div key={column.name}>
                  <dt>{column.label}</dt>
                  <dd>
                    <ValueText column={column} value={shown.values[column.name]} />
                  </dd>
                </div>
              ))}
          </dl>
          {shown.noticeBy !== null && (
            <Text size="sm">{say('ui.agreements.notice-by', { day: date(shown.noticeBy) })}</Text>
          )}
          {shown.reminder?.open && shown.reminder.due !== null && (
            <Text size="sm" c="dimmed">
              {say('ui.agreements.reminder', { day: date(shown.reminder.due) })}
            </Text>
          )}
          {shown.mayWrite && (
            <Button variant="default" size="compact-sm" mt="sm" onClick={() => setChanging(true)}>
              {say('ui.agreements.change')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

function Steps({ shown: { steps } }: { shown: AgreementAnswer }) {
  const say = useText()
  if (steps.length === 0) return null
  return (
    <section aria-labelledby="agreement-steps">
      <Title order={2} id="agreement-steps" mb="xs">
        {say('ui.agreements.steps')}
      </Title>
      <ol className="agreement-list">
        {steps.map(({ at, by, did, why }) => (
          <li key={`${at}${did}`}>
            <Text size="sm">
              {say(`ui.agreements.did.${did}`, { who: whoIs(by, say) })}{' '}
              <span className="quiet figures">· {moment(at)}</span>
            </Text>
            {why !== null && (
              <Text size="sm" className="any-name">
                {why}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
