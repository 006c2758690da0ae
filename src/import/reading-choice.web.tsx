/** How the file is read, shown with its ground; whoever knows better changes it. */

import { Group, NativeSelect, NumberInput } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { ImportAnswer } from './answers.ts'
import type { MappingRequest } from './requests.ts'

type Reading = NonNullable<ImportAnswer['reading']>
type Changed = MappingRequest['reading']

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
const separators = [',', ';', '\t', '|'] as const
const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const
const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
}
const dateOrders = ['day-month', 'month-day'] as const

interface ReadingChoiceProps {
  readonly reading: Reading
  readonly sheets: ImportAnswer['sheets']
  readonly busy: boolean
  readonly change: (changed: Changed, keepsColumns: boolean) => void
}

export function ReadingChoice({ reading, sheets, busy, change }: ReadingChoiceProps) {
  const say = useText()
  const { encoding, separator, sheet, headerLine, decimalComma, dateOrder } = reading
  if (reading.kind === 'cards') return null
  const summary = [
    ...(encoding ? [encodingNames[encoding.value]] : []),
    ...(separator ? [say(`ui.import.separator.${separatorNames[separator.value]}`)] : []),
    ...(sheet ? [say('ui.import.sheet-named', { name: sheets[sheet.value]?.name ?? '' })] : []),
    say('ui.import.header-on-line', { line: count(headerLine.value) }),
    dateOrder.value === null ? say('ui.import.dates-either') : say(`ui.import.dates.${dateOrder.value}`),
  ].join(' · ')
  return (
    <details className="import-reading">
      <summary>
        {say('ui.import.reading')} <span className="quiet">{summary}</span>
      </summary>
      <Group align="flex-start" gap="md" mt="xs">
        {sheet && sheets.length > 1 && (
          <NativeSelect
            label={say('ui.import.sheet')}
            description={say(`ui.import.ground.${sheet.ground}`)}
            disabled={busy}
            value={String(sheet.value)}
            data={sheets.map(({ name, hidden }, index) => ({
              value: String(index),
              label: hidden ? say('ui.import.sheet-hidden', { name }) : name,
            }))}
            onChange={({ currentTarget }) => change({ sheet: Number(currentTarget.value) }, false)}
          />
        )}
        {encoding && (
          <NativeSelect
            label={say('ui.import.encoding')}
            description={say(`ui.import.ground.${encoding.ground}`)}
            disabled={busy}
            value={encoding.value}
            data={encodings.map(value => ({ value, label: encodingNames[value] }))}
            onChange={({ currentTarget }) =>
              change({ encoding: encodings.find(one => one === currentTarget.value) }, true)
            }
          />
        )}
        {separator && (
          <NativeSelect
            label={say('ui.import.separator-name')}
            description={say(`ui.import.ground.${separator.ground}`)}
            disabled={busy}
            value={separator.value}
            data={separators.map(value => ({ value, label: say(`ui.import.separator.${separatorNames[value]}`) }))}
            onChange={({ currentTarget }) =>
              change({ separator: separators.find(one => one === currentTarget.value) }, false)
            }
          />
        )}
        <NumberInput
          label={say('ui.import.header-line')}
          description={say(`ui.import.ground.${headerLine.ground}`)}
          disabled={busy}
          hideControls
          key={headerLine.value}
          w={150}
          min={1}
          max={1000}
          clampBehavior="strict"
          defaultValue={headerLine.value}
          onBlur={({ currentTarget }) => {
            const line = Number(currentTarget.value)
            if (line >= 1 && line !== headerLine.value) change({ headerLine: line }, false)
          }}
        />
        <NativeSelect
          label={say('ui.import.date-order')}
          description={say(`ui.import.ground.${dateOrder.ground}`)}
          disabled={busy}
          value={dateOrder.value ?? ''}
          data={[
            ...(dateOrder.value === null ? [{ value: '', label: say('ui.import.dates-either') }] : []),
            ...dateOrders.map(value => ({ value, label: say(`ui.import.dates.${value}`) })),
          ]}
          onChange={({ currentTarget }) =>
            change({ dateOrder: dateOrders.find(one => one === currentTarget.value) }, true)
          }
        />
        <NativeSelect
          label={say('ui.import.decimals')}
          description={say(`ui.import.ground.${decimalComma.ground}`)}
          disabled={busy}
          value={String(decimalComma.value)}
          data={[
            { value: 'true', label: say('ui.import.decimal-comma') },
            { value: 'false', label: say('ui.import.decimal-point') },
          ]}
          onChange={({ currentTarget }) => change({ decimalComma: currentTarget.value === 'true' }, true)}
        />
      </Group>
    </details>
  )
}
