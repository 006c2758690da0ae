/** What happened to the contract is marked with its day and, if wished, why. */

import { Button, Group, NativeSelect, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { AgreementAnswer } from './agreement-answers.ts'
import { useAgreementVerbs } from './agreement-asks.web.ts'

export function NextStep({ shown: { id, turns, change } }: { shown: AgreementAnswer }) {
  const say = useText()
  const { step } = useAgreementVerbs()
  const [did, setDid] = useState<(typeof turns)[number] | undefined>(undefined)
  const [day, setDay] = useState('')
  const [why, setWhy] = useState('')
  const taking = useWriting({
    mutationFn: (did: (typeof turns)[number]) =>
      step(id, { did, expected: change, ...(day !== '' && { day }), ...(why.trim() !== '' && { why: why.trim() }) }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (did && !taking.isPending) taking.mutate(did)
  }
  return (
    <section aria-labelledby="agreement-next">
      <Title order={2} id="agreement-next" mb="xs">
        {say('ui.agreements.next')}
      </Title>
      <ProblemNotice error={taking.error} />
      <form onSubmit={submit}>
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label={say('ui.agreements.what-happened')}
            data={[
              { value: '', label: say('ui.filter.choose') },
              ...turns.map(value => ({ value, label: say(`ui.agreements.do.${value}`) })),
            ]}
            value={did ?? ''}
            onChange={({ currentTarget }) => setDid(turns.find(one => one === currentTarget.value))}
          />
          <TextInput
            type="date"
            label={say(did === 'renewed' ? 'ui.agreements.new-end' : 'ui.agreements.day')}
            required={did === 'renewed'}
            value={day}
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
          <TextInput
            label={say('ui.agreements.why')}
            value={why}
            maxLength={1000}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <Button type="submit" loading={taking.isPending} disabled={did === undefined}>
            {say('ui.agreements.mark')}
          </Button>
        </Group>
      </form>
    </section>
  )
}
