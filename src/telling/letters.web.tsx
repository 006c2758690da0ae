/** Who is to get a letter: shown and printed for the rights purpose only, and told when the letters have been sent. */

import { Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { saveFile } from '../../web/ask.ts'
import { count } from '../../web/format.ts'
import { langNames, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { lettersPath, useLetters } from './publication-asks.web.ts'

export function Letters({ publication, letters }: { publication: string; letters: number }) {
  const say = useText()
  const seesAll = useScope().data?.seesAll === true
  return (
    <section aria-labelledby="letters">
      <Title order={2} id="letters" mb="xs">
        {say('ui.publications.letters', { count: letters, number: count(letters) })}
      </Title>
      {seesAll ? (
        <LetterTable publication={publication} />
      ) : (
        <Text maw={640}>{say('ui.publications.letters-whose')}</Text>
      )}
    </section>
  )
}

function LetterTable({ publication }: { publication: string }) {
  const say = useText()
  const found = useLetters(publication, true)
  const shown = found.data?.letters ?? []
  const withAddress = shown.filter(({ address }) => address.length > 0)
  return (
    <>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.publications.name')}</Table.Th>
            <Table.Th>{say('ui.publications.address')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.publications.language')}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{say('ui.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ person, name, address, lang }) => (
            <Table.Tr key={person}>
              <Table.Td className="any-name">{name || say('ui.publications.nameless')}</Table.Td>
              <Table.Td className="any-name">{address.join(', ') || say('ui.publications.no-address')}</Table.Td>
              <Table.Td visibleFrom="sm">{langNames[lang]}</Table.Td>
              <Table.Td ta="right">
                <Print publication={publication} persons={[person]} name={name} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {found.data?.next && <Text size="sm">{say('ui.publications.more-letters')}</Text>}
      {withAddress.length > 0 && (
        <Stack gap="sm" mt="md">
          <Group>
            <Print publication={publication} persons={withAddress.map(({ person }) => person)} />
          </Group>
          <Sent publication={publication} persons={withAddress.map(({ person }) => person)} />
        </Stack>
      )}
    </>
  )
}

interface PrintProps {
  readonly publication: string
  readonly persons: readonly string[]
  /** Of the one person whose letter it is. */
  readonly name?: string
}

function Print({ publication, persons, name }: PrintProps) {
  const say = useText()
  const { ask } = useRegister()
  const printing = useWriting({
    mutationFn: async () => {
      const path = lettersPath(publication, 'print')
      const made = await ask<{ pdf: string; name: string }>(path, { method: 'POST', body: { persons } })
      const bytes = Uint8Array.from(atob(made.pdf), letter => letter.charCodeAt(0))
      saveFile(new Blob([bytes], { type: 'application/pdf' }), made.name)
    },
  })
  return (
    <>
      <ProblemNotice error={printing.error} />
      <Button
        variant="default"
        size={name === undefined ? 'sm' : 'compact-sm'}
        leftSection={<IconPrinter size={16} aria-hidden />}
        loading={printing.isPending}
        onClick={() => printing.mutate()}
        {...(name !== undefined && { 'aria-label': say('ui.publications.print-one', { name }) })}
      >
        {name === undefined
          ? say('ui.publications.print', { count: persons.length, number: count(persons.length) })
          : say('ui.publications.print-short')}
      </Button>
    </>
  )
}

function Sent({ publication, persons }: PrintProps) {
  const say = useText()
  const client = useQueryClient()
  const { ask } = useRegister()
  const [on, setOn] = useState(() => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' }))
  const noting = useWriting({
    mutationFn: () =>
      ask<{ persons: number }>(lettersPath(publication, 'sent'), { method: 'POST', body: { persons, on } }),
    onSuccess: async noted => {
      tell(say('ui.publications.noted', { count: noted.persons, number: count(noted.persons) }))
      await Promise.all([
        client.invalidateQueries({ queryKey: ['publications'] }),
        client.invalidateQueries({ queryKey: ['register'] }),
      ])
    },
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        noting.mutate()
      }}
    >
      <ProblemNotice error={noting.error} />
      <Group align="end">
        <TextInput
          type="date"
          label={say('ui.publications.sent-on')}
          value={on}
          required
          onChange={({ currentTarget }) => setOn(currentTarget.value)}
        />
        <Button type="submit" loading={noting.isPending}>
          {say('ui.publications.sent', { count: persons.length, number: count(persons.length) })}
        </Button>
      </Group>
    </form>
  )
}
