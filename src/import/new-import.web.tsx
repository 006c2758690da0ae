/** A file is dropped or chosen and sent as it is, with its progress; what is too large is said before it leaves. */

import { Anchor, Button, FileButton, Group, Progress, Text } from '@mantine/core'
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope, useWorkingFor } from '../../web/purpose.tsx'
import { uploadFile } from './import-asks.web.ts'
import { ImportSteps } from './import-steps.web.tsx'
import { maxColumns, maxFileBytes, maxRows, maxWorkbookBytes } from './limits.ts'
import './import.css'
import { useWriting } from '../../web/writing.ts'

const megabyte = 1024 * 1024
const accepted = '.csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/tab-separated-values,text/plain,text/vcard'

export function NewImport() {
  const say = useText()
  const scope = useScope()
  const mayWrite = scope.data?.categories.some(category => category.mayWrite)
  return (
    <Page title={say('ui.import.new')}>
      <ProblemNotice error={scope.error} retry={() => void scope.refetch()} />
      {mayWrite === true && (
        <>
          <ImportSteps now="file" />
          <FileStep />
        </>
      )}
      {mayWrite === false && (
        <NothingYet
          title={say('ui.import.not-here')}
          step={
            <Anchor component={Link} to="/imports">
              {say('ui.import.to-list')}
            </Anchor>
          }
        >
          {say('ui.import.not-here-why')}
        </NothingYet>
      )}
    </Page>
  )
}

function useUpload() {
  const { purpose } = useWorkingFor()
  const router = useRouter()
  const [sent, setSent] = useState(0)
  const stopping = useRef(new AbortController())
  useEffect(() => {
    // The next screen is fetched now: the network may be gone when the file has been sent.
    void import('./import.web.tsx').catch(() => {}) // tried again when it is gone to
  }, [])
  const uploading = useWriting({
    mutationFn: (file: File) => {
      stopping.current = new AbortController()
      setSent(0)
      return uploadFile({ file, purpose: purpose?.id ?? '', signal: stopping.current.signal, sent: setSent })
    },
    onSuccess: ({ id }) => router.navigate({ to: '/imports/$import', params: { import: id }, replace: true }),
  })
  return { uploading, sent, stop: () => stopping.current.abort() }
}

const wasStopped = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

function FileStep() {
  const say = useText()
  const { uploading, sent, stop } = useUpload()
  const [over, setOver] = useState(false)
  const [unfit, setUnfit] = useState<string | undefined>(undefined)
  const [file, setFile] = useState<File | undefined>(undefined)
  const take = (chosen: File | null | undefined) => {
    if (!chosen) return
    setFile(chosen)
    const fault =
      chosen.size > maxFileBytes
        ? say('ui.import.too-large', { name: chosen.name, megabytes: count(maxFileBytes / megabyte) })
        : chosen.size === 0
          ? say('ui.import.empty-file', { name: chosen.name })
          : undefined
    setUnfit(fault)
    if (fault === undefined) uploading.mutate(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  if (uploading.isPending) return <Sending name={file?.name ?? ''} part={sent} stop={stop} />
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button within works by keyboard */}
      <div
        className="import-drop"
        data-over={over || undefined}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={40} stroke={1.4} aria-hidden />
        <Text fw={560}>{say('ui.import.drop')}</Text>
        <FileButton onChange={take} accept={accepted}>
          {props => (
            <Button {...props} data-autofocus leftSection={<IconUpload size={17} aria-hidden />}>
              {say('ui.import.choose-file')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {say('ui.import.limits', {
            megabytes: count(maxFileBytes / megabyte),
            workbook: count(maxWorkbookBytes / megabyte),
            rows: count(maxRows),
            columns: count(maxColumns),
          })}
        </Text>
      </div>
      <Text role="alert" c="var(--mantine-color-error)" mt="sm" className="any-name">
        {unfit}
      </Text>
      {!wasStopped(uploading.error) && (
        <ProblemNotice error={uploading.error} retry={file && (() => uploading.mutate(file))} />
      )}
      <Text c="dimmed" mt="md" maw={760}>
        {say('ui.import.known-tools')}
      </Text>
      <Text c="dimmed" mt="xs" maw={760}>
        {say('ui.import.nothing-read')}
      </Text>
    </>
  )
}

function Sending({ name, part, stop }: { name: string; part: number; stop: () => void }) {
  const say = useText()
  const percent = Math.round(part * 100)
  return (
    <div className="import-work" role="status">
      <Text fw={560} className="any-name">
        {say('ui.import.sending', { name })}
      </Text>
      <Progress value={percent} aria-label={say('ui.import.sent-part')} my="sm" />
      <Group justify="space-between">
        <Text className="figures">{percent < 100 ? `${percent} %` : say('ui.import.sent-all')}</Text>
        <Button size="compact-sm" variant="default" onClick={stop}>
          {say('ui.import.stop-sending')}
        </Button>
      </Group>
    </div>
  )
}
