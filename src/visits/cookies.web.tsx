/** Cookies for staff: the line for the website, what the notice lists, what visitors chose, and what a browser really found. */

import { Alert, Button, Code, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconCheck, IconWorldSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { LineChart } from '../../web/chart-lines.tsx'
import { date, moment } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ChoiceProof } from './choice-proof.web.tsx'
import { type CookieScreen, useCookies } from './cookie-asks.web.ts'
import './cookies.css'

export function Cookies() {
  const say = useText()
  const { overview, inspect, isInspecting } = useCookies()
  const data = overview.data
  return (
    <Page
      title={say('ui.cookies.title')}
      acts={
        data &&
        data.inspection.websites.length > 0 && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconWorldSearch size={17} aria-hidden />}
            loading={isInspecting}
            onClick={() => inspect.mutate()}
          >
            {say('ui.cookies.inspect')}
          </Button>
        )
      }
    >
      <ProblemNotice error={overview.error} retry={() => void overview.refetch()} />
      <ProblemNotice error={inspect.error} />
      {overview.isPending && <Skeleton height={320} aria-hidden />}
      {data && (
        <Stack gap="xl" className="cookies">
          <Snippet data={data} />
          <Inspected data={data} isInspecting={isInspecting} />
          <Choices weeks={data.weeks} />
          <ChoiceProof kinds={data.inventory} />
          <Inventory groups={data.inventory} />
        </Stack>
      )}
    </Page>
  )
}

const waiting = `<script type="text/plain" data-seloste-category="analytics" data-src="https://…"></script>
<iframe data-seloste-category="embedded" data-src="https://…" title="…"></iframe>`

function Snippet({ data: { snippet, remembers, asks } }: { data: CookieScreen }) {
  const say = useText()
  return (
    <section aria-label={say('ui.cookies.how')}>
      <Text maw={720}>{say('ui.cookies.about')}</Text>
      {asks && !remembers && (
        <Alert color="amber" mt="sm" maw={720}>
          {say('ui.cookies.no-remembering')}
        </Alert>
      )}
      {!asks && (
        <Text mt="sm" maw={720}>
          {say('ui.cookies.nothing-to-ask')}
        </Text>
      )}
      <details>
        <summary>{say('ui.cookies.how')}</summary>
        <Text size="sm" mt={6}>
          {say('ui.cookies.how-line')}
        </Text>
        <Code block mt={4} className="cookie-snippet">
          {snippet}
        </Code>
        <Text size="sm" mt={6}>
          {say('ui.cookies.how-scripts')}
        </Text>
        <Code block mt={4} className="cookie-snippet">
          {waiting}
        </Code>
      </details>
    </section>
  )
}

const faults = ['early', 'undeclared', 'unasked', 'longer'] as const

function Inspected({ data: { inspection }, isInspecting }: { data: CookieScreen; isInspecting: boolean }) {
  const say = useText()
  const { websites, last } = inspection
  const wrong = faults.filter(fault => (last?.[fault].length ?? 0) > 0)
  return (
    <section>
      <Title order={2} mb="xs">
        {say('ui.cookies.inspection')}
      </Title>
      {websites.length === 0 && (
        <Text maw={720}>
          {say('ui.cookies.no-websites')} <Link to="/promises">{say('ui.cookies.to-promises')}</Link>
        </Text>
      )}
      <Text role="status" c="dimmed">
        {isInspecting
          ? say('ui.cookies.inspecting')
          : last
            ? say('ui.cookies.looked', { at: moment(last.at), pages: last.pages })
            : websites.length > 0 && say('ui.cookies.never')}
      </Text>
      {last?.fault && (
        <Alert color="amber" mt="sm" maw={720}>
          {say(`ui.cookies.fault.${last.fault}`)}
        </Alert>
      )}
      {last?.fault === null && wrong.length === 0 && (
        <Alert color="pine" icon={<IconCheck aria-hidden />} mt="sm" maw={720} title={say('ui.cookies.as-declared')} />
      )}
      {wrong.map(fault => (
        <Alert key={fault} color="brick" mt="sm" maw={720} title={say(`ui.cookies.${fault}`)}>
          <ul className="cookie-faults">
            {last?.[fault].map(one => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Alert>
      ))}
      {last && last.found.length > 0 && <Everything found={last.found} />}
    </section>
  )
}

type Last = NonNullable<CookieScreen['inspection']['last']>

const kindOf = (say: Say, { kind, declared }: Last['found'][number]): string =>
  !declared && (kind === 'cookie' || kind === 'storage')
    ? `${say(`ui.cookies.kind.${kind}`)} – ${say('ui.cookies.undeclared')}`
    : say(`ui.cookies.kind.${kind}`)

function Everything({ found }: { found: Last['found'] }) {
  const say = useText()
  return (
    <details>
      <summary>{say('ui.cookies.everything', { count: found.length })}</summary>
      <Table verticalSpacing={4} mt={6} className="cookie-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.cookies.found-name')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.cookies.found-kind')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.cookies.found-when')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.map(one => (
            <Table.Tr key={`${one.phase} ${one.kind} ${one.name} ${one.host}`}>
              <Table.Td className="any-name">
                {one.name === one.host || one.name === '' ? one.host : `${one.name} (${one.host})`}
                <Text size="sm" c="dimmed" hiddenFrom="sm">
                  {kindOf(say, one)} · {say(`ui.cookies.phase.${one.phase}`)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">{kindOf(say, one)}</Table.Td>
              <Table.Td visibleFrom="sm">{say(`ui.cookies.phase.${one.phase}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  )
}

function Choices({ weeks }: { weeks: CookieScreen['weeks'] }) {
  const say = useText()
  const isEmpty = weeks.every(({ all, some, none }) => all + some + none === 0)
  if (isEmpty)
    return (
      <section>
        <Title order={2} mb="xs">
          {say('ui.cookies.choices')}
        </Title>
        <Text c="dimmed">{say('ui.cookies.choices-none')}</Text>
      </section>
    )
  return (
    <LineChart
      label={say('ui.cookies.choices')}
      of={say('ui.cookies.week')}
      places={weeks.map(({ week }) => date(week))}
      unit="count"
      series={(['all', 'some', 'none'] as const).map(which => ({
        name: say(`ui.cookies.${which}`),
        values: weeks.map(week => week[which]),
      }))}
    />
  )
}

function Inventory({ groups }: { groups: CookieScreen['inventory'] }) {
  const say = useText()
  return (
    <section>
      <Title order={2} mb="xs">
        {say('ui.cookies.inventory')}
      </Title>
      {groups.map(({ category, name, cookies }) => (
        <Table key={category} verticalSpacing={4} mb="md" captionSide="top" className="cookie-table">
          <Table.Caption className="cookie-kind">{name}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.cookies.name')}</Table.Th>
              <Table.Th>{say('ui.cookies.why')}</Table.Th>
              <Table.Th>{say('ui.cookies.keeps')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.cookies.by')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cookies.map(cookie => (
              <Table.Tr key={cookie.name}>
                <Table.Td className="any-name">{cookie.name}</Table.Td>
                <Table.Td>{cookie.why}</Table.Td>
                <Table.Td>{cookie.keeps}</Table.Td>
                <Table.Td visibleFrom="sm">{cookie.by}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ))}
    </section>
  )
}
