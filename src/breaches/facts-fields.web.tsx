/** What is known of a breach, in the order in which one is asked; what is not known yet stays empty. */

import { Checkbox, Fieldset, SimpleGrid, Stack } from '@mantine/core'
import { useContext } from 'react'
import { useText } from '../../web/language.ts'
import type { BreachAnswer, NewFacts } from './breach-answers.ts'
import { CountField, FieldErrors, FreeText, MomentField } from './entry-fields.web.tsx'
import { natures } from './terms.ts'

type Facts = Required<NewFacts>

/** What stands of the facts, to be written on. */
export function factsOf({ facts }: BreachAnswer): Facts {
  const { due: _due, writtenAt: _at, writtenBy: _by, ...rest } = facts
  return { ...rest, nature: [...facts.nature], categories: [...facts.categories] }
}

export const blankFacts = (): Facts => ({
  name: '',
  awareAt: new Date().toISOString(),
  happenedFrom: null,
  happenedUntil: null,
  foundBy: '',
  nature: [],
  what: '',
  cause: '',
  groups: '',
  persons: null,
  categories: [],
  otherData: '',
  records: null,
  logs: '',
})

interface FactsFieldsProps {
  readonly facts: Facts
  readonly change: (part: Partial<Facts>) => void
  readonly categories: BreachAnswer['categories']
}

export function FactsFields({ facts, change, categories }: FactsFieldsProps) {
  const say = useText()
  const errorOf = useContext(FieldErrors)
  const text = (field: 'foundBy' | 'cause' | 'otherData' | 'groups' | 'logs' | 'name' | 'what') => ({
    field,
    value: facts[field],
    change: (value: string) => change({ [field]: value }),
  })
  return (
    <Stack gap="sm">
      <FreeText {...text('name')} label={say('ui.breaches.name')} description={say('ui.breaches.name-why')} required />
      <MomentField
        field="awareAt"
        label={say('ui.breaches.aware')}
        description={say('ui.breaches.aware-why')}
        required
        value={facts.awareAt}
        change={at => change({ awareAt: at ?? '' })}
      />
      <FreeText
        {...text('what')}
        label={say('ui.breaches.what')}
        description={say('ui.breaches.what-why')}
        required
        rows={3}
      />
      <Checkbox.Group
        label={say('ui.breaches.kind')}
        withAsterisk
        value={facts.nature}
        onChange={chosen => change({ nature: natures.filter(one => chosen.includes(one)) })}
        error={errorOf('nature')}
      >
        <Stack gap={6} mt={4}>
          {natures.map(one => (
            <Checkbox key={one} value={one} label={say(`ui.breaches.nature.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MomentField
          field="happenedFrom"
          label={say('ui.breaches.from')}
          value={facts.happenedFrom}
          change={at => change({ happenedFrom: at })}
        />
        <MomentField
          field="happenedUntil"
          label={say('ui.breaches.until')}
          value={facts.happenedUntil}
          change={at => change({ happenedUntil: at })}
        />
      </SimpleGrid>
      <FreeText {...text('foundBy')} label={say('ui.breaches.found-by')} rows={1} />
      <FreeText {...text('cause')} label={say('ui.breaches.cause')} rows={1} />
      <FreeText
        {...text('groups')}
        label={say('ui.breaches.groups')}
        description={say('ui.breaches.groups-why')}
        rows={1}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <CountField
          field="persons"
          label={say('ui.breaches.persons')}
          description={say('ui.breaches.unknown-why')}
          value={facts.persons}
          change={persons => change({ persons })}
        />
        <CountField
          field="records"
          label={say('ui.breaches.records')}
          description={say('ui.breaches.unknown-why')}
          value={facts.records}
          change={records => change({ records })}
        />
      </SimpleGrid>
      <Fieldset legend={say('ui.breaches.categories')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={6}>
          {categories.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={facts.categories.includes(id)}
              onChange={({ currentTarget }) =>
                change({
                  categories: currentTarget.checked
                    ? [...facts.categories, id]
                    : facts.categories.filter(one => one !== id),
                })
              }
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <FreeText {...text('otherData')} label={say('ui.breaches.other-data')} rows={1} />
      <FreeText {...text('logs')} label={say('ui.breaches.logs')} description={say('ui.breaches.logs-why')} rows={1} />
    </Stack>
  )
}
