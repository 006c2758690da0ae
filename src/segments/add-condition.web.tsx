/** A condition is put together from left to right: of what, how it compares, how often. */

import { Button, Checkbox, Fieldset, Group, NativeSelect, NumberInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { Condition, RowsCondition } from '../register/condition.ts'
import { type Compared, ComparisonFields, firstComparison, isWhole } from './comparison-fields.web.tsx'
import { type RowTest, RowTests } from './row-tests.web.tsx'
import type { SegmentWords } from './segment-answers.ts'

interface AddProps {
  readonly words: SegmentWords
  readonly add: (condition: Condition) => void
  readonly close: () => void
}

/** The parts of a condition on rows, while they are chosen. */
interface Choosing {
  readonly where: readonly RowTest[]
  readonly amount: 'some' | 'never' | 'atLeast' | 'atMost' | 'total' | 'below'
  readonly n: number
  readonly of: string
}
const noRows: Choosing = { where: [], amount: 'some', n: 2, of: '' }

export function AddCondition({ words, add, close }: AddProps) {
  const say = useText()
  const [chosen, choose] = useState(`field ${words.fields[0]?.id ?? ''}`)
  const [kind = '', id = ''] = chosen.split(' ', 2)
  const field = kind === 'field' ? words.fields.find(one => one.id === id) : undefined
  const category = kind === 'rows' ? words.categories.find(one => one.id === id) : undefined
  const purpose = kind === 'permission' ? words.purposes.find(one => one.id === id) : undefined
  const [compared, setCompared] = useState<Compared>(firstComparison(field))
  const [rows, setRows] = useState(noRows)
  const [channel, setChannel] = useState('')
  const [isNot, setIsNot] = useState(false)

  const made = (): Condition | undefined => {
    if (field) return isWhole(compared) ? { field: field.id, ...compared } : undefined
    if (category) return rowsCondition(category.id, rows)
    const way = purpose?.channels.find(one => one === channel) ?? purpose?.channels[0]
    return purpose && way ? { permission: purpose.id, channel: way as 'email' } : undefined
  }
  const whole = made()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (whole) add(isNot ? { not: whole } : whole)
  }
  const option = (kind: string, group: string, names: readonly { readonly id: string; readonly label: string }[]) =>
    names.length === 0 ? [] : [{ group, items: names.map(({ id, label }) => ({ value: `${kind} ${id}`, label })) }]
  return (
    <Fieldset legend={say('ui.segments.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="xs">
          <NativeSelect
            label={say('ui.segments.of-what')}
            data-autofocus
            autoFocus
            value={chosen}
            data={[
              ...option('rows', say('ui.segments.rows'), words.categories),
              ...option('permission', say('ui.segments.permissions'), words.purposes),
              ...option('field', say('ui.segments.fields'), words.fields),
            ]}
            onChange={({ currentTarget: { value } }) => {
              choose(value)
              setRows(noRows)
              setCompared(firstComparison(words.fields.find(one => `field ${one.id}` === value)))
            }}
          />
          {field && <ComparisonFields column={field} compared={compared} change={setCompared} />}
          {category && <RowsFields category={category} rows={rows} change={setRows} />}
          {purpose && (
            <NativeSelect
              label={say('ui.segments.channel')}
              value={channel === '' ? (purpose.channels[0] ?? '') : channel}
              data={purpose.channels.map(way => ({ value: way, label: say(`ui.segments.channels.${way as 'email'}`) }))}
              onChange={({ currentTarget }) => setChannel(currentTarget.value)}
            />
          )}
          <Checkbox
            label={say('ui.segments.not')}
            checked={isNot}
            onChange={({ currentTarget }) => setIsNot(currentTarget.checked)}
          />
          <Group gap="xs">
            <Button type="submit" disabled={whole === undefined}>
              {say('ui.segments.add-now')}
            </Button>
            <Button variant="default" onClick={close}>
              {say('ui.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Fieldset>
  )
}

function rowsCondition(id: string, { where, amount, n, of }: Choosing): Condition | undefined {
  if (!where.every(isWhole)) return undefined
  const rows: RowsCondition = { rows: id, where: where.map(({ column, is, value }) => ({ column, is, value })) }
  const cents = Math.round(n * 100)
  switch (amount) {
    case 'some':
      return rows
    case 'never':
      return { ...rows, times: { atMost: 0 } }
    case 'atLeast':
    case 'atMost':
      return { ...rows, times: amount === 'atLeast' ? { atLeast: n } : { atMost: n } }
    case 'total':
      return { ...rows, sum: { of, atLeast: cents } }
    case 'below':
      return { ...rows, sum: { of, below: cents } }
  }
}

interface RowsProps {
  readonly category: SegmentWords['categories'][number]
  readonly rows: Choosing
  readonly change: (rows: Choosing) => void
}

function RowsFields({ category, rows, change }: RowsProps) {
  const say = useText()
  const { where, amount, n, of } = rows
  const sums = category.columns.filter(({ type }) => type === 'money')
  const amounts = [
    'some',
    'atLeast',
    'atMost',
    'never',
    ...(sums.length > 0 ? (['total', 'below'] as const) : []),
  ] as const
  return (
    <>
      <RowTests category={category} where={where} change={next => change({ ...rows, where: next })} />
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label={say('ui.segments.how-often')}
          value={amount}
          data={amounts.map(one => ({ value: one, label: say(`ui.segments.amount.${one}`) }))}
          onChange={({ currentTarget }) => {
            const next = amounts.find(one => one === currentTarget.value)
            if (next) change({ ...rows, amount: next, of: sums[0]?.id ?? '' })
          }}
        />
        {amount !== 'some' && amount !== 'never' && (
          <NumberInput
            label={say(amount === 'total' || amount === 'below' ? 'ui.segments.euros' : 'ui.segments.how-many')}
            min={1}
            allowDecimal={amount === 'total' || amount === 'below'}
            decimalScale={2}
            value={n}
            onChange={next => Number(next) > 0 && change({ ...rows, n: Number(next) })}
          />
        )}
        {(amount === 'total' || amount === 'below') && sums.length > 1 && (
          <NativeSelect
            label={say('ui.segments.sum-of')}
            value={of}
            data={sums.map(({ id, label }) => ({ value: id, label }))}
            onChange={({ currentTarget }) => change({ ...rows, of: currentTarget.value })}
          />
        )}
      </Group>
    </>
  )
}
