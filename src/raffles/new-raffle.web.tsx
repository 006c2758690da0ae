/** A raffle is announced with everything that an entrant has a right to know, in every language of the notice. */

import { Button, Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { RaffleList, Words } from './raffle-answers.ts'
import { useMaking, useRaffles } from './raffle-asks.web.ts'

export function NewRaffle() {
  const say = useText()
  const found = useRaffles()
  return (
    <Page title={say('ui.raffles.new')} width="reading">
      <Loaded query={{ ...found, data: found.data?.pages[0] }} height={400}>
        {choices => <RaffleForm choices={choices} />}
      </Loaded>
    </Page>
  )
}

const noWords: Words = { title: '', prize: '', rules: '', who: '' }
const parts = ['title', 'prize', 'who', 'rules'] as const
const longest = { title: 120, prize: 500, who: 500, rules: 8000 } as const

/** As the server takes it; empty where nothing was chosen, so that the server says what is missing. */
const instant = (local: string): string => (local === '' ? '' : new Date(local).toISOString())

function RaffleForm({ choices }: { choices: RaffleList }) {
  const say = useText()
  const router = useRouter()
  const making = useMaking()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<'raffle' | 'contest'>('raffle')
  const [source, setSource] = useState(choices.sources[0]?.id ?? '')
  const [opens, setOpens] = useState('')
  const [closes, setCloses] = useState('')
  const [winners, setWinners] = useState('1')
  const [permits, setPermits] = useState('')
  const [words, setWords] = useState<Readonly<Partial<Record<'fi' | 'sv' | 'en', Words>>>>({})
  const errors = making.error === null ? [] : problemOf(making.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate(
      {
        name,
        kind,
        source,
        opens: instant(opens),
        closes: instant(closes),
        winners: Number(winners),
        permits: permits === '' ? null : permits,
        words: Object.fromEntries(choices.languages.map(lang => [lang, words[lang] ?? noWords])),
      },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.raffles.announced'))
          await router.navigate({ to: '/raffles/$raffle', params: { raffle: id } })
        },
      },
    )
  }
  const time = (field: 'opens' | 'closes', value: string, set: (value: string) => void) => (
    <TextInput
      type="datetime-local"
      required
      label={say(`ui.raffles.${field}`)}
      value={value}
      error={errorAt(field)}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={say('ui.raffles.name')}
          description={say('ui.raffles.name-why')}
          required
          maxLength={120}
          value={name}
          error={errorAt('name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <NativeSelect
          label={say('ui.raffles.kind-label')}
          value={kind}
          data={(['raffle', 'contest'] as const).map(value => ({ value, label: say(`ui.raffles.kind.${value}`) }))}
          onChange={({ currentTarget }) => setKind(currentTarget.value === 'contest' ? 'contest' : 'raffle')}
        />
        <Group grow preventGrowOverflow={false}>
          {time('opens', opens, setOpens)}
          {time('closes', closes, setCloses)}
        </Group>
        <TextInput
          label={say('ui.raffles.winners-count')}
          required
          inputMode="numeric"
          maw={160}
          value={winners}
          error={errorAt('winners')}
          onChange={({ currentTarget }) => setWinners(currentTarget.value)}
        />
        <NativeSelect
          label={say('ui.raffles.source')}
          value={source}
          error={errorAt('source')}
          data={choices.sources.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={({ currentTarget }) => setSource(currentTarget.value)}
        />
        <NativeSelect
          label={say('ui.raffles.permits')}
          description={say('ui.raffles.permits-why')}
          value={permits}
          data={[
            { value: '', label: say('ui.raffles.no-permit') },
            ...choices.permits.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onChange={({ currentTarget }) => setPermits(currentTarget.value)}
        />
        {choices.languages.map(lang => (
          <Fieldset key={lang} legend={say(`ui.raffles.in.${lang}`)}>
            <Stack gap="sm">
              {parts.map(part => {
                const Field = part === 'rules' ? Textarea : TextInput
                return (
                  <Field
                    key={part}
                    label={say(`ui.raffles.words.${part}`)}
                    required
                    maxLength={longest[part]}
                    {...(part === 'rules' && { autosize: true, minRows: 4 })}
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
        <Text c="dimmed">{say('ui.raffles.kept', { kept: choices.kept })}</Text>
        <ProblemNotice error={making.error} />
        <Group>
          <Button type="submit" loading={making.isPending}>
            {say('ui.raffles.announce')}
          </Button>
          <Button variant="default" renderRoot={props => <Link {...props} to="/raffles" />}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
