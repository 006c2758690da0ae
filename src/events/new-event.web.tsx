/** An event is announced with its place, its time and what it is about, in every language of the notice. */

import { Button, Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { EventList, Words } from './event-answers.ts'
import { useEvents, useMaking } from './event-asks.web.ts'

export function NewEvent() {
  const say = useText()
  const found = useEvents()
  return (
    <Page title={say('ui.events.new')} width="reading">
      <Loaded query={{ ...found, data: found.data?.pages[0] }} height={400}>
        {choices => <EventForm choices={choices} />}
      </Loaded>
    </Page>
  )
}

const noWords: Words = { title: '', about: '' }

/** As the server takes it; empty where nothing was chosen, so that the server says what is missing. */
const instant = (local: string): string => (local === '' ? '' : new Date(local).toISOString())

function EventForm({ choices }: { choices: EventList }) {
  const say = useText()
  const router = useRouter()
  const making = useMaking()
  const [given, setGiven] = useState({
    name: '',
    kind: 'event',
    place: '',
    starts: '',
    ends: '',
    source: choices.sources[0]?.id ?? '',
    permits: '',
  })
  const [words, setWords] = useState<Readonly<Partial<Record<'fi' | 'sv' | 'en', Words>>>>({})
  const errors = making.error === null ? [] : problemOf(making.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const field = (name: keyof typeof given) => ({
    value: given[name],
    error: errorAt(name),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setGiven(now => ({ ...now, [name]: value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate(
      {
        name: given.name,
        kind: given.kind === 'fair' ? 'fair' : 'event',
        place: given.place,
        source: given.source,
        starts: instant(given.starts),
        ends: instant(given.ends),
        permits: given.permits === '' ? null : given.permits,
        words: Object.fromEntries(choices.languages.map(lang => [lang, words[lang] ?? noWords])),
      },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.events.announced'))
          await router.navigate({ to: '/events/$event', params: { event: id } })
        },
      },
    )
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={say('ui.events.name')}
          description={say('ui.events.name-why')}
          required
          maxLength={120}
          {...field('name')}
        />
        <NativeSelect
          label={say('ui.events.kind-label')}
          data={(['event', 'fair'] as const).map(value => ({ value, label: say(`ui.events.kind.${value}`) }))}
          {...field('kind')}
        />
        <TextInput label={say('ui.events.place')} required maxLength={200} {...field('place')} />
        <Group grow preventGrowOverflow={false}>
          <TextInput type="datetime-local" required label={say('ui.events.starts')} {...field('starts')} />
          <TextInput type="datetime-local" required label={say('ui.events.ends')} {...field('ends')} />
        </Group>
        <NativeSelect
          label={say('ui.events.source')}
          data={choices.sources.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('source')}
        />
        <NativeSelect
          label={say('ui.events.permits')}
          description={say('ui.events.permits-why')}
          data={[
            { value: '', label: say('ui.events.no-permit') },
            ...choices.permits.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...field('permits')}
        />
        {choices.languages.map(lang => (
          <Fieldset key={lang} legend={say(`ui.events.in.${lang}`)}>
            <Stack gap="sm">
              {(['title', 'about'] as const).map(part => {
                const Field = part === 'about' ? Textarea : TextInput
                return (
                  <Field
                    key={part}
                    label={say(`ui.events.words.${part}`)}
                    required
                    maxLength={part === 'about' ? 4000 : 120}
                    {...(part === 'about' && { autosize: true, minRows: 3 })}
                    value={words[lang]?.[part] ?? ''}
                    error={errorAt(`words.${lang}.${part}`)}
                    onChange={({ currentTarget: { value } }) =>
                      setWords(now => ({ ...now, [lang]: { ...(now[lang] ?? noWords), [part]: value } }))
                    }
                  />
                )
              })}
            </Stack>
          </Fieldset>
        ))}
        <Text c="dimmed">{say('ui.events.kept', { kept: choices.kept })}</Text>
        <ProblemNotice error={making.error} />
        <Group>
          <Button type="submit" loading={making.isPending}>
            {say('ui.events.announce')}
          </Button>
          <Button variant="default" renderRoot={props => <Link {...props} to="/events" />}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
