/** Logins of psql and BI tools: each reads what one purpose sees until its end, is shown once with its password, and is ended at once. */

import { Button, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inOwnLanguage, useAccount } from '../../web/account.ts'
import { ask, problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { mostDays } from './login-days.ts'

interface Login {
  readonly id: string
  readonly role: string
  readonly name: string
  readonly purpose: string
  readonly madeAt: string
  readonly expiresAt: string
  readonly endedAt: string | null
}

export function Logins() {
  const say = useText()
  const { purposes } = useAccount()
  const [making, setMaking] = useState(false)
  const [url, setUrl] = useState<string | undefined>(undefined)
  const logins = useQuery({
    queryKey: ['logins'],
    queryFn: ({ signal }) => ask<{ logins: readonly Login[] }>('/logins', { signal }),
  })
  const make = purposes.length > 0 && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      {say('ui.logins.make')}
    </Button>
  )
  return (
    <Page title={say('ui.logins.title')} acts={make}>
      <Text c="dimmed" maw={640} mb="sm">
        {say('ui.logins.why')}
      </Text>
      {purposes.length === 0 && <Text maw={640}>{say('ui.logins.no-purpose')}</Text>}
      <LoadedList
        query={logins}
        rows={logins.data?.logins}
        height={160}
        none={<NothingYet title={say('ui.logins.none')}>{say('ui.logins.none-why')}</NothingYet>}
      >
        {rows => <LoginTable logins={rows} />}
      </LoadedList>
      {making && (
        <MakeLogin
          close={() => setMaking(false)}
          made={made => {
            setMaking(false)
            setUrl(made)
          }}
        />
      )}
      <ShownOnce
        title={say('ui.logins.url-title')}
        why={say('ui.logins.url-why')}
        label={say('ui.logins.url')}
        secret={url}
        close={() => setUrl(undefined)}
      >
        {url && <UrlParts url={new URL(url)} />}
      </ShownOnce>
    </Page>
  )
}

/** Most tools ask for the parts of the address one by one. */
function UrlParts({ url }: { url: URL }) {
  const say = useText()
  const parts = [
    ['host', url.port === '' ? url.hostname : `${url.hostname}:${url.port}`],
    ['database', decodeURIComponent(url.pathname.slice(1))],
    ['user', decodeURIComponent(url.username)],
    ['password', decodeURIComponent(url.password)],
  ] as const
  return (
    <Table mt="sm" layout="fixed">
      <Table.Tbody>
        {parts.map(([part, value]) => (
          <Table.Tr key={part}>
            <Table.Th scope="row" w={120}>
              {say(`ui.logins.parts.${part}`)}
            </Table.Th>
            <Table.Td className="any-name">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function LoginTable({ logins }: { logins: readonly Login[] }) {
  const say = useText()
  const client = useQueryClient()
  const { purposes } = useAccount()
  const ending = useWriting({
    mutationFn: (id: string) => ask(`/logins/${id}`, { method: 'DELETE' }),
    onSuccess: () => tell(say('ui.logins.ended-now')),
    // Somebody else may have ended it meanwhile: the list says so.
    onSettled: () => client.invalidateQueries({ queryKey: ['logins'] }),
  })
  const purposeName = (id: string) => {
    const purpose = purposes.find(one => one.id === id)
    return purpose ? inOwnLanguage(purpose.name) : id
  }
  return (
    <>
      <ProblemNotice error={ending.error} />
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.logins.name')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.logins.role')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.logins.purpose')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.logins.made')}</Table.Th>
            <Table.Th>{say('ui.logins.expires')}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{say('ui.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {logins.map(({ id, role, name, purpose, madeAt, expiresAt, endedAt }) => (
            <Table.Tr key={id}>
              <Table.Td className="any-name">
                {name}
                <Text size="sm" c="dimmed" hiddenFrom="sm">
                  {purposeName(purpose)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <code>{role}</code>
              </Table.Td>
              <Table.Td visibleFrom="sm">{purposeName(purpose)}</Table.Td>
              <Table.Td visibleFrom="sm">{date(madeAt)}</Table.Td>
              <Table.Td>{moment(expiresAt)}</Table.Td>
              <Table.Td>
                {endedAt === null ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={ending.isPending && ending.variables === id}
                    aria-label={say('ui.logins.end-one', { name })}
                    onClick={() => ending.mutate(id)}
                  >
                    {say('ui.logins.end')}
                  </Button>
                ) : (
                  <Text size="sm">{say('ui.logins.ended', { at: date(endedAt) })}</Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

const day = (from: Date, days: number): string => {
  const to = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days)
  return [to.getFullYear(), to.getMonth() + 1, to.getDate()].map(part => String(part).padStart(2, '0')).join('-')
}

function MakeLogin({ close, made }: { close: () => void; made: (url: string) => void }) {
  const say = useText()
  const client = useQueryClient()
  const { purposes } = useAccount()
  const [now] = useState(() => new Date())
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? '')
  const [until, setUntil] = useState(day(now, 7))
  const [missing, setMissing] = useState(false)
  const making = useWriting({
    mutationFn: () =>
      ask<{ url: string }>('/logins', {
        method: 'POST',
        body: { name, purpose, expiresAt: new Date(`${until}T23:59:59`).toISOString() },
      }),
    onSuccess: async ({ url }) => {
      await client.invalidateQueries({ queryKey: ['logins'] })
      made(url)
    },
  })
  const errors = making.error === null ? [] : problemOf(making.error).errors
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isMissing = name.trim() === '' || until === ''
    setMissing(isMissing)
    if (!isMissing) making.mutate()
  }
  return (
    <Dialog close={close} title={say('ui.logins.make')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={making.error} />
          <TextInput
            label={say('ui.logins.name')}
            description={say('ui.logins.name-why')}
            required
            data-autofocus
            maxLength={100}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={
              missing && name.trim() === ''
                ? say('ui.logins.name-missing')
                : errors.find(({ field }) => field === 'name')?.message
            }
          />
          <NativeSelect
            label={say('ui.logins.purpose')}
            description={say('ui.logins.purpose-why')}
            data={purposes.map(one => ({ value: one.id, label: inOwnLanguage(one.name) }))}
            value={purpose}
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          />
          <TextInput
            type="date"
            label={say('ui.logins.expires')}
            description={say('ui.logins.expires-why', { days: mostDays })}
            required
            min={day(now, 0)}
            max={day(now, mostDays - 1)}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            error={
              missing && until === ''
                ? say('ui.logins.expires-missing')
                : errors.find(({ field }) => field === 'expiresAt')?.message
            }
          />
          <DialogButtons send={say('ui.logins.make')} sending={making.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
