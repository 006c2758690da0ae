/** Which rows of a category: tests that all hold of the same row, one under the other. */

import { Button, Fieldset, Group, NativeSelect } from '@mantine/core'
import { useText } from '../../web/language.ts'
import { type Compared, ComparisonFields, firstComparison } from './comparison-fields.web.tsx'
import type { SegmentWords } from './segment-answers.ts'

export type RowTest = Compared & { readonly column: string }

interface TestsProps {
  readonly category: SegmentWords['categories'][number]
  readonly where: readonly RowTest[]
  readonly change: (where: readonly RowTest[]) => void
}

export function RowTests({ category, where, change }: TestsProps) {
  const say = useText()
  const [first] = category.columns
  const put = (at: number, part: Partial<RowTest>) =>
    change(where.map((one, other) => (other === at ? { ...one, ...part } : one)))
  return (
    <>
      {where.map((test, at) => {
        const column = category.columns.find(({ id }) => id === test.column)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tests of a row have nothing else that tells them apart
          <Fieldset key={at} variant="unstyled" legend={say('ui.segments.where', { n: at + 1 })}>
            <Group gap="xs" align="flex-end">
              <NativeSelect
                label={say('ui.filter.field-label')}
                value={test.column}
                data={category.columns.map(({ id, label }) => ({ value: id, label }))}
                onChange={({ currentTarget: { value } }) =>
                  put(at, { column: value, ...firstComparison(category.columns.find(({ id }) => id === value)) })
                }
              />
              {column && <ComparisonFields column={column} compared={test} change={part => put(at, part)} />}
              <Button
                variant="subtle"
                aria-label={say('ui.segments.where-away', { n: at + 1 })}
                onClick={() => change(where.filter((_, other) => other !== at))}
              >
                {say('ui.segments.away')}
              </Button>
            </Group>
          </Fieldset>
        )
      })}
      {first && (
        <Button
          variant="default"
          size="compact-sm"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => change([...where, { column: first.id, ...firstComparison(first) }])}
        >
          {say('ui.segments.add-where')}
        </Button>
      )}
    </>
  )
}
