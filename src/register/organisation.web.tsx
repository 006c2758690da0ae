/** One organisation: what is known of it, who acts for it as far as the purpose sees, and what has been changed. */

import { Anchor, Breadcrumbs, Button, Group, List, SimpleGrid, Skeleton, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { problemOf } from '../../web/ask.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useRegister, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import type { ActingPeople, OrganisationChanges, Organisation as OrganisationFacts } from './organisation-answers.ts'
import { OrganisationFields, useOrganisationFields } from './organisation-fields.web.tsx'
import type { ChangeOrganisation } from './requests.ts'
import './person.css'
import { useWriting } from '../../web/writing.ts'

type OrganisationPage = OrganisationFacts & ActingPeople

export function Organisation() {
  const say = useText()
  const { organisation: id } = useParams({ from: '/signed-in/organisations/$organisation' })
  const shown = useAnswer<OrganisationPage>(`/organisations/${id}`)
  const [editing, setEditing] = useState(false)
  const changeButton = useRef<HTMLButtonElement>(null)
  const close = () => {
    flushSync(() => setEditing(false))
    changeButton.current?.focus()
  }
  if (shown.error && problemOf(shown.error).status === 404)
    return (
      <Page title={say('ui.organisation.title')}>
        <NothingYet
          title={say('ui.organisation.not-here')}
          step={
            <Anchor component={Link} to="/organisations">
              {say('ui.organisation.to-list')}
            </Anchor>
          }
        />
      </Page>
    )
  const page = shown.data?.id === id ? shown.data : undefined
  return (
    <>
      <Breadcrumbs mb={4}>
        <Link to="/organisations" className="crumb">
          {say('ui.organisations.title')}
        </Link>
      </Breadcrumbs>
      <Page
        title={page ? <span className="any-name">{page.name}</span> : say('ui.organisation.title')}
        windowTitle={say('ui.organisation.title')}
        acts={
          page &&
          !editing && (
            <Button ref={changeButton} variant="default" onClick={() => setEditing(true)}>
              {say('ui.organisation.change')}
            </Button>
          )
        }
      >
        <ProblemNotice error={shown.error} retry={() => void shown.refetch()} />
        {shown.isPending && <Skeleton height={240} aria-hidden />}
        {page && (
          <div className="person-columns">
            <div>
              {editing ? <ChangeForm page={page} close={close} /> : <Facts page={page} />}
              <People page={page} />
            </div>
            <Changes id={id} />
          </div>
        )}
      </Page>
    </>
  )
}

function Facts({ page }: { page: OrganisationPage }) {
  const say = useText()
  const none = <span className="quiet">{say('ui.value.none')}</span>
  return (
    <dl className="person-values">
      <div>
        <dt>{say('ui.organisation.business-id')}</dt>
        <dd className="figures">{page.businessId ?? none}</dd>
      </div>
      <div>
        <dt>{say('ui.organisation.vat-id')}</dt>
        <dd className="figures">{page.vatId ?? none}</dd>
      </div>
      <div>
        <dt>{say('ui.organisation.website')}</dt>
        <dd className="any-name">
          {page.website ? (
            <Anchor href={page.website} target="_blank" rel="noreferrer noopener">
              {page.website}
            </Anchor>
          ) : (
            none
          )}
        </dd>
      </div>
    </dl>
  )
}

function ChangeForm({ page, close }: { page: OrganisationPage; close: () => void }) {
  const say = useText()
  const { write } = useRegister()
  const scope = useScope().data
  const fields = useOrganisationFields(scope, page)
  const [expected, setExpected] = useState(page.expected)
  const changing = useWriting({
    mutationFn: () => {
      const body: ChangeOrganisation = { ...fields.given, expected }
      return write('PATCH', `/organisations/${page.id}`, body)
    },
    onSuccess: () => {
      tell(say('ui.organisation.changed'))
      close()
    },
  })
  const problem = changing.error === null ? undefined : problemOf(changing.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fields.isGiven()) changing.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="row-form">
      <ProblemNotice error={changing.error} />
      {problem?.status === 409 && expected !== page.expected && (
        <Text size="sm">
          {say('ui.conflict.theirs', { value: [page.name, page.businessId, page.website].filter(Boolean).join(' · ') })}{' '}
          <Button size="compact-sm" variant="default" onClick={() => setExpected(page.expected)}>
            {say('ui.conflict.keep-ours')}
          </Button>
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="xs">
        <OrganisationFields {...fields} error={changing.error} />
      </SimpleGrid>
      <Group mt="sm" gap="xs">
        <Button type="submit" loading={changing.isPending}>
          {say('ui.save')}
        </Button>
        <Button variant="default" onClick={close}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </form>
  )
}

function People({ page }: { page: OrganisationPage }) {
  const say = useText()
  return (
    <section className="panel" aria-labelledby="people">
      <Title order={2} id="people">
        {say('ui.organisation.people')}
      </Title>
      {page.people.length === 0 && <Text c="dimmed">{say('ui.organisation.no-people')}</Text>}
      <List listStyleType="none">
        {page.people.map(person => (
          <List.Item key={person.id}>
            <Link to="/customers/$person" params={{ person: person.id }} className="row-link any-name">
              {person.name ?? say('ui.person.nameless')}
            </Link>
            {person.title !== null && <span className="quiet any-name"> · {person.title}</span>}
          </List.Item>
        ))}
      </List>
      {page.morePeople && <Text c="dimmed">{say('ui.organisation.more-people')}</Text>}
    </section>
  )
}

const columns = ['name', 'business-id', 'vat-id', 'website'] as const

function Changes({ id }: { id: string }) {
  const say = useText()
  const nameOf = (column: string) => {
    const known = columns.find(one => one === column.replace('_', '-'))
    return known ? say(`ui.organisation.${known}`) : column
  }
  const changes = useAnswer<OrganisationChanges>(`/organisations/${id}/changes`)
  return (
    <section className="panel" aria-labelledby="changes">
      <Title order={2} id="changes">
        {say('ui.timeline.title')}
      </Title>
      <ProblemNotice error={changes.error} retry={() => void changes.refetch()} />
      {changes.isPending && <Skeleton height={120} aria-hidden />}
      <ol className="changes">
        {changes.data?.changes.map(change => (
          <li key={change.id}>
            <Text size="sm" c="dimmed" className="figures">
              {moment(change.at)} · {whoIs(change.by, say)} · {change.source.name}
              {change.reference && ` (${change.reference})`}
            </Text>
            {change.fields.map(({ column, before, after }) => (
              <div key={column} className="change-fields">
                <span className="quiet">{nameOf(column)}: </span>
                {before !== null && <del className="any-name">{String(before)}</del>}{' '}
                {after !== null && <ins className="any-name">{String(after)}</ins>}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
