/** A raffle or an event is announced with what anybody who takes part has a right to know, in every language of the notice. */

import { Button, Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Lang } from '../notice/notice.ts'
import type { choicesFor } from './choices.ts'

/** What a field shows and does. */
interface Field {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (event: { currentTarget: { value: string } }) => void
}

/** What both kinds of announcement ask, as it is sent. */
export interface Announced<Part extends string> {
  readonly name: string
  readonly kind: string
  readonly source: string
  readonly permits: string | null
  readonly words: Readonly<Partial<Record<Lang, Readonly<Record<Part, string>>>>>
}

interface Properties<Own extends Readonly<Record<string, string>>, Part extends string> {
  /** The section of the texts. */
  readonly what: 'events' | 'raffles'
  readonly choices: ReturnType<typeof choicesFor>
  /** In words, the first chosen. */
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  /** What it asks beside what both ask, as it stands at first. */
  readonly own: Own
  /** What is told in each language: its label and how long it may be; the longest in a field of lines. */
  readonly parts: Readonly<Record<Part, { readonly label: string; readonly longest: number; readonly lines?: number }>>
  readonly announcing: { readonly error: Error | null; readonly isPending: boolean }
  readonly announce: (common: Announced<Part>, own: Own) => void
  readonly children: (field: (name: keyof Own & string) => Field) => ReactNode
}

export function AnnounceForm<Own extends Readonly<Record<string, string>>, Part extends string>({
  what,
  choices,
  kinds,
  own,
  parts,
  announcing,
  announce,
  children,
}: Properties<Own, Part>) {
  const say = useText()
  const [common, setCommon] = useState({
    name: '',
    kind: kinds[0]?.value ?? '',
    source: choices.sources[0]?.id ?? '',
    permits: '',
  })
  const [given, setGiven] = useState(own)
  const names = Object.keys(parts) as Part[]
  const noWords = Object.fromEntries(names.map(part => [part, ''])) as Record<Part, string>
  const [words, setWords] = useState(Object.fromEntries(choices.languages.map(lang => [lang, noWords])))
  const errors = announcing.error === null ? [] : problemOf(announcing.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const asked = (name: keyof typeof common): Field => ({
    value: common[name],
    error: errorAt(name),
    onChange: ({ currentTarget: { value } }) => setCommon(now => ({ ...now, [name]: value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    announce({ ...common, permits: common.permits === '' ? null : common.permits, words }, given)
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={say(`ui.${what}.name`)}
          description={say(`ui.${what}.name-why`)}
          required
          maxLength={120}
          {...asked('name')}
        />
        <NativeSelect label={say(`ui.${what}.kind-label`)} data={kinds} {...asked('kind')} />
        {children(name => ({
          value: given[name] ?? '',
          error: errorAt(name),
          onChange: ({ currentTarget: { value } }) => setGiven(now => ({ ...now, [name]: value })),
        }))}
        <NativeSelect
          label={say(`ui.${what}.source`)}
          data={choices.sources.map(({ id, name }) => ({ value: id, label: name }))}
          {...asked('source')}
        />
        <NativeSelect
          label={say(`ui.${what}.permits`)}
          description={say(`ui.${what}.permits-why`)}
          data={[
            { value: '', label: say(`ui.${what}.no-permit`) },
            ...choices.permits.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...asked('permits')}
        />
        {choices.languages.map(lang => (
          <Fieldset key={lang} legend={say(`ui.${what}.in.${lang}`)}>
            <Stack gap="sm">
              {names.map(part => {
                const { label, longest, lines } = parts[part]
                const Input = lines === undefined ? TextInput : Textarea
                return (
                  <Input
                    key={part}
                    label={label}
                    required
                    maxLength={longest}
                    {...(lines !== undefined && { autosize: true, minRows: lines })}
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
        <Text c="dimmed">{say(`ui.${what}.kept`, { kept: choices.kept })}</Text>
        <ProblemNotice error={announcing.error} />
        <Group>
          <Button type="submit" loading={announcing.isPending}>
            {say(`ui.${what}.announce`)}
          </Button>
          <Button variant="default" renderRoot={props => <Link {...props} to={`/${what}`} />}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** As the server takes it; empty where nothing was chosen, so that the server says what is missing. */
export const instant = (local: string): string => (local === '' ? '' : new Date(local).toISOString())
