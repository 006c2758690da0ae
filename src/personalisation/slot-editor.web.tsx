/** A slot is written block by block: for which segment, in which language, in which words; what is wrong is told at its field. */

import {
  Button,
  Fieldset,
  Group,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { Lang } from '../notice/notice.ts'
import type { Segment } from '../segments/segment-answers.ts'
import { useSegments } from '../segments/segment-asks.web.ts'
import type { SlotDetails } from './slot-answers.ts'
import { useSaving, useSlot } from './slot-asks.web.ts'
import { type Draft, draftOf, emptyBlock, slotOf } from './slot-draft.web.ts'
import './slots.css'

export function NewSlot() {
  const say = useText()
  return (
    <Page title={say('ui.slots.new')} width="reading">
      <WithSegments />
    </Page>
  )
}

export function EditSlot() {
  const say = useText()
  const { slot = '' } = useParams({ strict: false })
  const found = useSlot(slot)
  return (
    <Page title={found.data?.name ?? say('ui.slots.one')} windowTitle={say('ui.slots.one')} width="reading">
      <Loaded query={found} height={400}>
        {seen => <WithSegments seen={seen} />}
      </Loaded>
    </Page>
  )
}

function WithSegments({ seen }: { seen?: SlotDetails }) {
  const say = useText()
  const found = useSegments()
  const segments = found.data?.pages.flatMap(page => page.segments)
  return (
    <Loaded query={found} height={400}>
      {() =>
        segments === undefined || segments.length === 0 ? (
          <NothingYet
            title={say('ui.slots.no-segments')}
            step={
              <Button renderRoot={props => <Link {...props} to="/segments/new" />}>{say('ui.segments.new')}</Button>
            }
          >
            {say('ui.slots.no-segments-why')}
          </NothingYet>
        ) : (
          <Editor segments={segments} {...(seen && { seen })} />
        )
      }
    </Loaded>
  )
}

const langs: readonly Lang[] = ['fi', 'sv', 'en']

function Editor({ segments, seen }: { segments: readonly Segment[]; seen?: SlotDetails }) {
  const say = useText()
  const router = useRouter()
  const [name, setName] = useState(seen?.name ?? '')
  const [why, setWhy] = useState('')
  const [blocks, setBlocks] = useState<readonly Draft[]>(
    seen ? seen.content.blocks.map(draftOf) : [emptyBlock(segments[0]?.id ?? '')],
  )
  const [lang, setLang] = useState<Lang>(langNow())
  const saving = useSaving(seen)
  const problem = saving.error ? problemOf(saving.error) : undefined
  const faultAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const put = (at: number, change: Partial<Draft>) =>
    setBlocks(blocks.map((block, index) => (index === at ? { ...block, ...change } : block)))
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(
      { name, content: { blocks: blocks.map(slotOf) }, ...(why.trim() && { why }) },
      {
        onSuccess: async slot => {
          tell(say('ui.slots.saved'))
          await router.navigate({ to: '/slots/$slot', params: { slot } })
        },
      },
    )
  }
  return (
    <form noValidate onSubmit={save}>
      <Stack gap="md">
        <TextInput
          label={say('ui.slots.name')}
          description={say('ui.slots.name-how')}
          required
          maxLength={120}
          value={name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Group justify="space-between">
          <Text size="sm">{say('ui.slots.order')}</Text>
          <SegmentedControl
            size="xs"
            aria-label={say('ui.slots.language')}
            value={lang}
            data={langs.map(value => ({ value, label: say(`ui.slots.langs.${value}`) }))}
            onChange={value => setLang(langs.find(one => one === value) ?? lang)}
          />
        </Group>
        {blocks.map((block, at) => (
          <BlockFields
            key={block.key}
            at={at}
            block={block}
            lang={lang}
            segments={segments}
            faultAt={faultAt}
            put={change => put(at, change)}
            remove={blocks.length > 1 ? () => setBlocks(blocks.filter((_, other) => other !== at)) : undefined}
          />
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            disabled={blocks.length >= 10}
            onClick={() => setBlocks([...blocks, emptyBlock(segments[0]?.id ?? '')])}
          >
            {say('ui.slots.add-block')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {say('ui.slots.everybody-else')}
        </Text>
        <TextInput
          label={say('ui.slots.why')}
          maxLength={500}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <ProblemNotice error={saving.error} />
        <Group>
          <Button type="submit" loading={saving.isPending}>
            {say('ui.slots.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface BlockProps {
  readonly at: number
  readonly block: Draft
  readonly lang: Lang
  readonly segments: readonly Segment[]
  readonly faultAt: (field: string) => string | undefined
  readonly put: (change: Partial<Draft>) => void
  readonly remove: (() => void) | undefined
}

function BlockFields({ at, block, lang, segments, faultAt, put, remove }: BlockProps) {
  const say = useText()
  const words = block.words[lang]
  const place = `content.blocks.${at}`
  const write = (change: Partial<Draft['words'][Lang]>) =>
    put({ words: { ...block.words, [lang]: { ...words, ...change } } })
  return (
    <Fieldset legend={say('ui.slots.block', { n: at + 1 })}>
      <Stack gap="xs">
        <NativeSelect
          label={say('ui.slots.segment')}
          value={block.segment}
          error={faultAt(`${place}.segment`)}
          data={[
            ...(segments.some(({ id }) => id === block.segment)
              ? []
              : [{ value: block.segment, label: say('ui.slots.segment-ended') }]),
            ...segments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget }) => put({ segment: currentTarget.value })}
        />
        <TextInput
          label={say('ui.slots.block-name')}
          description={say('ui.slots.block-name-how')}
          required
          maxLength={80}
          value={block.name}
          error={faultAt(`${place}.name`)}
          onChange={({ currentTarget }) => put({ name: currentTarget.value })}
        />
        <TextInput
          label={say('ui.slots.heading')}
          lang={lang}
          required
          maxLength={120}
          value={words.heading}
          error={faultAt(`${place}.words.${lang}.heading`) ?? faultAt(`${place}.words`)}
          onChange={({ currentTarget }) => write({ heading: currentTarget.value })}
        />
        <Textarea
          label={say('ui.slots.text')}
          lang={lang}
          autosize
          minRows={2}
          maxLength={1000}
          value={words.text}
          onChange={({ currentTarget }) => write({ text: currentTarget.value })}
        />
        <Group grow align="start" className="slot-link">
          <TextInput
            label={say('ui.slots.link-words')}
            lang={lang}
            maxLength={80}
            value={words.linkWords}
            error={faultAt(`${place}.words.${lang}.link.words`)}
            onChange={({ currentTarget }) => write({ linkWords: currentTarget.value })}
          />
          <TextInput
            label={say('ui.slots.link-address')}
            type="url"
            placeholder="https://"
            maxLength={500}
            value={words.linkAddress}
            error={faultAt(`${place}.words.${lang}.link.address`)}
            onChange={({ currentTarget }) => write({ linkAddress: currentTarget.value })}
          />
        </Group>
        {remove && (
          <Group>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={remove}>
              {say('ui.slots.remove-block', { n: at + 1 })}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
