/** Keys of other programs: each for one purpose, shown once, revoked at once. */

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

interface Key {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly madeAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

export function Keys() {
  const say = useText()
  const { purposes } = useAccount()
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | undefined>(undefined)
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => ask<{ keys: readonly Key[] }>('/keys', { signal }),
  })
  const make = purposes.length > 0 && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      {say('ui.keys-of-programs.make')}
    </Button>
  )
  return (
    <Page title={say('ui.keys-of-programs.title')} acts={make}>
      <Text c="dimmed" maw={640} mb="sm">
        {say('ui.keys-of-programs.why')}
      </Text>
      <LoadedList
        query={keys}
        rows={keys.data?.keys}
        height={160}
        none={<NothingYet title={say('ui.keys-of-programs.none')}>{say('ui.keys-of-programs.none-why')}</NothingYet>}
      >
        {rows => <KeyTable keys={rows} />}
      </LoadedList>
      {making && (
        <MakeKey
          close={() => setMaking(false)}
          made={key => {
            setMaking(false)
            setSecret(key)
          }}
        />
      )}
      <ShownOnce
        title={say('ui.keys-of-programs.secret-title')}
        why={say('ui.keys-of-programs.secret-why')}
        label={say('ui.keys-of-programs.secret')}
        secret={secret}
        close={() => setSecret(undefined)}
      />
    </Page>
  )
}

function KeyTable({ keys }: { keys: readonly Key[] }) {
  const say = useText()
  const client = useQueryClient()
  const { purposes } = useAccount()
  const revoking = useWriting({
    mutationFn: (id: string) => ask(`/keys/${id}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['keys'] })
      tell(say('ui.keys-of-programs.revoked-now'))
    },
  })
  const purposeName = (id: string) => {
    const purpose = purposes.find(one => one.id === id)
    return purpose ? inOwnLanguage(purpose.name) : id
  }
  return (
    <>
      <ProblemNotice error={revoking.error} />
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.keys-of-programs.name')}</Table.Th>
            <Table.Th>{say('ui.keys-of-programs.purpose')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.keys-of-programs.made')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.keys-of-programs.last-used')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.keys-of-programs.expires')}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{say('ui.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {keys.map(({ id, name, purpose, madeAt, expiresAt, lastUsedAt, revokedAt }) => (
            <Table.Tr key={id}>
              <Table.Td className="any-name">{name}</Table.Td>
              <Table.Td>{purposeName(purpose)}</Table.Td>
              <Table.Td visibleFrom="sm">{date(madeAt)}</Table.Td>
              <Table.Td visibleFrom="sm">
                {lastUsedAt === null ? say('ui.keys-of-programs.never') : moment(lastUsedAt)}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {expiresAt === null ? say('ui.keys-of-programs.no-end') : date(expiresAt)}
              </Table.Td>
              <Table.Td>
                {revokedAt === null ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={revoking.isPending && revoking.variables === id}
                    aria-label={say('ui.keys-of-programs.revoke-one', { name })}
                    onClick={() => revoking.mutate(id)}
                  >
                    {say('ui.keys-of-programs.revoke')}
                  </Button>
                ) : (
                  <Text size="sm">{say('ui.keys-of-programs.revoked', { at: date(revokedAt) })}</Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function MakeKey({ close, made }: { close: () => void; made: (secret: string) => void }) {
  const say = useText()
  const client = useQueryClient()
  const { purposes } = useAccount()
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? '')
  const [until, setUntil] = useState('')
  const making = useWriting({
    mutationFn: () =>
      ask<{ secret: string }>('/keys', {
        method: 'POST',
        body: { name, purpose, ...(until !== '' && { expiresAt: new Date(`${until}T23:59:59`).toISOString() }) },
      }),
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: ['keys'] })
      made(secret)
    },
  })
  const problem = making.error === null ? undefined : problemOf(making.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate()
  }
  return (
    <Dialog close={close} title={say('ui.keys-of-programs.make')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={making.error} />
          <TextInput
            label={say('ui.keys-of-programs.name')}
            description={say('ui.keys-of-programs.name-why')}
            required
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={problem?.errors.find(({ field }) => field === 'name')?.message}
          />
          <NativeSelect
            label={say('ui.keys-of-programs.purpose')}
            description={say('ui.keys-of-programs.purpose-why')}
            data={purposes.map(one => ({ value: one.id, label: inOwnLanguage(one.name) }))}
            value={purpose}
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          />
          <TextInput
            type="date"
            label={say('ui.keys-of-programs.expires')}
            description={say('ui.keys-of-programs.expires-why')}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            error={problem?.errors.find(({ field }) => field === 'expiresAt')?.message}
          />
          <DialogButtons send={say('ui.keys-of-programs.make')} sending={making.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
