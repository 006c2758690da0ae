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
import type { List, ListedPerson } from './answers.ts'
import type { ListColumn } from './customer-columns.web.tsx'
import { byteOrderMark, csvRecord } from './export.ts'
import type { Find } from './requests.ts'

const pageSize = 200

export type FindBody = Partial<Find>

interface ExportProps {
  readonly body: FindBody
  readonly columns: readonly ListColumn[]
  readonly total: number
  /** Only these, when somebody was selected. */
  readonly selected: readonly ListedPerson[]
}

/** Excel in Finnish and Swedish takes a semicolon for the separator. */
const recordOf = (cells: readonly string[]): string => csvRecord(cells, ';')

export function CustomerExport({ body, columns, total, selected }: ExportProps) {
  const say = useText()
  const { ask } = useRegister()
  const [done, setDone] = useState(0)
  const stop = useRef(new AbortController())
  const record = (person: ListedPerson) => recordOf(columns.map(column => column.text(person)))
  const readAll = async (): Promise<string[]> => {
    const records: string[] = []
    let after: string | undefined
    do {
      const page: List = await ask<List>('/persons/find', {
        method: 'POST',
        body: { ...body, limit: pageSize, ...(after && { after }) },
        signal: stop.current.signal,
      })
      records.push(...page.persons.map(record))
      setDone(records.length)
      after = page.next ?? undefined
    } while (after !== undefined)
    return records
  }
  const exporting = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController()
      setDone(0)
      const records = selected.length > 0 ? selected.map(record) : await readAll()
      const head = recordOf(columns.map(({ label }) => label))
      const file = new Blob([byteOrderMark, head, ...records], { type: 'text/csv;charset=utf-8' })
      saveFile(file, `${say('ui.export.file')}.csv`)
      return records.length
    },
    onSuccess: number => tell(say('ui.export.done', { count: number, number: count(number) })),
  })
  const stopped = exporting.error instanceof DOMException && exporting.error.name === 'AbortError'
  const number = selected.length > 0 ? selected.length : total
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
