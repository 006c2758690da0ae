/** The answer: by the channel that they wrote by, or by another that may be used; what was typed stays until it has left. */

import { Button, FileButton, Group, NativeSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { type Conversation, ways } from './inbox-answers.ts'
import { useAnswering, useAttaching, useDropping, useReadyAnswers } from './inbox-asks.web.ts'

interface AnswerBoxProps {
  readonly shown: Conversation
  /** Told whether anything is typed, for those who have it open too. */
  readonly writing: (is: boolean) => void
}

const longest = { email: 15_000, sms: 800, chat: 2000 } as const
/** A beginning of a template's name after a slash, right before the cursor. */
const slash = /(?:^|\s)\/(\S{1,40})$/

export function AnswerBox({ shown, writing }: AnswerBoxProps) {
  const say = useText()
  const answering = useAnswering(shown.id)
  const box = useRef<HTMLTextAreaElement>(null)
  const templates = useRef<HTMLInputElement>(null)
  const client = useRef<string>(undefined)
  const ready = useReadyAnswers(shown.id).data?.answers ?? []
  const [chosen, setChosen] = useState<string>()
  const [words, setWords] = useState('')
  const [subject, setSubject] = useState('')
  const usable = shown.ways.find(({ why }) => why === null)
  const way = shown.ways.find(one => one.way === chosen) ?? usable ?? shown.ways[0]
  const isWritten = words.trim() !== ''
  useEffect(() => writing(isWritten), [writing, isWritten])
  useShortcut('r', 'ui.inbox.keys.answer', () => box.current?.focus())
  useShortcut('t', 'ui.inbox.keys.template', () => templates.current?.focus(), 'here', ready.length > 0)
  if (!way) return null

  const insert = (text: string, from: number, to: number) => {
    // At once: who types on at once would type before the cursor is where it belongs.
    flushSync(() => setWords(words.slice(0, from) + text + words.slice(to)))
    box.current?.focus()
    box.current?.setSelectionRange(from + text.length, from + text.length)
  }
  const send = (afterwards: 'waiting' | 'done') => {
    if (!isWritten || way.why !== null || answering.isPending) return
    client.current ??= `${Date.now()}-${Math.random()}`
    const body = {
      way: way.way,
      text: words,
      ...(way.way === 'email' && subject.trim() !== '' && { subject }),
      files: way.way === 'email' ? shown.files.map(({ id }) => id) : [],
      seen: shown.answer,
      afterwards,
      client: client.current,
    }
    answering.mutate(body, {
      onSuccess: () => {
        client.current = undefined
        setWords('')
        setSubject('')
        tell(say('ui.inbox.sent-off'))
      },
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send('waiting')
  }
  const byKeys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      send(event.shiftKey ? 'done' : 'waiting')
    } else if (event.key === 'Tab' && !event.shiftKey) {
      const { selectionStart } = event.currentTarget
      const [, name] = slash.exec(words.slice(0, selectionStart)) ?? []
      const found = name && ready.find(one => one.name.toLowerCase().startsWith(name.toLowerCase()))
      if (!found) return
      event.preventDefault()
      insert(found.text, selectionStart - name.length - 1, selectionStart)
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  const errors = answering.error === null ? [] : problemOf(answering.error).errors
  return (
    <form onSubmit={submit} aria-label={say('ui.inbox.answer')}>
      <Stack gap="sm">
        {shown.instead !== null && <Text>{shown.instead}</Text>}
        <ProblemNotice error={answering.error} />
        <NativeSelect
          label={say('ui.inbox.by')}
          description={way.to === null ? undefined : toWords(way, say)}
          data={shown.ways.map(one => ({ value: one.way, label: say(`ui.inbox.channel.${one.way}`) }))}
          value={way.way}
          onChange={({ currentTarget }) => setChosen(ways.find(one => one === currentTarget.value))}
          error={way.why ?? undefined}
        />
        {way.way === 'email' && shown.subject === null && (
          <TextInput
            label={say('ui.inbox.subject')}
            maxLength={200}
            value={subject}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          />
        )}
        {ready.length > 0 && (
          <Select
            ref={templates}
            label={say('ui.inbox.template')}
            description={say('ui.inbox.template-why')}
            searchable
            value={null}
            data={ready.map(({ id, name }) => ({ value: id, label: name }))}
            nothingFoundMessage={say('ui.inbox.no-template')}
            onChange={id => {
              const found = ready.find(one => one.id === id)
              const at = box.current?.selectionStart ?? words.length
              if (found) insert(found.text, at, at)
            }}
          />
        )}
        <Textarea
          ref={box}
          label={say('ui.inbox.answer')}
          description={say('ui.inbox.answer-why')}
          autosize
          minRows={4}
          maxLength={longest[way.way]}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
          onKeyDown={byKeys}
          error={errors.find(({ field }) => field === 'text')?.message}
        />
        {way.way === 'email' && <Files shown={shown} />}
        <Group gap="sm">
          <Button type="submit" loading={answering.isPending} disabled={!isWritten || way.why !== null}>
            {say('ui.inbox.send')}
          </Button>
          <Button
            variant="default"
            loading={answering.isPending}
            disabled={!isWritten || way.why !== null}
            onClick={() => send('done')}
          >
            {say('ui.inbox.send-done')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const toWords = ({ to, from }: Conversation['ways'][number], say: ReturnType<typeof useText>): string =>
  from === null ? say('ui.inbox.to', { to: to ?? '' }) : say('ui.inbox.to-from', { to: to ?? '', from })

function Files({ shown: { id, files } }: { shown: Conversation }) {
  const say = useText()
  const attaching = useAttaching(id)
  const dropping = useDropping(id)
  return (
    <div>
      <ProblemNotice error={attaching.error ?? dropping.error} />
      {files.length > 0 && (
        <ul className="inbox-plain">
          {files.map(file => (
            <li key={file.id}>
              <IconPaperclip size={14} aria-hidden /> <span className="any-name">{file.name}</span>{' '}
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                aria-label={say('ui.inbox.drop-file', { name: file.name })}
                onClick={() => dropping.mutate(file.id)}
              >
                <IconX size={14} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <FileButton onChange={file => file && attaching.mutate(file)}>
        {props => (
          <Button
            {...props}
            variant="default"
            size="compact-sm"
            leftSection={<IconPaperclip size={15} aria-hidden />}
            loading={attaching.isPending}
          >
            {say('ui.inbox.attach')}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
