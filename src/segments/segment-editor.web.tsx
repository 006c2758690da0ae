/** A segment is put together as a sentence: parts that are read aloud one after the other, or the same written. */

import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { Condition } from '../register/condition.ts'
import { printCondition } from '../register/condition-print.ts'
import { AddCondition } from './add-condition.web.tsx'
import type { Counting, SegmentDetails, SegmentWords } from './segment-answers.ts'
import { useCount, useSaving, useSegment, useWords } from './segment-asks.web.ts'
import { SegmentCount } from './segment-count.web.tsx'
import './segments.css'

export function NewSegment() {
  const say = useText()
  const words = useWords()
  return (
    <Page title={say('ui.segments.new')} width="reading">
      <Loaded query={words} height={400}>
        {given => <Editor words={given} />}
      </Loaded>
    </Page>
  )
}

export function EditSegment() {
  const say = useText()
  const { segment = '' } = useParams({ strict: false })
  const words = useWords()
  const found = useSegment(segment)
  return (
    <Page title={found.data?.name ?? say('ui.segments.one')} windowTitle={say('ui.segments.one')} width="reading">
      <Loaded query={words} height={400}>
        {given => (
          <Loaded query={found} height={400}>
            {seen => <Editor words={given} seen={seen} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

type Joined = 'all' | 'any'

/** The parts of a condition as a sentence has them, one after the other. */
function partsOf(condition: Condition): { readonly joined: Joined; readonly parts: readonly Condition[] } {
  if ('all' in condition) return { joined: 'all', parts: condition.all }
  return 'any' in condition ? { joined: 'any', parts: condition.any } : { joined: 'all', parts: [condition] }
}

const together = (joined: Joined, parts: readonly Condition[]): Condition =>
  joined === 'any' && parts.length > 1 ? { any: parts } : { all: parts }

function Editor({ words, seen }: { words: SegmentWords; seen?: SegmentDetails }) {
  const say = useText()
  const router = useRouter()
  const [name, setName] = useState(seen?.name ?? '')
  const [why, setWhy] = useState('')
  const [condition, setCondition] = useState<Condition>(seen?.condition ?? { all: [] })
  const [written, setWritten] = useState<string | undefined>(undefined) // while somebody writes the sentence themselves
  const [channel, setChannel] = useState<Counting['channel']>(undefined)
  const [adding, setAdding] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const said = written?.trim() ? { sentence: written } : { condition }
  const counting = useCount({ ...said, ...(channel && { channel }) })
  const saving = useSaving(seen)
  const print = (one: Condition) => printCondition(one, words, langNow())
  const change = (next: Condition) => {
    setCondition(next)
    setWritten(undefined)
  }
  const stopAdding = () => {
    setAdding(false)
    setTimeout(() => opener.current?.focus())
  }
  // What is written is not understood until its count has come, and perhaps not at all.
  const understood =
    counting.data && !counting.isPlaceholderData && !counting.error ? counting.data.condition : undefined
  const ready = written?.trim() ? understood : condition
  const { joined, parts } = partsOf(ready ?? condition)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (ready === undefined) return
    saving.mutate(
      { name, condition: ready, ...(why.trim() && { why }) },
      {
        onSuccess: async id => {
          tell(say('ui.segments.saved'))
          await router.navigate({ to: '/segments/$segment', params: { segment: id } })
        },
      },
    )
  }
  const nameFault = saving.error
    ? problemOf(saving.error).errors.find(({ field }) => field === 'name')?.message
    : undefined
  return (
    <Stack gap="md">
      <section aria-labelledby="who">
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4" id="who">
            {say('ui.segments.who')}
          </Title>
          {parts.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={say('ui.segments.joined')}
              value={joined}
              data={(['all', 'any'] as const).map(value => ({ value, label: say(`ui.segments.${value}`) }))}
              onChange={value => change(together(value === 'any' ? 'any' : 'all', parts))}
            />
          )}
        </Group>
        {parts.length === 0 && <Text c="dimmed">{say('ui.segments.everybody')}</Text>}
        <ol className="segment-parts">
          {parts.map((part, at) => {
            const sentence = print(part)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two parts may say the same
              <li key={at}>
                {at > 0 && <span className="segment-joint">{say(`ui.segments.joint.${joined}`)}</span>}
                <span className="segment-part any-name">{sentence}</span>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={say('ui.filter.remove', { sentence })}
                  onClick={() =>
                    change(
                      together(
                        joined,
                        parts.filter((_, other) => other !== at),
                      ),
                    )
                  }
                >
                  <IconX size={16} aria-hidden />
                </Button>
              </li>
            )
          })}
        </ol>
        {adding ? (
          <AddCondition
            words={words}
            close={stopAdding}
            add={part => {
              change(together(joined, [...parts, part]))
              stopAdding()
            }}
          />
        ) : (
          <Button
            ref={opener}
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {say('ui.segments.add')}
          </Button>
        )}
      </section>
      <Textarea
        label={say('ui.segments.written')}
        description={say('ui.segments.written-how')}
        autosize
        minRows={2}
        maxLength={4000}
        spellCheck={false}
        value={written ?? print(condition)}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
      />
      <SegmentCount words={words} channel={channel} choose={setChannel} query={counting} />
      <form noValidate onSubmit={save}>
        <Stack gap="xs">
          <TextInput
            label={say('ui.segments.name')}
            required
            maxLength={200}
            value={name}
            error={nameFault}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={say('ui.segments.why')}
            maxLength={500}
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <ProblemNotice error={saving.error} />
          <Group>
            <Button type="submit" loading={saving.isPending} disabled={ready === undefined || name.trim() === ''}>
              {say('ui.segments.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  )
}
