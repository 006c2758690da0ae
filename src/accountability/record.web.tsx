/** The record of processing activities of any version of the notice, the contracts beside it, and who has looked it through. */

import { Button, Group, NativeSelect, Skeleton, Text, Textarea, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { MarginNotes } from '../notice/margin-notes.web.ts'
import { NoticeDocument } from '../notice/notice-document.web.tsx'
import type { RecordAnswer } from './accountability-answers.ts'
import { useAccountability, useSave } from './accountability-asks.web.ts'
import { ProcessorTable } from './processors.web.tsx'
import { TakeOut } from './take-out.web.tsx'
import './accountability.css'

const noNotes: MarginNotes = { all: [], ofWhole: [], at: new Map() }

export function ProcessingRecord() {
  const say = useText()
  const [chosen, choose] = useState<number | undefined>(undefined)
  const found = useAccountability<RecordAnswer>(`/record${chosen === undefined ? '' : `?version=${chosen}`}`)
  const record = found.data
  return (
    <Page
      title={say('ui.processing-record.title')}
      acts={record && <TakeOut path={`/accountability/files/record?version=${record.version}`} />}
    >
      <Text mb="md" maw={760}>
        {say('ui.processing-record.why-here')}
      </Text>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={480} aria-hidden />}
      {record && (
        <div className="processing-record">
          <div>
            <NativeSelect
              label={say('ui.processing-record.version')}
              value={String(record.version)}
              onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
              data={record.versions.map(({ version, effective }) => ({
                value: String(version),
                label: say('ui.processing-record.version-of', { version, date: date(effective) }),
              }))}
              mb="md"
              maw={420}
            />
            <NoticeDocument shown={record.document} notes={noNotes} />
          </div>
          <aside>
            <Looks record={record} />
            <section>
              <Title order={2}>{say('ui.processing-record.contracts')}</Title>
              <Text size="sm" c="dimmed" mb="xs">
                {say('ui.processing-record.contracts-why')}
              </Text>
              <ProcessorTable processors={record.processors} />
            </section>
          </aside>
        </div>
      )}
    </Page>
  )
}

function Looks({ record: { version, inForce, looks, due } }: { record: RecordAnswer }) {
  const say = useText()
  const [remark, setRemark] = useState('')
  const saving = useSave<{ version: number; remark: string }>('POST', '/record/looks')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(
      { version, remark },
      {
        onSuccess: () => {
          setRemark('')
          tell(say('ui.processing-record.done'))
        },
      },
    )
  }
  return (
    <section>
      <Title order={2}>{say('ui.processing-record.look')}</Title>
      <Text size="sm" c="dimmed">
        {say('ui.processing-record.look-why')}
      </Text>
      <Text my="xs">
        {due === null
          ? say('ui.accountability.record-never')
          : say('ui.accountability.record-due', { date: date(due) })}
      </Text>
      {version === inForce ? (
        <form onSubmit={submit}>
          <Textarea
            label={say('ui.processing-record.remark')}
            description={say('ui.processing-record.remark-why')}
            autosize
            minRows={2}
            maxLength={2000}
            value={remark}
            onChange={({ currentTarget }) => setRemark(currentTarget.value)}
          />
          <ProblemNotice error={saving.error} />
          <Group mt="xs">
            <Button type="submit" variant="default" loading={saving.isPending}>
              {say('ui.processing-record.do')}
            </Button>
          </Group>
        </form>
      ) : (
        <Text size="sm">{say('ui.processing-record.only-in-force')}</Text>
      )}
      <ul className="saves">
        {looks.map(look => (
          <li key={look.at}>
            <Text size="sm" className="figures">
              {say('ui.processing-record.looked', {
                name: look.by.name ?? say('ui.accountability.unknown-author'),
                at: moment(look.at),
                version: look.version,
              })}
            </Text>
            <Text size="sm" className="any-name">
              {look.remark === '' ? say('ui.processing-record.true') : look.remark}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
