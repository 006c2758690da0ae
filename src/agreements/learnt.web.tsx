/** What a contract tells of its customer is written with them, from the source `contracts` and under the contract's number. */

import { NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { usePersonVerbs } from '../register/person-asks.web.ts'
import { RowForm } from '../register/row-form.web.tsx'
import type { AgreementAnswer } from './agreement-answers.ts'
import { agreementName } from './agreement-name.web.ts'

/** Nothing where the notice names contracts as the source of nothing else that this purpose may add. */
export function Learnt({ shown }: { shown: AgreementAnswer }) {
  const say = useText()
  const { data } = useScope()
  const { add } = usePersonVerbs(shown.person.id)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const learnt = (data?.categories ?? []).filter(
    ({ id, mayWrite, rows, from }) => id !== 'contracts' && mayWrite && rows === 'many' && from.includes('contracts'),
  )
  const category = learnt.find(({ id }) => id === chosen)
  const sources = data?.sources.filter(({ id }) => id === 'contracts') ?? []
  if (learnt.length === 0) return null
  return (
    <section aria-labelledby="agreement-learnt">
      <Title order={2} id="agreement-learnt" mb="xs">
        {say('ui.agreements.learnt')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say('ui.agreements.learnt-why')}
      </Text>
      <NativeSelect
        mb="sm"
        maw={320}
        label={say('ui.agreements.learnt-what')}
        data={[
          { value: '', label: say('ui.filter.choose') },
          ...learnt.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={chosen ?? ''}
        onChange={({ currentTarget }) => setChosen(currentTarget.value || undefined)}
      />
      {category && (
        <RowForm
          key={category.id}
          person={shown.person.id}
          category={category}
          sources={sources}
          kept={undefined}
          send={(values, source, reference) =>
            add(category.id, { values, source, reference: reference ?? referenceOf(shown, agreementName(shown, say)) })
          }
          done={() => {
            tell(say('ui.agreements.learnt-saved'))
            setChosen(undefined)
          }}
          cancel={() => setChosen(undefined)}
        />
      )}
    </section>
  )
}

const referenceOf = ({ values }: AgreementAnswer, name: string): string =>
  String(values.contract_number ?? name).slice(0, 100)
