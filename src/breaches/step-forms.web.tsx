/** The forms of the steps after the description: what the risk is, whether the authority and the persons are told, and the end. */

import { Checkbox, NativeSelect, Radio, SimpleGrid, Stack, Text } from '@mantine/core'
import { useContext, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { BreachAnswer } from './breach-answers.ts'
import { useNow } from './breach-asks.web.ts'
import type { Assessed, Decided, Notified, Persons } from './entry.ts'
import { CountField, FieldErrors, FreeText, MomentField, momentNow } from './entry-fields.web.tsx'
import { EntryForm, type StepForm } from './entry-form.web.tsx'
import { blankFacts, FactsFields, factsOf } from './facts-fields.web.tsx'
import { exemptions, risks } from './terms.ts'

const wasWritten = ({ entries }: BreachAnswer, kind: BreachAnswer['entries'][number]['kind']) =>
  entries.some(one => one.kind === kind)

/** The content as it is written, and a change of a part of it. */
function useContent<Content extends object>(begin: () => Content) {
  const [content, setContent] = useState(begin)
  return [content, (part: Partial<Content>) => setContent(now => ({ ...now, ...part }))] as const
}

export function DescribeForm({ breach, close }: StepForm) {
  const say = useText()
  const [content, change] = useContent(() => ({ ...blankFacts(), ...factsOf(breach) }))
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'described', content }}
      replaces
      save={say('ui.breaches.save-facts')}
    >
      <FactsFields facts={content} change={change} categories={breach.categories} />
    </EntryForm>
  )
}

export function AssessForm({ breach, close }: StepForm) {
  const say = useText()
  const [content, change] = useContent<Assessed>(() => {
    const { risk = 'risk', reasons = '', consequences = '', measures = '' } = breach.assessment ?? {}
    return { risk, reasons, consequences, measures }
  })
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'assessed', content }}
      replaces={wasWritten(breach, 'assessed')}
      save={say('ui.breaches.save-assessment')}
    >
      <Radio.Group
        label={say('ui.breaches.risk-label')}
        value={content.risk}
        onChange={value => change({ risk: risks.find(one => one === value) ?? 'risk' })}
      >
        <Stack gap={6} mt={4}>
          {risks.map(one => (
            <Radio
              key={one}
              value={one}
              label={say(`ui.breaches.risk.${one}`)}
              description={say(`ui.breaches.risk-why.${one}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {(['reasons', 'consequences', 'measures'] as const).map(field => (
        <FreeText
          key={field}
          field={field}
          label={say(`ui.breaches.${field}`)}
          {...(field === 'measures' && { description: say('ui.breaches.measures-why') })}
          required
          rows={2}
          value={content[field]}
          change={value => change({ [field]: value })}
        />
      ))}
    </EntryForm>
  )
}

/** Asked for once 72 hours have passed without the authority hearing of it, or where a delay has no reason yet. */
function Delay({ breach, value, change }: { breach: BreachAnswer; value: string; change: (to: string) => void }) {
  const say = useText()
  const now = useNow()
  const { state, due, delay } = breach.clock
  const isLate =
    state === 'overdue' || (state === 'running' && now >= new Date(due)) || (state === 'late' && delay === null)
  if (!isLate) return null
  return (
    <FreeText
      field="delay"
      label={say('ui.breaches.delay')}
      description={say('ui.breaches.delay-why')}
      required
      rows={2}
      value={value}
      change={change}
    />
  )
}

export function DecideForm({ breach, close }: StepForm) {
  const say = useText()
  const mayBeSilent = breach.risk === 'none' && breach.notifications.length === 0
  const [content, change] = useContent<Decided>(() => {
    const { notify = !mayBeSilent, reasons = '', delay = '' } = breach.decision ?? {}
    return { notify, reasons, delay }
  })
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'decided', content }}
      replaces={wasWritten(breach, 'decided')}
      save={say('ui.breaches.save-decision')}
    >
      <Radio.Group
        aria-label={say('ui.breaches.step.decide')}
        value={content.notify ? 'yes' : 'no'}
        onChange={value => change({ notify: value === 'yes' })}
      >
        <Stack gap={6}>
          <Radio value="yes" label={say('ui.breaches.decide-notify')} />
          {mayBeSilent && <Radio value="no" label={say('ui.breaches.decide-not')} />}
        </Stack>
      </Radio.Group>
      {!mayBeSilent && (
        <Text size="sm" c="dimmed">
          {say('ui.breaches.must')}
        </Text>
      )}
      {!content.notify && (
        <>
          <FreeText
            field="reasons"
            label={say('ui.breaches.not-because')}
            required
            rows={2}
            value={content.reasons}
            change={reasons => change({ reasons })}
          />
          <Delay breach={breach} value={content.delay} change={delay => change({ delay })} />
        </>
      )}
    </EntryForm>
  )
}

export function NotifyForm({ breach, close }: StepForm) {
  const say = useText()
  const [content, change] = useContent<Notified>(() => ({
    at: momentNow(),
    reference: breach.notifications[0]?.reference ?? '',
    complete: true,
    missing: '',
    delay: '',
  }))
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'notified', content }}
      replaces={false}
      save={say('ui.breaches.save-notice')}
    >
      <Text size="sm">{say('ui.breaches.notify-how')}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MomentField
          field="at"
          label={say('ui.breaches.notified-at')}
          required
          value={content.at}
          change={at => change({ at: at ?? '' })}
        />
        <FreeText
          field="reference"
          label={say('ui.breaches.authority-reference')}
          value={content.reference}
          change={reference => change({ reference })}
        />
      </SimpleGrid>
      <Checkbox
        label={say('ui.breaches.complete')}
        checked={content.complete}
        onChange={({ currentTarget }) => change({ complete: currentTarget.checked })}
      />
      {!content.complete && (
        <FreeText
          field="missing"
          label={say('ui.breaches.missing')}
          required
          rows={1}
          value={content.missing}
          change={missing => change({ missing })}
        />
      )}
      <Delay breach={breach} value={content.delay} change={delay => change({ delay })} />
    </EntryForm>
  )
}

export function TellForm({ breach, close }: StepForm) {
  const say = useText()
  const errorOf = useContext(FieldErrors)
  const grounds = exemptions.filter(one => breach.risk !== 'high' || one !== 'not-high-risk')
  const [content, change] = useContent<Persons>(() => {
    const {
      told = true,
      at = momentNow(),
      how = '',
      count = null,
      exemption = null,
      reasons = '',
    } = breach.telling ?? {}
    return { told, at, how, count, exemption, reasons }
  })
  const sent: Persons = content.told
    ? { ...content, exemption: null, reasons: '' }
    : { ...content, at: null, count: null, exemption: content.exemption ?? grounds[0] ?? null }
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'persons', content: sent }}
      replaces={wasWritten(breach, 'persons')}
      save={say('ui.breaches.save-telling')}
    >
      <Radio.Group
        aria-label={say('ui.breaches.step.tell')}
        value={content.told ? 'yes' : 'no'}
        onChange={value => change({ told: value === 'yes' })}
      >
        <Stack gap={6}>
          <Radio value="yes" label={say('ui.breaches.tell-yes')} />
          <Radio value="no" label={say('ui.breaches.tell-no')} />
        </Stack>
      </Radio.Group>
      {content.told ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <MomentField
            field="at"
            label={say('ui.breaches.told-at')}
            required
            value={content.at}
            change={at => change({ at })}
          />
          <CountField
            field="count"
            label={say('ui.breaches.told-count')}
            value={content.count}
            change={count => change({ count })}
          />
        </SimpleGrid>
      ) : (
        <>
          <NativeSelect
            label={say('ui.breaches.ground')}
            data={grounds.map(value => ({ value, label: say(`ui.breaches.exemption.${value}`) }))}
            value={sent.exemption ?? ''}
            error={errorOf('exemption')}
            onChange={({ currentTarget }) =>
              change({ exemption: grounds.find(one => one === currentTarget.value) ?? null })
            }
          />
          <FreeText
            field="reasons"
            label={say('ui.breaches.reasons')}
            required
            rows={2}
            value={content.reasons}
            change={reasons => change({ reasons })}
          />
        </>
      )}
      {(content.told || sent.exemption === 'disproportionate') && (
        <FreeText
          field="how"
          label={say(content.told ? 'ui.breaches.told-how' : 'ui.breaches.publicly')}
          {...(content.told && { description: say('ui.breaches.told-how-why') })}
          required
          rows={2}
          value={content.how}
          change={how => change({ how })}
        />
      )}
    </EntryForm>
  )
}

export function CloseForm({ breach, close }: StepForm) {
  const say = useText()
  const [lessons, setLessons] = useState('')
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'closed', content: { lessons } }}
      replaces={false}
      save={say('ui.breaches.save-closing')}
    >
      <FreeText field="lessons" label={say('ui.breaches.lessons')} rows={2} value={lessons} change={setLessons} />
    </EntryForm>
  )
}

export function ReopenForm({ breach, close }: StepForm) {
  const say = useText()
  return (
    <EntryForm
      {...{ breach, close }}
      entry={{ kind: 'reopened', content: {} }}
      replaces
      save={say('ui.breaches.reopen')}
    >
      <Text size="sm">{say('ui.breaches.reopen-why')}</Text>
    </EntryForm>
  )
}
