/** How a column is compared, and with what: the two fields that follow its name in a sentence. */

import { Group, NativeSelect, NumberInput } from '@mantine/core'
import { useText } from '../../web/language.ts'
import { ValueInput } from '../../web/value-input.tsx'
import type { Value } from '../register/answers.ts'
import type { Comparing } from '../register/condition.ts'
import type { SegmentWords } from './segment-answers.ts'

/** In the order in which they are offered; the schema that has them too would weigh 30 kB here. */
const comparisonNames: readonly Comparing[] = ['equals', 'differs', 'starts', 'within', 'from', 'before', 'known']

export type Column = SegmentWords['fields'][number]

export interface Compared {
  readonly is: Comparing
  readonly value: Value
}

/** What a column is compared by first. */
export const firstComparison = (column: Column | undefined): Compared => {
  const is = comparisonNames.find(one => column?.is.includes(one)) ?? 'equals'
  return { is, value: startOf(is) }
}

const startOf = (is: Comparing): Value => (is === 'within' ? 'P12M' : is === 'known' ? true : null)
const isDay = ({ type }: Column) => type === 'date' || type === 'time'

/** Whether there is something to compare with. */
export const isWhole = ({ value }: Compared): boolean => value !== null && value !== ''

interface Fields {
  readonly column: Column
  readonly compared: Compared
  readonly change: (compared: Compared) => void
}

export function ComparisonFields({ column, compared, change }: Fields) {
  const say = useText()
  const { is, value } = compared
  const offered = comparisonNames.filter(one => column.is.includes(one))
  return (
    <Group gap="xs" align="flex-end" grow preventGrowOverflow={false}>
      <NativeSelect
        label={say('ui.segments.is-label')}
        value={is}
        data={offered.map(one => ({
          value: one,
          label: say(
            isDay(column) && (one === 'from' || one === 'before')
              ? `ui.segments.of-days.${one}`
              : `ui.segments.is.${one}`,
          ),
        }))}
        onChange={({ currentTarget }) => {
          const next = offered.find(one => one === currentTarget.value)
          if (next) change({ is: next, value: startOf(next) })
        }}
      />
      {is === 'within' && <While value={String(value)} change={period => change({ is, value: period })} />}
      {is === 'known' && (
        <NativeSelect
          label={say('ui.filter.value-label')}
          value={String(value)}
          data={[
            { value: 'true', label: say('ui.value.yes') },
            { value: 'false', label: say('ui.value.no') },
          ]}
          onChange={({ currentTarget }) => change({ is, value: currentTarget.value === 'true' })}
        />
      )}
      {is !== 'within' && is !== 'known' && (
        <ValueInput
          key={`${column.id} ${is}`}
          column={{
            name: column.id,
            label: column.label,
            type: column.type === 'time' ? 'date' : column.type,
            filter: [],
            ...(column.codes && { codes: column.codes }),
          }}
          value={value}
          change={next => change({ is, value: next })}
          label={say('ui.filter.value-label')}
          none={say('ui.filter.choose')}
        />
      )}
    </Group>
  )
}

const units = ['D', 'W', 'M', 'Y'] as const

/** «12 kuukautta» */
function While({ value, change }: { value: string; change: (period: string) => void }) {
  const say = useText()
  const [, n = '12', unit = 'M'] = /^P(\d+)([DWMY])$/.exec(value) ?? []
  return (
    <>
      <NumberInput
        label={say('ui.segments.how-many')}
        min={1}
        max={999}
        allowDecimal={false}
        value={Number(n)}
        onChange={next => Number(next) >= 1 && change(`P${next}${unit}`)}
      />
      <NativeSelect
        label={say('ui.segments.unit-label')}
        value={unit}
        data={units.map(one => ({ value: one, label: say(`ui.segments.unit.${one}`) }))}
        onChange={({ currentTarget }) => change(`P${n}${currentTarget.value}`)}
      />
    </>
  )
}
