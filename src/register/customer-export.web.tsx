/** The list as a CSV file: the columns that are shown, of the persons that the purpose sees; each page is a look like any other. */

import { Button, Group, Progress, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { saveFile } from '../../web/ask.ts'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { byteOrderMark, csvRecord } from '../base/csv.ts'
import type { ListedPerson } from './answers.ts'
import type { ListColumn } from './customer-columns.web.tsx'
import type { Find } from './requests.ts'

const partSize = 200

export type FindBody = Partial<Find>

interface ExportProps {
  readonly body: FindBody
  readonly columns: readonly ListColumn[]
  readonly total: number
  /** Only these, when somebody was selected. */
  readonly selected: readonly ListedPerson[]
}

const recordOf = (columns: readonly ListColumn[], person: ListedPerson) =>
  csvRecord(columns.map(column => column.text(person)))

/** What was selected is on the screen already. */
const selectedFile = (columns: readonly ListColumn[], selected: readonly ListedPerson[]): readonly string[] => [
  byteOrderMark,
  csvRecord(columns.map(({ label }) => label)),
  ...selected.map(person => recordOf(columns, person)),
]

export function CustomerExport({ body, columns, total, selected }: ExportProps) {
  const say = useText()
  const { ask } = useRegister()
  const [done, setDone] = useState(0)
  const stop = useRef(new AbortController())
  const number = selected.length > 0 ? selected.length : total
  const readAll = async (): Promise<readonly string[]> => {
    const parts: string[] = []
    let after: string | undefined
    do {
      const part: { csv: string; next: string | null } = await ask('/persons/export', {
        method: 'POST',
        body: { ...body, limit: partSize, ...(after && { after }) },
        signal: stop.current.signal,
      })
      parts.push(part.csv)
      setDone(Math.min(parts.length * partSize, number))
      after = part.next ?? undefined
    } while (after !== undefined)
    return parts
  }
  const exporting = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController()
      setDone(0)
      const parts = selected.length > 0 ? selectedFile(columns, selected) : await readAll()
      saveFile(new Blob([...parts], { type: 'text/csv;charset=utf-8' }), `${say('ui.export.file')}.csv`)
    },
    onSuccess: () => tell(say('ui.export.done', { count: number, number: count(number) })),
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
        {say('ui.export.act', { number: count(number) })}
      </Button>
      {!stopped && <ProblemNotice error={exporting.error} />}
    </>
  )
}
