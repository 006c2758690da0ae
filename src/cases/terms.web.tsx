/** Within how many days each kind of case is answered, as the administrator sets it; who did and when stands beside it. */

import { NumberInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import type { CaseTerms } from './case-answers.ts'
import { useNewTerms, useTerms } from './case-asks.web.ts'

export function Terms({ close }: { close: () => void }) {
  const say = useText()
  const found = useTerms()
  return (
    <Dialog close={close} title={say('ui.cases.terms')}>
      <Loaded query={found} height={200}>
        {({ terms }) => <Days terms={terms} close={close} />}
      </Loaded>
    </Dialog>
  )
}

function Days({ terms, close }: { terms: CaseTerms['terms']; close: () => void }) {
  const say = useText()
  const saving = useNewTerms()
  const [days, setDays] = useState<Readonly<Record<string, number | string>>>(() =>
    Object.fromEntries(terms.map(one => [one.kind, one.days])),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const of = (kind: string) => Number(days[kind])
    saving.mutate(
      { complaint: of('complaint'), question: of('question'), feedback: of('feedback') },
      {
        onSuccess: () => {
          tell(say('ui.cases.terms-saved'))
          close()
        },
      },
    )
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <ProblemNotice error={saving.error} />
        <Text size="sm">{say('ui.cases.terms-why')}</Text>
        {terms.map(({ kind, setAt, setBy }, n) => (
          <NumberInput
            key={kind}
            label={say('ui.cases.terms-of', { kind: say(`ui.cases.kind.${kind}`) })}
            description={
              setAt !== null && setBy !== null
                ? say('ui.cases.terms-set', { who: whoIs(setBy, say), date: date(setAt) })
                : undefined
            }
            data-autofocus={n === 0 || undefined}
            min={1}
            max={90}
            allowDecimal={false}
            value={days[kind] ?? ''}
            onChange={value => setDays({ ...days, [kind]: value })}
          />
        ))}
        <DialogButtons send={say('ui.cases.terms-save')} sending={saving.isPending} close={close} />
      </Stack>
    </form>
  )
}
