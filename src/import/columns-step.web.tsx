/** What each column becomes in the register; leaving one out is as easy as mapping it, and what the notice does not allow says why. */

import { Alert, Badge, Button, Group, List, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ImportAnswer } from './answers.ts'
import { type ColumnChoices, chooseTarget, effectiveTarget, leftOut } from './column-choices.web.ts'
import { ColumnRow } from './column-row.web.tsx'
import { useImportSteps } from './import-asks.web.ts'
import { ReadingChoice } from './reading-choice.web.tsx'
import type { MappingRequest } from './requests.ts'

type Sent = Partial<MappingRequest>
type WholeFile = NonNullable<ImportAnswer['wholeFile']>

const asColumns = (choices: ColumnChoices): MappingRequest['columns'] =>
  [...choices].map(([index, { target, group }]) => ({ index, target, group }))

export function ColumnsStep({ shown, forward }: { shown: ImportAnswer; forward: () => void }) {
  const say = useText()
  const take = useImportSteps(shown.id)
  const [choices, setChoices] = useState<ColumnChoices>(new Map())
  const [wholeFile, setWholeFile] = useState<WholeFile | undefined>(undefined)
  const { columns, targets } = shown
  const choose = useCallback(
    (index: number, target: string) =>
      setChoices(now => new Map(now).set(index, chooseTarget(index, target, columns, now, targets))),
    [columns, targets],
  )
  const reading = useWriting({ mutationFn: (sent: Sent) => take('PUT', 'mapping', sent) })
  const previewing = useWriting({
    mutationFn: async () => {
      if (choices.size > 0 || wholeFile) await take('PUT', 'mapping', { columns: asColumns(choices), wholeFile })
      return take('POST', 'preview')
    },
    onSuccess: forward,
  })
  const imported = columns.filter(column => effectiveTarget(column, choices, targets) !== leftOut)
  return (
    <>
      <Recognised shown={shown} />
      {shown.reading && (
        <ReadingChoice
          reading={shown.reading}
          sheets={shown.sheets}
          busy={reading.isPending}
          // Columns may lie otherwise after another separator or header line: then they are proposed anew.
          change={(changed, keepsColumns) => {
            reading.mutate({ reading: changed, ...(keepsColumns && { columns: asColumns(choices) }) })
            if (!keepsColumns) setChoices(new Map())
          }}
        />
      )}
      <ProblemNotice error={reading.error} />
      <Warnings shown={shown} />
      <WholeFileChoice shown={shown} choices={choices} chosen={wholeFile ?? shown.wholeFile} choose={setWholeFile} />
      <ColumnList shown={shown} imported={imported.length} choices={choices} choose={choose} />
      <ProblemNotice error={previewing.error} />
      <Group className="import-go">
        <Button loading={previewing.isPending} disabled={imported.length === 0} onClick={() => previewing.mutate()}>
          {say('ui.import.preview')}
        </Button>
        <Text size="sm" c="dimmed">
          {imported.length === 0
            ? say('ui.import.no-columns')
            : say('ui.import.preview-why', { count: imported.length, number: count(imported.length) })}
        </Text>
      </Group>
    </>
  )
}

function Recognised({ shown: { format, remembered } }: { shown: ImportAnswer }) {
  const say = useText()
  const words = format
    ? say('ui.import.recognised', { tool: format.name })
    : say(remembered ? 'ui.import.remembered' : 'ui.import.not-recognised')
  return <Text mb="sm">{words}</Text>
}

function Warnings({ shown: { warnings } }: { shown: ImportAnswer }) {
  const say = useText()
  if (warnings.length === 0) return null
  return (
    <Alert color="amber" icon={<IconInfoCircle aria-hidden />} title={say('ui.import.look-at')} my="sm">
      <List size="sm">
        {warnings.slice(0, 20).map(({ text, line }) => (
          <List.Item key={`${line}${text}`}>
            {line === null ? text : `${say('ui.import.at-line', { line: count(line) })}: ${text}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

const standings = ['none', 'permit', 'objection', 'bounced'] as const

interface WholeFileProps {
  readonly shown: ImportAnswer
  readonly choices: ColumnChoices
  readonly chosen: WholeFile | null
  readonly choose: (chosen: WholeFile) => void
}

/** Some tools tell a status by the file's name alone; asked where no column tells it. */
function WholeFileChoice({ shown, choices, chosen, choose }: WholeFileProps) {
  const say = useText()
  const told = shown.columns.some(column =>
    /^(status|prohibition)-/.test(effectiveTarget(column, choices, shown.targets)),
  )
  if (told && chosen === null) return null
  const channel = chosen?.channel ?? 'email'
  return (
    <NativeSelect
      label={say(`ui.import.whole-file.${channel}`)}
      description={say('ui.import.whole-file.why')}
      maw={440}
      my="sm"
      value={chosen?.standing ?? 'none'}
      data={standings.map(value => ({ value, label: say(`ui.import.standing.${value}`) }))}
      onChange={({ currentTarget }) =>
        choose({ channel, standing: standings.find(one => one === currentTarget.value) ?? 'none' })
      }
    />
  )
}

const shownAtOnce = 100
const views = ['all', 'imported', 'left-out'] as const

interface ColumnListProps {
  readonly shown: ImportAnswer
  readonly imported: number
  readonly choices: ColumnChoices
  readonly choose: (index: number, target: string) => void
}

function ColumnList({ shown, imported, choices, choose }: ColumnListProps) {
  const say = useText()
  const { columns, targets } = shown
  const [view, setView] = useState<(typeof views)[number]>('all')
  const [most, setMost] = useState(shownAtOnce)
  const numbers = { all: columns.length, imported, 'left-out': columns.length - imported }
  // By what the server says, so that a row does not vanish from under the hand that changes it.
  const viewed = columns.filter(
    column => view === 'all' || (view === 'left-out') === (effectiveTarget(column, new Map(), targets) === leftOut),
  )
  return (
    <section aria-labelledby="import-columns">
      <Group justify="space-between" mt="md" mb="xs">
        <h2 id="import-columns" className="import-heading">
          {say('ui.import.columns')}{' '}
          <Badge variant="light" color="gray">
            {count(columns.length)}
          </Badge>
        </h2>
        {columns.length > 12 && (
          <SegmentedControl
            size="xs"
            aria-label={say('ui.import.columns-shown')}
            value={view}
            data={views.map(value => ({
              value,
              label: say(`ui.import.columns-view.${value}`, { number: count(numbers[value]) }),
            }))}
            onChange={value => setView(views.find(one => one === value) ?? 'all')}
          />
        )}
      </Group>
      <ul className="import-columns">
        {viewed.slice(0, most).map(column => (
          <ColumnRow
            key={column.index}
            column={column}
            targets={targets}
            chosen={choices.get(column.index)}
            choose={choose}
          />
        ))}
      </ul>
      {viewed.length > most && (
        <Button variant="default" size="compact-md" mt="xs" onClick={() => setMost(now => now + shownAtOnce)}>
          {say('ui.import.more-columns', { number: count(viewed.length - most) })}
        </Button>
      )}
    </section>
  )
}
