/** The columns of the customers list: those that the purpose can fill, and further ones of the notice by choice. */

import { Button, Checkbox, Popover, Stack, Text } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { date } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { type ScopeColumn, valueText } from '../../web/value.ts'
import type { ListedPerson } from './answers.ts'
import { mostFurtherColumns } from './limits.ts'
import type { Scope } from './scope-answer.ts'

const fixed = [
  'name',
  'email',
  'phone',
  'city',
  'organisation',
  'language',
  'relationship',
  'openedAt',
  'changedAt',
] as const
export type FixedColumn = (typeof fixed)[number]
const isFixed = (name: string): name is FixedColumn => fixed.some(one => one === name)

/** Of the notice, named category.column: asked for when it is chosen. */
export const isFurther = (id: string): boolean => id.includes('.')

/** How much room a column wants beside the others. */
const widths: Readonly<Partial<Record<string, number>>> = {
  name: 1.6,
  email: 2.2,
  organisation: 1.2,
  phone: 1.4,
  language: 0.8,
}
const usual = 1
/** 22 November 2026 is longer than 22.11.2026. */
const longDate = 1.4

export interface ListColumn {
  readonly id: string
  readonly label: string
  readonly text: (person: ListedPerson) => string
}

const languageColumn: ScopeColumn = { name: 'language', label: '', type: 'text', format: 'language', filter: [] }
const phoneColumn: ScopeColumn = { name: 'phone', label: '', type: 'text', format: 'phone', filter: [] }

/** Every column that the list can show for the purpose. */
export function useListColumns(scope: Scope | undefined, filled: readonly string[]): readonly ListColumn[] {
  const say = useText()
  const kinds = scope?.categories
    .find(({ id }) => id.startsWith('relationship'))
    ?.fields.flatMap(field => field.columns)
  const kind = kinds?.find(({ name }) => name === 'kind')
  const fixedText = (name: FixedColumn, person: ListedPerson): string => {
    const value = person[name]
    if (value === null) return ''
    if (name === 'openedAt' || name === 'changedAt') return date(value)
    if (name === 'language') return valueText(languageColumn, value, say) ?? ''
    if (name === 'phone') return valueText(phoneColumn, value, say) ?? ''
    if (name === 'relationship' && kind) return valueText(kind, value, say) ?? ''
    return value
  }
  const first = fixed
    .filter(name => name === 'openedAt' || name === 'changedAt' || filled.includes(name))
    .map(name => ({
      id: name,
      label: say(`ui.customers.column.${name}`),
      text: (p: ListedPerson) => fixedText(name, p),
    }))
  const further = (scope?.categories ?? []).flatMap(category =>
    category.fields.flatMap(field =>
      field.columns.map(column => {
        const id = `${category.id}.${column.name}`
        const text = (person: ListedPerson) =>
          (person.extra[id] ?? [])
            .map(value => valueText(column, value, say))
            .filter(words => words !== undefined)
            .join(', ')
        return { id, label: `${category.name}: ${column.label}`, text }
      }),
    ),
  )
  return [...first, ...further]
}

/** The column's share of the table's width, in per cent. */
export const shareOf = (column: ListColumn, shown: readonly ListColumn[]): string => {
  const width = ({ id }: ListColumn) => widths[id] ?? (id.endsWith('At') && langNow() === 'en' ? longDate : usual)
  return `${(100 * width(column)) / shown.reduce((sum, one) => sum + width(one), 0)}%`
}

/** The columns to show: the chosen ones, else the fixed ones with the date of the last change. */
export const shownColumns = (all: readonly ListColumn[], chosen: readonly string[] | undefined) =>
  all.filter(({ id }) => (chosen ? chosen.includes(id) || id === 'name' : isFixed(id) && id !== 'openedAt'))

interface ColumnChoiceProps {
  readonly all: readonly ListColumn[]
  readonly shown: readonly ListColumn[]
  readonly choose: (columns: readonly string[]) => void
}

export function ColumnChoice({ all, shown, choose }: ColumnChoiceProps) {
  const say = useText()
  const ids = shown.map(({ id }) => id)
  const isFull = ids.filter(isFurther).length >= mostFurtherColumns
  return (
    <Popover position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {say('ui.customers.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={say('ui.customers.columns')}>
        <div className="column-choice">
          <Stack gap={6} p={4}>
            <Text size="sm" c="dimmed">
              {isFull
                ? say('ui.customers.columns-full', { count: mostFurtherColumns })
                : say('ui.customers.columns-why')}
            </Text>
            {all
              .filter(({ id }) => id !== 'name')
              .map(({ id, label }) => (
                <Checkbox
                  key={id}
                  label={label}
                  checked={ids.includes(id)}
                  disabled={isFull && isFurther(id) && !ids.includes(id)}
                  onChange={({ currentTarget }) =>
                    choose(currentTarget.checked ? [...ids, id] : ids.filter(one => one !== id))
                  }
                />
              ))}
          </Stack>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
