/** A contract's terms as they are written down: parties and term, where the data is processed, and what Art. 28(3) asks for. */

import { Autocomplete, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { ContractTermsAnswer } from './accountability-answers.ts'
import { clauses } from './contract-terms.ts'
import { type ErrorAt, SiteFields } from './site-fields.web.tsx'
import { SubProcessors } from './sub-processors.web.tsx'

interface ContractFieldsProps {
  readonly terms: ContractTermsAnswer
  readonly change: (terms: ContractTermsAnswer) => void
  readonly errorAt: ErrorAt
  /** Of the notice, to choose from. */
  readonly names: readonly string[]
  /** A contract that is being recorded has not ended yet. */
  readonly isNew: boolean
}

export function ContractFields({ terms, change, errorAt, names, isNew }: ContractFieldsProps) {
  const say = useText()
  const set = (changed: Partial<ContractTermsAnswer>) => change({ ...terms, ...changed })
  const words = (name: 'service' | 'parties' | 'reference', description?: string) => (
    <TextInput
      label={say(`ui.contracts.${name}`)}
      description={description}
      required
      maxLength={300}
      value={terms[name]}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
      error={errorAt(name)}
    />
  )
  const day = (name: 'signed' | 'until' | 'ended' | 'review', description?: string) => (
    <TextInput
      type="date"
      label={say(`ui.contracts.${name}`)}
      description={description}
      required={name === 'signed' || name === 'review'}
      value={terms[name] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        set({ [name]: value === '' && (name === 'until' || name === 'ended') ? null : value })
      }
      error={errorAt(name)}
      className="day"
    />
  )
  return (
    <Stack gap="md">
      <Autocomplete
        label={say('ui.contracts.processor')}
        description={say('ui.contracts.processor-why')}
        required
        maxLength={300}
        data={[...names]}
        value={terms.processor}
        onChange={processor => set({ processor })}
        error={errorAt('processor')}
      />
      {words('service')}
      {words('parties')}
      {words('reference', say('ui.contracts.reference-why'))}
      <fieldset className="accountability-fields">
        <legend>{say('ui.contracts.term')}</legend>
        <Group align="flex-start" gap="md">
          {day('signed')}
          {day('until', say('ui.contracts.until-why'))}
          {!isNew && day('ended', say('ui.contracts.ended-why'))}
          {day('review')}
        </Group>
      </fieldset>
      <fieldset className="accountability-fields">
        <legend>{say('ui.contracts.place')}</legend>
        <SiteFields
          site={terms}
          change={set}
          errorAt={errorAt}
          reference={
            <TextInput
              label={say('ui.contracts.mechanism-reference')}
              description={say('ui.contracts.mechanism-reference-why')}
              maxLength={300}
              value={terms.mechanismReference}
              onChange={({ currentTarget }) => set({ mechanismReference: currentTarget.value })}
              error={errorAt('mechanismReference')}
            />
          }
        />
      </fieldset>
      <Checkbox.Group
        label={say('ui.contracts.clauses')}
        description={say('ui.contracts.clauses-why')}
        value={[...terms.clauses]}
        onChange={chosen => set({ clauses: clauses.filter(one => chosen.includes(one)) })}
      >
        <Stack gap="xs" mt="xs">
          {clauses.map(one => (
            <Checkbox key={one} value={one} label={say(`ui.contracts.clause.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <SubProcessors all={terms.subProcessors} change={subProcessors => set({ subProcessors })} errorAt={errorAt} />
    </Stack>
  )
}
