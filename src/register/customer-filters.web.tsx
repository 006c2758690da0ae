/** Filters read as sentences: each is a chip that can be taken away, and a new one is put together from left to right. */

import { Button, Group, NativeSelect, Popover, Stack } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ValueInput } from '../../web/value-input.tsx'
import type { Value } from './answers.ts'
import type { Filter } from './condition.ts'
import { type FilterField, filterSentence } from './customer-view.web.ts'

interface FiltersProps {
  readonly fields: readonly FilterField[]
  readonly filters: readonly Filter[]
  readonly change: (filters: readonly Filter[]) => void
}

export function CustomerFilters({ fields, filters, change }: FiltersProps) {
  const say = useText()
  return (
    <Group gap={6} component="section" aria-label={say('ui.filter.title')}>
      {filters.map((filter, at) => {
        const sentence = filterSentence(filter, fields, say)
        return (
          <Button
            key={`${filter.field}${filter.is}${filter.value}`}
            size="compact-sm"
            variant="light"
            radius="xl"
            rightSection={<IconX size={14} aria-hidden />}
            aria-label={say('ui.filter.remove', { sentence })}
            onClick={() => change(filters.filter((_, other) => other !== at))}
          >
            {sentence}
          </Button>
        )
      })}
      {fields.length > 0 && <AddFilter fields={fields} add={filter => change([...filters, filter])} />}
    </Group>
  )
}

function AddFilter({ fields, add }: { fields: readonly FilterField[]; add: (filter: Filter) => void }) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState('')
  const [operator, setOperator] = useState<Filter['is'] | undefined>(undefined)
  const [value, setValue] = useState<Value>(null)
  const known = fields.find(({ field }) => field === chosen) ?? fields[0]
  const is = known?.is.find(one => one === operator) ?? known?.is[0]
  if (known === undefined || is === undefined) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value === null) return
    add({ field: known.field, is, value })
    setValue(null)
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFilterPlus size={16} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {say('ui.filter.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('ui.filter.add')}>
        <form noValidate onSubmit={submit}>
          <Stack gap="xs">
            <NativeSelect
              label={say('ui.filter.field-label')}
              data-autofocus
              data={fields.map(({ field, label }) => ({ value: field, label }))}
              value={known.field}
              onChange={({ currentTarget }) => {
                setChosen(currentTarget.value)
                setValue(null)
              }}
            />
            {known.is.length > 1 && (
              <NativeSelect
                label={say('ui.filter.is-label')}
                data={known.is.map(one => ({ value: one, label: say(`ui.filter.is.${one}`) }))}
                value={is}
                onChange={({ currentTarget }) => setOperator(known.is.find(one => one === currentTarget.value))}
              />
            )}
            <ValueInput
              column={known.column}
              value={value}
              change={setValue}
              label={say('ui.filter.value-label')}
              none={say('ui.filter.choose')}
            />
            <Button type="submit" disabled={value === null}>
              {say('ui.filter.add-this')}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
