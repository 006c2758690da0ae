/** Who has looked: when and for which purpose the person's data has been shown; folded away until asked for. */

import { Skeleton, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWorkingFor } from '../../web/purpose.tsx'
import { useLooks } from './person-asks.web.ts'

export function PersonLooks({ person }: { person: string }) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const looks = useLooks(person, open)
  const { purposes } = useWorkingFor()
  const nameOf = (id: string) => {
    const purpose = purposes.find(one => one.id === id)
    return purpose ? inOwnLanguage(purpose.name) : id
  }
  return (
    <section className="panel">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2>{say('ui.looks.title')}</h2>
        </summary>
        <Text size="sm" c="dimmed">
          {say('ui.looks.why')}
        </Text>
        <ProblemNotice error={looks.error} retry={() => void looks.refetch()} />
        {open && looks.isPending && <Skeleton height={90} aria-hidden />}
        {looks.data?.looks.length === 0 && <Text size="sm">{say('ui.looks.none')}</Text>}
        {looks.data && looks.data.looks.length > 0 && (
          <Table withRowBorders={false} verticalSpacing={3}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.looks.at')}</Table.Th>
                <Table.Th>{say('ui.looks.purpose')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {looks.data.looks.map(look => (
                <Table.Tr key={`${look.at}${look.purpose}`}>
                  <Table.Td className="figures">{moment(look.at)}</Table.Td>
                  <Table.Td>{nameOf(look.purpose)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </details>
    </section>
  )
}
