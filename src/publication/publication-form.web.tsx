/** An agreement to publish is drafted with the exact text, the name, the places and the last day: nothing else is ever published. */

import { Button, Group, NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { kinds, type NewPublication } from './publication-answers.ts'
import { usePublicationVerbs } from './publication-asks.web.ts'

export function PublicationForm({ person, close }: { person: string; close: () => void }) {
  const say = useText()
  const { draft } = usePublicationVerbs()
  const [kind, setKind] = useState<NewPublication['kind']>('testimonial')
  const [lang, setLang] = useState<NewPublication['lang']>('fi')
  const [name, setName] = useState('')
  const [content, setContent] = useState('')
  const [until, setUntil] = useState('')
  const [places, setPlaces] = useState('')
  const drafting = useWriting({
    mutationFn: (publication: NewPublication) => draft(publication),
    onSuccess: () => {
      tell(say('ui.published.saved'))
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (drafting.isPending) return
    const each = places.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.trim()]))
    drafting.mutate({
      person,
      kind,
      lang,
      content,
      until,
      places: each,
      ...(name.trim() !== '' && { name: name.trim() }),
    })
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemNotice error={drafting.error} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <NativeSelect
          label={say('ui.published.kind')}
          data={kinds.map(value => ({ value, label: say(`ui.published.kinds.${value}`) }))}
          value={kind}
          onChange={({ currentTarget: { value } }) => setKind(kinds.find(one => one === value) ?? 'testimonial')}
        />
        <NativeSelect
          label={say('ui.published.lang')}
          data={[
            { value: 'fi', label: 'suomi' },
            { value: 'sv', label: 'svenska' },
            { value: 'en', label: 'English' },
          ]}
          value={lang}
          onChange={({ currentTarget: { value } }) => setLang(value === 'sv' || value === 'en' ? value : 'fi')}
        />
        <TextInput
          label={say('ui.published.name')}
          value={name}
          maxLength={300}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('ui.published.until')}
          value={until}
          required
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      </SimpleGrid>
      <Textarea
        label={say('ui.published.content')}
        value={content}
        maxLength={3000}
        autosize
        minRows={3}
        required
        mt="xs"
        onChange={({ currentTarget }) => setContent(currentTarget.value)}
      />
      <Textarea
        label={say('ui.published.places')}
        description={say('ui.published.places-why')}
        value={places}
        autosize
        minRows={2}
        required
        mt="xs"
        onChange={({ currentTarget }) => setPlaces(currentTarget.value)}
      />
      <Group mt="md">
        <Button type="submit" loading={drafting.isPending}>
          {say('ui.published.save')}
        </Button>
        <Button variant="default" onClick={close}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </form>
  )
}
