/** A row that fits several customers: who it is about is chosen in the row, and several choices are counted at once. */

import { Button, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ImportRow } from './answers.ts'
import { useImportSteps, useRowsAnew } from './import-asks.web.ts'
import type { ChoicesRequest } from './requests.ts'

/** Choices that have not been counted yet, by line. */
export interface Choosing {
  readonly chosen: ReadonlyMap<number, string>
  readonly count: number
  choose(line: number, person: string): void
  forget(): void
}

export function useChoosing(): Choosing {
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(new Map())
  return {
    chosen,
    count: chosen.size,
    choose: (line, person) => setChosen(before => new Map(before).set(line, person)),
    forget: () => setChosen(new Map()),
  }
}

interface WhoItIsProps {
  readonly row: ImportRow
  readonly choice: NonNullable<ImportRow['choice']>
  readonly choosing: Choosing
}

export function WhoItIs({ row, choice, choosing }: WhoItIsProps) {
  const say = useText()
  const persons = choice.persons.map(({ person, name, email, phone }) => ({
    value: person,
    label: [name ?? say('ui.import.nameless'), email ?? phone].filter(Boolean).join(' · '),
  }))
  // Each stands whole: names of who may be one person differ where a narrow list would cut them off.
  return (
    <Radio.Group
      className="import-who"
      label={say('ui.import.who', { line: count(row.line), name: row.name ?? '' })}
      value={choosing.chosen.get(row.line) ?? choice.chosen}
      onChange={value => choosing.choose(row.line, value)}
    >
      <Stack gap={6} py={4}>
        {[
          { value: 'none', label: say('ui.import.who-none') },
          ...persons,
          { value: 'new', label: say('ui.import.who-new') },
        ].map(({ value, label }) => (
          <Radio key={value} value={value} label={label} classNames={{ label: 'any-name' }} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** Nothing is counted with a choice before this is pressed, and nothing written before it is counted. */
export function CountChoices({ id, choosing: { chosen, forget } }: { id: string; choosing: Choosing }) {
  const say = useText()
  const rowsAnew = useRowsAnew(id)
  const take = useImportSteps(id)
  const counting = useWriting({
    mutationFn: () => {
      const body: ChoicesRequest = { choices: [...chosen].map(([line, person]) => ({ line, person })) }
      return take('PUT', 'choices', body)
    },
    onSuccess: () => {
      forget()
      document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }) // the button goes with its choices
      return rowsAnew()
    },
  })
  return (
    <div className="import-go">
      <ProblemNotice error={counting.error} />
      <Button loading={counting.isPending} onClick={() => counting.mutate()}>
        {say('ui.import.count-choices', { count: chosen.size, number: count(chosen.size) })}
      </Button>
    </div>
  )
}
