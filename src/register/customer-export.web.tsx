/** The list, or those chosen from it, as a CSV file: what stays out of it is said with its reason, and every person in it is looked at. */

import { Button, CloseButton, Group, Progress, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { saveFile } from '../../web/ask.ts'
import { count } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { outOfSightText } from '../../web/out-of-sight.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { List } from './answers.ts'
import type { ExportPersons, Find } from './requests.ts'

const partSize = 1000

export type FindBody = Partial<Find>

interface ExportProps {
  readonly body: FindBody
  readonly list: List
  /** Only these, when somebody was selected. */
  readonly selected: ReadonlySet<string>
}

interface Part {
  readonly csv: string
  readonly next: string | null
  readonly persons: number
  readonly leftOut: number
}

interface Exported {
  /** Each part a blob as it comes: the browser keeps those on its disk, and a million rows are not held in the page. */
  readonly csv: readonly Blob[]
  readonly persons: number
  readonly leftOut: number
}

/** Everything that there is of it, part after part; `told` hears how many persons have come. */
async function readAll(ask: (after?: string) => Promise<Part>, told: (persons: number) => void): Promise<Exported> {
  let [persons, leftOut] = [0, 0]
  const csv: Blob[] = []
  for (let after: string | undefined, isLast = false; !isLast; ) {
    const part = await ask(after)
    csv.push(new Blob([part.csv]))
    persons += part.persons
    leftOut += part.leftOut
    told(persons)
    after = part.next ?? undefined
    isLast = part.next === null
  }
  return { csv, persons, leftOut }
}

export function CustomerExport({ body, list, selected }: ExportProps) {
  const say = useText()
  const { ask } = useRegister()
  const [done, setDone] = useState(0)
  const stop = useRef(new AbortController())
  const isChosen = selected.size > 0
  const number = isChosen ? selected.size : list.total.count
  const wanted: Partial<ExportPersons> = isChosen
    ? { persons: [...selected], columns: body.columns ?? [], limit: partSize }
    : { ...body, limit: partSize }
  const exporting = useWriting({
    mutationFn: async () => {
      stop.current = new AbortController()
      setDone(0)
      const { signal } = stop.current
      const part = (after?: string) =>
        ask<Part>('/persons/export', { method: 'POST', body: { ...wanted, ...(after && { after }) }, signal })
      const { csv, persons, leftOut } = await readAll(part, setDone)
      saveFile(new Blob([...csv], { type: 'text/csv;charset=utf-8' }), `${say('ui.export.file')}.csv`)
      // A search gives its best matches and no more.
      const isCut = !isChosen && body.q !== undefined && persons === partSize
      return { persons, leftOut, isCut, list: isChosen ? undefined : list }
    },
  })
  const stopped = exporting.error instanceof DOMException && exporting.error.name === 'AbortError'
  if (exporting.isPending)
    return (
      <Group gap="xs" wrap="nowrap" role="status">
        <Text size="sm" className="figures">
          {say('ui.export.progress', { done: count(done), total: count(number) })}
        </Text>
        <Progress
          w={120}
          value={(done / Math.max(number, 1)) * 100}
          aria-label={say('ui.export.act', { number: count(number) })}
        />
        <Button size="compact-sm" variant="default" onClick={() => stop.current.abort()}>
          {say('ui.export.stop')}
        </Button>
      </Group>
    )
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => exporting.mutate()}
      >
        {say('ui.export.act', { number: list.total.exact || isChosen ? count(number) : `${count(number)}+` })}
      </Button>
      {!stopped && <ProblemNotice error={exporting.error} />}
      {exporting.data && (
        <div className="export-told" role="status">
          {toldOf(exporting.data, say)}
          <CloseButton size="sm" aria-label={say('ui.close')} onClick={exporting.reset} />
        </div>
      )}
    </>
  )
}

interface Told {
  readonly persons: number
  readonly leftOut: number
  readonly isCut: boolean
  /** What the purpose does not see of the register, when the whole list was taken. */
  readonly list: List | undefined
}

/** How many are in the file; how many are not, and why. */
function toldOf({ persons, leftOut, isCut, list }: Told, say: Say): string {
  const sentences = [
    say('ui.export.done', { count: persons, number: count(persons) }),
    ...(leftOut > 0 ? [say('ui.export.left-out', { count: leftOut, number: count(leftOut) })] : []),
    ...(isCut ? [say('ui.export.cut', { number: count(persons) })] : []),
    list && outOfSightText(list.leftOut, say),
  ]
  return sentences.filter(sentence => sentence !== undefined).join(' ')
}
