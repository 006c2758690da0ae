/** The parts of an e-mail one below the other: each can be moved, taken out and told what it lacks, without a mouse. */

import { ActionIcon, Button, FileButton, Group, Image, Menu, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { asLink } from './as-link.web.ts'
import type { Block, SimpleBlock } from './content.ts'
import { gapsOfBlock } from './gaps.ts'
import type { LetterFields } from './letter-answers.ts'
import { usePicture } from './letter-asks.web.ts'
import { isLink } from './link.ts'
import { WrittenText } from './written-text.web.tsx'

const kinds: readonly Block['kind'][] = ['heading', 'text', 'button', 'image', 'divider', 'columns']
/** What a column may have. */
const isSimple = (block: Block): block is SimpleBlock => block.kind !== 'divider' && block.kind !== 'columns'

const empty = {
  heading: (): Block => ({ kind: 'heading', content: [] }),
  text: (): Block => ({ kind: 'text', paragraphs: [] }),
  button: (): Block => ({ kind: 'button', label: '', href: '' }),
  divider: (): Block => ({ kind: 'divider' }),
  columns: (): Block => ({
    kind: 'columns',
    columns: [[{ kind: 'text', paragraphs: [] }], [{ kind: 'text', paragraphs: [] }]],
  }),
}

/** A block keeps its name for React while it is changed. */
const names = new WeakMap<object, number>()
let lastName = 0
const nameOf = (block: object): number => {
  const name = names.get(block) ?? ++lastName
  names.set(block, name)
  return name
}

interface BlocksProps {
  readonly blocks: readonly Block[]
  readonly change: (blocks: Block[]) => void
  readonly fields: LetterFields['fields']
  /** Of a column: of which, for the names of its acts. */
  readonly within?: string
}

export function LetterBlocks({ blocks, change, fields, within }: BlocksProps) {
  const say = useText()
  const list = useRef<HTMLOListElement>(null)
  const put = (at: number, block: Block) => {
    const old = blocks[at]
    if (old) names.set(block, nameOf(old))
    change(blocks.map((one, other) => (other === at ? block : one)))
  }
  const move = (from: number, to: number) => {
    const moved = [...blocks]
    moved.splice(to, 0, ...moved.splice(from, 1))
    change(moved)
  }
  const focusOn = (at: number) =>
    setTimeout(() => list.current?.querySelectorAll<HTMLElement>(':scope > li [tabindex="-1"]')[at]?.focus())
  const takeOut = (at: number) => {
    change(blocks.filter((_, other) => other !== at))
    focusOn(Math.max(0, at - 1))
  }
  return (
    <Stack gap="sm">
      <ol className="letter-blocks" ref={list}>
        {blocks.map((block, at) => {
          const title = [within, `${at + 1}. ${say(`ui.compose.block.${block.kind}`)}`].filter(Boolean).join(', ')
          const gaps = isSimple(block) ? gapsOfBlock(block) : [] // those of columns stand in them
          return (
            <li key={nameOf(block)} className={within ? 'letter-block letter-block-inner' : 'letter-block'}>
              <fieldset aria-label={title}>
                <Group justify="space-between" gap={4} wrap="nowrap">
                  <Text size="sm" fw={560} tabIndex={-1}>
                    {`${at + 1}. ${say(`ui.compose.block.${block.kind}`)}`}
                  </Text>
                  <Group gap={2} wrap="nowrap">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={at === 0}
                      aria-label={say('ui.compose.up', { what: title })}
                      onClick={() => move(at, at - 1)}
                    >
                      <IconArrowUp size={18} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={at === blocks.length - 1}
                      aria-label={say('ui.compose.down', { what: title })}
                      onClick={() => move(at, at + 1)}
                    >
                      <IconArrowDown size={18} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={say('ui.compose.take-out', { what: title })}
                      onClick={() => takeOut(at)}
                    >
                      <IconTrash size={18} aria-hidden />
                    </ActionIcon>
                  </Group>
                </Group>
                <BlockFields block={block} title={title} fields={fields} change={next => put(at, next)} />
                {gaps.length > 0 && (
                  <Text size="sm" className="letter-gaps">
                    {gaps.map(what => say(`ui.compose.gap.${what}`)).join('. ')}
                  </Text>
                )}
              </fieldset>
            </li>
          )
        })}
      </ol>
      <AddBlock
        within={within}
        add={block => {
          change([...blocks, block])
          focusOn(blocks.length)
        }}
      />
    </Stack>
  )
}

interface FieldsProps {
  readonly block: Block
  readonly title: string
  readonly fields: LetterFields['fields']
  readonly change: (block: Block) => void
}

/** What a block of any kind is made of. */
function BlockFields({ block, title, fields, change }: FieldsProps) {
  const say = useText()
  switch (block.kind) {
    case 'heading':
      return (
        <WrittenText
          kind="line"
          label={say('ui.compose.block.heading')}
          fields={fields}
          value={[{ kind: 'paragraph', content: block.content }]}
          change={([line]) => change({ kind: 'heading', content: line?.kind === 'paragraph' ? line.content : [] })}
        />
      )
    case 'text':
      return (
        <WrittenText
          kind="text"
          label={say('ui.compose.block.text')}
          fields={fields}
          value={block.paragraphs}
          change={paragraphs => change({ kind: 'text', paragraphs })}
        />
      )
    case 'button':
      return (
        <Group grow align="flex-start" className="letter-pair">
          <TextInput
            label={say('ui.compose.label')}
            maxLength={100}
            value={block.label}
            onChange={({ currentTarget }) => change({ ...block, label: currentTarget.value })}
          />
          <HrefField value={block.href} change={href => change({ ...block, href })} />
        </Group>
      )
    case 'image':
      return (
        <Stack gap={6}>
          <Image src={`/letters/images/${block.image}`} alt={block.alt} w="auto" maw="100%" mah={140} fit="contain" />
          <TextInput
            label={say('ui.compose.alt')}
            description={say('ui.compose.alt-why')}
            maxLength={300}
            value={block.alt}
            onChange={({ currentTarget }) => change({ ...block, alt: currentTarget.value })}
          />
          <HrefField value={block.href} change={href => change({ ...block, href })} />
        </Stack>
      )
    case 'divider':
      return null
    case 'columns':
      return (
        <div className="letter-columns">
          {block.columns.map((column, at) => {
            const within = `${title}, ${say(at === 0 ? 'ui.compose.left' : 'ui.compose.right')}`
            const [left, right] = block.columns
            return (
              <LetterBlocks
                key={within}
                within={within}
                blocks={column}
                fields={fields}
                change={next => {
                  const kept = next.filter(isSimple)
                  change({ kind: 'columns', columns: at === 0 ? [kept, right] : [left, kept] })
                }}
              />
            )
          })}
        </div>
      )
  }
}

/** An address is kept once it is one; what was typed stays until then. */
function HrefField({ value, change }: { value: string; change: (href: string) => void }) {
  const say = useText()
  const [typed, setTyped] = useState(value)
  const link = asLink(typed)
  const isRight = link === '' || isLink(link)
  return (
    <TextInput
      label={say('ui.compose.href')}
      type="url"
      maxLength={1000}
      value={typed}
      error={!isRight && say('ui.compose.href-wrong')}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        const next = asLink(currentTarget.value)
        change(isLink(next) ? next : '')
      }}
    />
  )
}

interface AddProps {
  readonly within: string | undefined
  readonly add: (block: Block) => void
}

function AddBlock({ within, add }: AddProps) {
  const say = useText()
  const picture = usePicture()
  const reset = useRef<() => void>(null)
  const take = async (file: File | null) => {
    if (!file) return
    const taken = await picture.mutateAsync(file).catch(() => undefined)
    reset.current?.()
    if (taken) add({ kind: 'image', image: taken.id, width: taken.width, alt: '', href: '' })
  }
  return (
    <div>
      <FileButton onChange={take} accept="image/png,image/jpeg,image/gif,image/webp" resetRef={reset}>
        {pick => (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button
                size={within ? 'compact-sm' : 'sm'}
                variant="default"
                loading={picture.isPending}
                leftSection={<IconPlus size={17} aria-hidden />}
                aria-label={within && `${say('ui.compose.add-block')}: ${within}`}
              >
                {say('ui.compose.add-block')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {kinds
                .filter(kind => within === undefined || (kind !== 'divider' && kind !== 'columns'))
                .map(kind => (
                  <Menu.Item key={kind} onClick={() => (kind === 'image' ? pick.onClick() : add(empty[kind]()))}>
                    {say(`ui.compose.block.${kind}`)}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
      <ProblemNotice error={picture.error} />
    </div>
  )
}
