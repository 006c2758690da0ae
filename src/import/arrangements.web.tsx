/** What has been agreed with those whose registers customers come from: what is agreed and declared may be imported, nothing else. */

import { Alert, Badge, Button, Checkbox, NativeSelect, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconInfoCircle, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { ArrangementAnswer, ArrangementList } from './arrangement-answers.ts'
import { useAgreeing, useArrangements, useEnding } from './import-asks.web.ts'
import './import.css'

export function Arrangements() {
  const say = useText()
  const [isNew, setIsNew] = useState(false)
  const found = useArrangements()
  const sources = found.data?.sources ?? []
  const add = sources.length > 0 && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setIsNew(true)}>
      {say('ui.arrangements.add')}
    </Button>
  )
  return (
    <Page title={say('ui.arrangements.title')} acts={add}>
      <Text c="dimmed" maw={680} mb="sm">
        {say('ui.arrangements.why')}
      </Text>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={200} aria-hidden />}
      {found.data && sources.length === 0 && (
        <Alert color="amber" icon={<IconInfoCircle aria-hidden />}>
          {say('ui.arrangements.no-sources')}
        </Alert>
      )}
      {found.data && sources.length > 0 && found.data.arrangements.length === 0 && (
        <NothingYet title={say('ui.arrangements.none')}>{say('ui.arrangements.none-why')}</NothingYet>
      )}
      {found.data?.arrangements.map(one => (
        <ArrangementPart key={one.id} one={one} sources={sources} />
      ))}
      {isNew && <NewArrangement sources={sources} close={() => setIsNew(false)} />}
    </Page>
  )
}

function ArrangementPart({ one, sources }: { one: ArrangementAnswer; sources: ArrangementList['sources'] }) {
  const say = useText()
  const ending = useEnding()
  const [asked, setAsked] = useState(false)
  const facts = [
    [say('ui.arrangements.source'), sources.find(({ id }) => id === one.source)?.name ?? one.source],
    [say('ui.arrangements.contract'), one.contract],
    [say('ui.arrangements.often'), one.often],
    ...(one.until === null ? [] : ([[say('ui.arrangements.until'), date(one.until)]] as const)),
    [say('ui.arrangements.fields'), one.fields.map(({ name }) => name).join('; ')],
  ] as const
  return (
    <section className="panel arrangement" aria-labelledby={`arrangement-${one.id}`}>
      <Title order={2} size="h4" id={`arrangement-${one.id}`} className="any-name">
        {one.partner}{' '}
        {one.endedAt && (
          <Badge variant="light" color="gray" tt="none">
            {say('ui.arrangements.ended', { at: moment(one.endedAt) })}
          </Badge>
        )}
        {one.endedAt === null && one.over && (
          <Badge variant="light" color="gray" tt="none">
            {say('ui.arrangements.over')}
          </Badge>
        )}
      </Title>
      <dl className="arrangement-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="any-name">{value}</dd>
          </div>
        ))}
      </dl>
      {one.endedAt === null && (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          {say('ui.arrangements.end')}
        </Button>
      )}
      {asked && (
        <Dialog close={() => setAsked(false)} title={say('ui.arrangements.end')}>
          <form
            noValidate
            onSubmit={event => {
              event.preventDefault()
              ending.mutate(one.id, { onSuccess: () => setAsked(false) })
            }}
          >
            <Text>{say('ui.arrangements.end-why')}</Text>
            <ProblemNotice error={ending.error} />
            <DialogButtons send={say('ui.arrangements.end')} sending={ending.isPending} close={() => setAsked(false)} />
          </form>
        </Dialog>
      )}
    </section>
  )
}

function NewArrangement({ sources, close }: { sources: ArrangementList['sources']; close: () => void }) {
  const say = useText()
  const agreeing = useAgreeing()
  const [source, setSource] = useState(sources[0]?.id ?? '')
  const [partner, setPartner] = useState('')
  const [contract, setContract] = useState('')
  const [often, setOften] = useState('')
  const [until, setUntil] = useState('')
  const [fields, setFields] = useState<readonly string[]>([])
  const declared = sources.find(({ id }) => id === source)?.fields ?? []
  const errorAt = (field: string) =>
    agreeing.error === null ? undefined : problemOf(agreeing.error).errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    agreeing.mutate(
      { source, partner, contract, often, until: until === '' ? null : until, fields: [...fields] },
      { onSuccess: close },
    )
  }
  const texts = [
    ['partner', partner, setPartner, 200],
    ['contract', contract, setContract, 300],
    ['often', often, setOften, 200],
  ] as const
  return (
    <Dialog close={close} title={say('ui.arrangements.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={agreeing.error} />
          <NativeSelect
            label={say('ui.arrangements.source')}
            data={sources.map(({ id, name }) => ({ value: id, label: name }))}
            value={source}
            onChange={({ currentTarget }) => {
              setSource(currentTarget.value)
              setFields([])
            }}
            error={errorAt('source')}
          />
          {texts.map(([name, value, set, most]) => (
            <TextInput
              key={name}
              label={say(`ui.arrangements.${name}`)}
              required
              maxLength={most}
              value={value}
              onChange={({ currentTarget }) => set(currentTarget.value)}
              error={errorAt(name)}
            />
          ))}
          <TextInput
            type="date"
            label={say('ui.arrangements.until')}
            description={say('ui.arrangements.until-why')}
            styles={{ input: { maxWidth: 220 } }}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            error={errorAt('until')}
          />
          <Checkbox.Group
            label={say('ui.arrangements.fields')}
            description={say('ui.arrangements.fields-why')}
            value={[...fields]}
            onChange={setFields}
            error={errorAt('fields')}
          >
            <Stack gap={6} mt="xs">
              {declared.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
          <DialogButtons send={say('ui.arrangements.keep')} sending={agreeing.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
