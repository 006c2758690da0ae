/** Ready answers: each in the languages that it is written in, with the customer's name where it stands in braces. */

import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import type { NewTemplate, TemplateList } from './inbox-answers.ts'
import { useTemplates, useTemplateVerbs } from './inbox-asks.web.ts'
import './inbox.css'

type Template = TemplateList['templates'][number]
const langs = ['fi', 'sv', 'en'] as const

export function Templates() {
  const say = useText()
  const found = useTemplates()
  const [open, setOpen] = useState<Template | 'new'>()
  const { ending } = useTemplateVerbs()
  useShortcut('c', 'ui.inbox.new-template', () => setOpen('new'))
  return (
    <Page
      title={say('ui.inbox.templates')}
      width="reading"
      acts={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpen('new')}>
          {say('ui.inbox.new-template')}
        </Button>
      }
    >
      <Text mb="md">{say('ui.inbox.templates-why')}</Text>
      <ProblemNotice error={ending.error} />
      <LoadedList
        query={found}
        rows={found.data?.templates}
        height={200}
        none={<NothingYet title={say('ui.inbox.no-templates')}>{say('ui.inbox.no-templates-why')}</NothingYet>}
      >
        {templates => (
          <ul className="inbox">
            {templates.map(one => (
              <li key={one.id}>
                <Text fw={560} className="any-name">
                  {one.name}
                </Text>
                <Text size="sm" lineClamp={2} className="any-name">
                  {one.words.fi ?? one.words.sv ?? one.words.en}
                </Text>
                <Text size="sm" c="dimmed">
                  {[
                    langs.filter(lang => one.words[lang] !== undefined).join(', '),
                    whoIs(one.madeBy, say),
                    moment(one.madeAt),
                  ].join(' · ')}
                </Text>
                <Group gap="xs" mt={4}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${say('ui.inbox.change-template')}: ${one.name}`}
                    onClick={() => setOpen(one)}
                  >
                    {say('ui.inbox.change-template')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${say('ui.inbox.end-template')}: ${one.name}`}
                    onClick={() => ending.mutate(one.id, { onSuccess: () => tell(say('ui.inbox.template-ended')) })}
                  >
                    {say('ui.inbox.end-template')}
                  </Button>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </LoadedList>
      {open && (
        <Editor
          template={open === 'new' ? undefined : open}
          fields={found.data?.fields ?? []}
          close={() => setOpen(undefined)}
        />
      )}
    </Page>
  )
}

interface EditorProps {
  readonly template: Template | undefined
  readonly fields: readonly string[]
  readonly close: () => void
}

function Editor({ template, fields, close }: EditorProps) {
  const say = useText()
  const { saving } = useTemplateVerbs()
  const [name, setName] = useState(template?.name ?? '')
  const [words, setWords] = useState<NewTemplate['words']>(template?.words ?? {})
  const errors = saving.error === null ? [] : problemOf(saving.error).errors
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = Object.fromEntries(langs.flatMap(lang => (words[lang]?.trim() ? [[lang, words[lang]]] : [])))
    saving.mutate({ name, words: said, ...(template && { replaces: template.id }) }, { onSuccess: close })
  }
  return (
    <Dialog title={say(template ? 'ui.inbox.change-template' : 'ui.inbox.new-template')} close={close}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={saving.error} />
          <TextInput
            label={say('ui.inbox.template-name')}
            required
            maxLength={80}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errors.find(({ field }) => field === 'name')?.message}
          />
          {langs.map(lang => (
            <Textarea
              key={lang}
              label={say(`ui.inbox.words-${lang}`)}
              lang={lang}
              autosize
              minRows={3}
              maxLength={6000}
              value={words[lang] ?? ''}
              onChange={({ currentTarget: { value } }) => setWords({ ...words, [lang]: value })}
            />
          ))}
          <Text size="sm">
            {say('ui.inbox.fields')} {fields.map(field => `{${field}}`).join(' ')}
          </Text>
          <DialogButtons send={say('ui.inbox.save-template')} sending={saving.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
