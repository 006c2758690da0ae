/** The administrator sees how old the last backup is and whether it can be restored, takes one more, and has its file. */

import { Button, Code, Group, Progress, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconDatabaseExport, IconDownload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { count, date, moment, size } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { type Nightly, NightlyBackups } from './nightly-backups.web.tsx'

interface Work {
  readonly id: string
  readonly state: 'waiting' | 'done' | 'failed'
  readonly askedAt: string
  readonly share: number
  readonly takenAt: string | null
  readonly persons: number | null
  readonly why: string | null
}

interface Backup extends Work {
  readonly place: 'home' | 'file'
  readonly bytes: number | null
  readonly keptUntil: string | null
  readonly folder: string | null
  readonly nightly: string | null
}

interface Backups {
  readonly backups: readonly Backup[]
  readonly drills: readonly (Work & { readonly backup: string | null })[]
  readonly nightly: Nightly
}

const key = ['backups']

export function BackupsScreen() {
  const say = useText()
  const client = useQueryClient()
  const [recoveryKey, setRecoveryKey] = useState<string | undefined>(undefined)
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask<Backups>('/backups', { signal }),
    refetchInterval: ({ state }) => (state.data && underWay(state.data) ? 1000 : false),
  })
  useToldOutcome(list.data)
  const taking = useWriting({
    mutationFn: () => ask<{ recoveryKey: string | null }>('/backups', { method: 'POST' }),
    onSuccess: async answer => {
      setRecoveryKey(answer.recoveryKey ?? undefined)
      await client.invalidateQueries({ queryKey: key })
    },
  })
  const drilling = useWriting({
    mutationFn: (id: string) => ask(`/backups/${id}/drill`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
  const working = list.data && underWay(list.data)
  const take = (
    <Button
      leftSection={<IconDatabaseExport size={17} aria-hidden />}
      disabled={!list.data || working !== undefined}
      loading={taking.isPending}
      onClick={() => taking.mutate()}
    >
      {say('ui.backups.take')}
    </Button>
  )
  return (
    <Page title={say('ui.backups.title')} acts={take}>
      <Text c="dimmed" maw={640} mb="md">
        {say('ui.backups.why')}
      </Text>
      <ProblemNotice error={list.error} retry={() => void list.refetch()} />
      <ProblemNotice error={taking.error ?? drilling.error} />
      {list.isPending && <Skeleton height={160} aria-hidden />}
      {working && <UnderWay work={working} what={working.what} />}
      {list.data?.backups.length === 0 && (
        <NothingYet title={say('ui.backups.none')}>{say('ui.backups.none-why')}</NothingYet>
      )}
      {list.data && list.data.backups.length > 0 && (
        <>
          <Latest {...list.data} />
          <BackupTable
            backups={list.data.backups.filter(({ state }) => state !== 'waiting')}
            drill={working ? undefined : drilling.mutate}
          />
        </>
      )}
      {list.data && <NightlyBackups nightly={list.data.nightly} queryKey={key} showKey={setRecoveryKey} />}
      <Restoring />
      <ShownOnce
        title={say('ui.backups.key-title')}
        why={say('ui.backups.key-why')}
        label={say('ui.backups.key')}
        secret={recoveryKey}
        close={() => setRecoveryKey(undefined)}
      />
    </Page>
  )
}

/** What the server is at work on: a command's backup is none of its business. */
function underWay({ backups, drills }: Backups): (Work & { readonly what: 'taking' | 'drilling' }) | undefined {
  const taken = backups.find(({ state, place }) => state === 'waiting' && place === 'home')
  if (taken) return { ...taken, what: 'taking' }
  const drilled = drills.find(({ state, backup }) => state === 'waiting' && backup !== null)
  return drilled && { ...drilled, what: 'drilling' }
}

/** Says so when what was under way has succeeded; what failed stands in the list. */
function useToldOutcome(shown: Backups | undefined): void {
  const say = useText()
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (!shown) return
    const { backups, drills } = shown
    const done = (works: readonly Work[]) => works.some(({ id, state }) => id === before.current && state === 'done')
    if (done(backups)) tell(say('ui.backups.done'))
    if (done(drills)) tell(say('ui.backups.drilled'))
    before.current = underWay(shown)?.id
  }, [shown, say])
}

function UnderWay({ work, what }: { work: Work; what: 'taking' | 'drilling' }) {
  const say = useText()
  const percent = Math.floor(work.share * 100)
  return (
    <Stack gap={6} mb="lg" maw={640}>
      <Text fw={560}>{say(`ui.backups.${what}`)}</Text>
      <Progress value={percent} animated={percent === 0} aria-label={say(`ui.backups.${what}`)} />
      <Text className="figures" role="status">{`${percent} %`}</Text>
    </Stack>
  )
}

/** The two dates that matter, or what went wrong the last time. */
function Latest({ backups, drills }: Backups) {
  const say = useText()
  const [backup, drill] = [backups, drills].map(works => works.find(({ state }) => state === 'done'))
  const rows = [
    { what: say('ui.backups.last'), at: backup?.takenAt, failed: failureOf(backups) },
    { what: say('ui.backups.last-drill'), at: drill?.askedAt, failed: failureOf(drills) },
  ]
  return (
    <Group gap="xl" mb="lg" align="flex-start">
      {rows.map(({ what, at, failed }) => (
        <div key={what}>
          <Text size="sm" c="dimmed">
            {what}
          </Text>
          <Text fw={560} className="figures">
            {at ? moment(at) : say('ui.backups.never')}
          </Text>
          {failed && (
            <Text size="sm" maw={420}>
              {say('ui.backups.failed', { why: failed })}
            </Text>
          )}
        </div>
      ))}
    </Group>
  )
}

const failureOf = ([latest]: readonly Work[]): string | null => (latest?.state === 'failed' ? latest.why : null)

function BackupTable({ backups, drill }: { backups: readonly Backup[]; drill: ((id: string) => void) | undefined }) {
  const say = useText()
  const placeOf = (until: string, folder: string | null) =>
    folder === null ? say('ui.backups.here', { until }) : say('ui.backups.here-in', { until, folder })
  return (
    <Table mb="xl">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.backups.taken')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.backups.persons')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.backups.size')}</Table.Th>
          <Table.Th>{say('ui.backups.place')}</Table.Th>
          <Table.Th>
            <span className="visually-hidden">{say('ui.acts')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="figures">
        {backups.map(({ id, state, askedAt, takenAt, persons, bytes, place, keptUntil, folder, nightly, why }) => {
          const at = moment(takenAt ?? askedAt)
          return (
            <Table.Tr key={id}>
              <Table.Td>
                {at}
                {nightly !== null && (
                  <Text size="xs" c="dimmed">
                    {say('ui.backups.by-itself')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm">{persons === null ? '–' : count(persons)}</Table.Td>
              <Table.Td visibleFrom="sm">{bytes === null ? '–' : size(bytes)}</Table.Td>
              <Table.Td>
                {state === 'failed' && say('ui.backups.failed', { why: why ?? '' })}
                {state === 'done' && place === 'file' && say('ui.backups.elsewhere')}
                {state === 'done' &&
                  place === 'home' &&
                  (keptUntil === null ? say('ui.backups.gone') : placeOf(date(keptUntil), folder))}
              </Table.Td>
              <Table.Td>
                {keptUntil !== null && (
                  <Group gap="xs" justify="flex-end">
                    <Button
                      size="compact-sm"
                      variant="default"
                      component="a"
                      href={`/api/v1/backups/${id}/file`}
                      download
                      leftSection={<IconDownload size={15} aria-hidden />}
                      aria-label={say('ui.backups.download-one', { at })}
                    >
                      {say('ui.backups.download')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={drill === undefined}
                      aria-label={say('ui.backups.drill-one', { at })}
                      onClick={() => drill?.(id)}
                    >
                      {say('ui.backups.drill')}
                    </Button>
                  </Group>
                )}
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

function Restoring() {
  const say = useText()
  return (
    <section aria-labelledby="restoring">
      <Title order={2} id="restoring" mt="xl" mb="xs">
        {say('ui.backups.restoring')}
      </Title>
      <Stack gap="xs" maw={640}>
        <Text>{say('ui.backups.restoring-how')}</Text>
        <Code block>seloste restore seloste.backup --replace</Code>
        <Text>{say('ui.backups.restoring-new')}</Text>
        <Code block>seloste restore seloste.backup --key-stdin</Code>
      </Stack>
    </section>
  )
}
