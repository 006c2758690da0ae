/** The forms of the purpose in force: what each is called, whether it takes what is sent, and how much came. */

import { Anchor, Badge, Button, Table, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { FormSummary } from './form-answers.ts'
import { useForms } from './form-asks.web.ts'
import './forms.css'

export function Forms() {
  const say = useText()
  const found = useForms()
  const mayMake = (found.data?.sources.length ?? 0) > 0
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} renderRoot={props => <Link {...props} to="/forms/new" />}>
      {say('ui.forms.add')}
    </Button>
  )
  return (
    <Page title={say('ui.forms.title')} acts={mayMake && add}>
      <Text c="dimmed" maw={680} mb="sm">
        {say('ui.forms.why')}
      </Text>
      <LoadedList
        query={found}
        rows={found.data?.forms}
        height={200}
        none={
          <NothingYet title={say('ui.forms.none')} step={mayMake && add}>
            {say(mayMake ? 'ui.forms.none-why' : 'ui.forms.not-this-purpose')}
          </NothingYet>
        }
      >
        {forms => <FormTable forms={forms} />}
      </LoadedList>
      {found.data?.withdrawal && <Withdrawal link={found.data.withdrawal} />}
    </Page>
  )
}

/** What every web shop must have beside its forms; it needs no making. */
function Withdrawal({ link }: { link: string }) {
  const say = useText()
  return (
    <section className="form-part" aria-labelledby="withdraw">
      <Title order={2} id="withdraw" mt="xl" mb={4}>
        {say('ui.forms.withdraw')}
      </Title>
      <Text size="sm" maw={680} mb={4}>
        {say('ui.forms.withdraw-why')}
      </Text>
      <Anchor href={link} target="_blank" rel="noreferrer" className="form-link">
        {link}
      </Anchor>
    </section>
  )
}

function FormTable({ forms }: { forms: readonly FormSummary[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.forms.name')}</Table.Th>
          <Table.Th>{say('ui.forms.state')}</Table.Th>
          <Table.Th className="figures">{say('ui.forms.count.written')}</Table.Th>
          <Table.Th visibleFrom="sm" className="figures">
            {say('ui.forms.count.refused')}
          </Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.forms.last')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {forms.map(form => (
          <Table.Tr key={form.id}>
            <Table.Th scope="row" fw={560}>
              <Link to="/forms/$form" params={{ form: form.id }} className="row-link any-name">
                {form.name}
              </Link>
            </Table.Th>
            <Table.Td>
              <OpenBadge form={form} />
            </Table.Td>
            <Table.Td className="figures">{count(form.counts.written)}</Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {count(form.counts.refused)}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {form.counts.lastAt && moment(form.counts.lastAt)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

export function OpenBadge({ form }: { form: Pick<FormSummary, 'isOpen' | 'closesAt'> }) {
  const say = useText()
  const until = form.isOpen && form.closesAt
  return (
    <Badge variant="light" color={form.isOpen ? 'pine' : 'gray'} tt="none">
      {until
        ? say('ui.forms.open-until', { date: date(until) })
        : say(form.isOpen ? 'ui.forms.open' : 'ui.forms.closed')}
    </Badge>
  )
}
