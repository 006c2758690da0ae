/** One form: whether it takes what is sent, where it is, how much came and what became of it, and who changed what it says. */

import { Alert, Button, Code, CopyButton, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconCheck, IconCopy, IconExternalLink, IconPencil } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import { About, StateBadge } from '../arrivals/arrivals.web.tsx'
import type { FormDetails } from './form-answers.ts'
import { useForm, useFormArrivals, useFormVerbs } from './form-asks.web.ts'
import { FormResults } from './form-results.web.tsx'
import { OpenBadge } from './forms.web.tsx'
import './forms.css'
import { useWriting } from '../../web/writing.ts'

export function Form() {
  const say = useText()
  const { form: id = '' } = useParams({ strict: false })
  const found = useForm(id)
  const one = found.data
  const edit = (
    <Button
      variant="default"
      leftSection={<IconPencil size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/forms/$form/edit" params={{ form: id }} />}
    >
      {say('ui.forms.edit')}
    </Button>
  )
  return (
    <Page title={one?.name ?? say('ui.forms.one')} beside={one && <OpenBadge form={one} />} acts={one && edit}>
      <Loaded query={found} height={240}>
        {shown => (
          <Stack gap="lg">
            <Opening one={shown} />
            <Counts one={shown} />
            <FormResults id={shown.id} />
            <Submissions one={shown} />
            <Versions one={shown} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Opening({ one }: { one: FormDetails }) {
  const say = useText()
  const verbs = useFormVerbs()
  const [until, setUntil] = useState('')
  const opening = useWriting({
    mutationFn: (open: boolean) =>
      verbs.open(one.id, open, open && until !== '' ? new Date(until).toISOString() : null),
    onSuccess: (_, open) => tell(say(open ? 'ui.forms.opened' : 'ui.forms.closed-now')),
  })
  return (
    <section>
      {one.findings.length > 0 && (
        <Alert color="brick" variant="light" mb="sm" title={say('ui.forms.unsound')}>
          {one.findings.map(({ field, text }) => (
            <Text key={`${field}${text}`} size="sm">
              {text}
            </Text>
          ))}
        </Alert>
      )}
      {one.content.confirmation !== 'none' && !one.mailReady && (
        <Alert color="amber" variant="light" mb="sm">
          {say('ui.forms.no-mail')}
        </Alert>
      )}
      <Text size="sm" c="dimmed" mb={4}>
        {say('ui.forms.from', { source: one.sourceName })}
      </Text>
      <ProblemNotice error={opening.error} />
      <Group align="end" gap="sm" mb="sm">
        {one.isOpen ? (
          <Button variant="default" loading={opening.isPending} onClick={() => opening.mutate(false)}>
            {say('ui.forms.close')}
          </Button>
        ) : (
          <>
            <TextInput
              type="datetime-local"
              label={say('ui.forms.until')}
              value={until}
              onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            />
            <Button loading={opening.isPending} onClick={() => opening.mutate(true)}>
              {say('ui.forms.open-now')}
            </Button>
          </>
        )}
      </Group>
      <Text size="sm">{say('ui.forms.link')}</Text>
      <Group gap="xs">
        <code className="form-link">{one.link}</code>
        <Copy value={one.link} label={say('ui.forms.copy-link')} />
        {one.isOpen && (
          <Button
            size="compact-xs"
            variant="subtle"
            component="a"
            href={one.link}
            target="_blank"
            rel="noreferrer"
            leftSection={<IconExternalLink size={14} aria-hidden />}
          >
            {say('ui.forms.visit')}
          </Button>
        )}
      </Group>
      <Text size="sm" mt="sm">
        {say('ui.forms.snippet')}
      </Text>
      <Code block className="form-snippet">
        {one.snippet}
      </Code>
      <Copy value={one.snippet} label={say('ui.forms.copy-snippet')} />
    </section>
  )
}

function Copy({ value, label }: { value: string; label: string }) {
  const say = useText()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? say('ui.forms.copied') : label}
        </Button>
      )}
    </CopyButton>
  )
}

const shownCounts = ['written', 'refused', 'accepted', 'unconfirmed', 'confirmed', 'lapsed', 'turnedAway'] as const
const ofConfirmation: readonly (typeof shownCounts)[number][] = ['unconfirmed', 'confirmed', 'lapsed']

function Counts({ one }: { one: FormDetails }) {
  const say = useText()
  const shown = shownCounts.filter(
    each =>
      one.counts[each] > 0 ||
      each === 'written' ||
      (one.content.confirmation !== 'none' && ofConfirmation.includes(each)),
  )
  return (
    <section aria-labelledby="form-counts">
      <Title order={2} id="form-counts" mb="xs">
        {say('ui.forms.counts')}
      </Title>
      <dl className="form-counts">
        {shown.map(each => (
          <div key={each}>
            <dt>{say(`ui.forms.count.${each}`)}</dt>
            <dd>{count(one.counts[each])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Submissions({ one }: { one: FormDetails }) {
  const say = useText()
  const found = useFormArrivals(one.id)
  const arrivals = found.data?.pages.flatMap(page => page.arrivals) ?? []
  return (
    <section aria-labelledby="form-came">
      <Title order={2} id="form-came" mb="xs">
        {say('ui.forms.came')}
      </Title>
      <LoadedList
        query={found}
        rows={arrivals}
        height={120}
        none={<NothingYet title={say('ui.forms.came-none')}>{say('ui.forms.came-none-why')}</NothingYet>}
      >
        {rows => (
          <Table verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.arrivals.when')}</Table.Th>
                <Table.Th>{say('ui.arrivals.became')}</Table.Th>
                <Table.Th>{say('ui.arrivals.about')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(each => (
                <Table.Tr key={each.id}>
                  <Table.Th scope="row" fw={400} className="figures">
                    <Link to="/arrivals/$arrival" params={{ arrival: each.id }} className="row-link">
                      {moment(each.at)}
                    </Link>
                  </Table.Th>
                  <Table.Td>
                    <StateBadge state={each.state} />
                    {each.reason && (
                      <Text size="sm" mt={4}>
                        {each.reason.text}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <About one={each} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </LoadedList>
    </section>
  )
}

function Versions({ one }: { one: FormDetails }) {
  const say = useText()
  return (
    <section aria-labelledby="form-versions">
      <Title order={2} id="form-versions" mb="xs">
        {say('ui.forms.versions')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say('ui.forms.versions-why')}
      </Text>
      <ol reversed style={{ margin: 0 }}>
        {one.versions.map(({ version, madeAt, by }) => (
          <li key={version}>{[moment(madeAt), whoIs(by, say)].join(' · ')}</li>
        ))}
      </ol>
    </section>
  )
}
