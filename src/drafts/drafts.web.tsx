/** Drafts of the notice: begun from the notice in force, from an example or from a text, and gone on with by whoever administers. */

import { Anchor, Button, Group, Radio, Select, Stack, Table, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { DraftList } from './draft-answers.ts'
import { type Beginning, useDiscard, useDrafts, useNewDraft, useRename } from './draft-asks.web.ts'
import './drafts.css'

type Entry = DraftList['drafts'][number]

export function Drafts() {
  const say = useText()
  const [isNew, begin] = useState(false)
  const [discarding, discard] = useState<Entry | undefined>(undefined)
  const [renaming, rename] = useState<Entry | undefined>(undefined)
  const found = useDrafts()
  const drafts = found.data?.drafts
  const act = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => begin(true)}>
      {say('ui.drafts.new')}
    </Button>
  )
  return (
    <Page title={say('ui.drafts.title')} acts={drafts && drafts.length > 0 && act}>
      <LoadedList
        query={found}
        rows={drafts}
        height={240}
        none={
          <NothingYet title={say('ui.drafts.empty')} step={act}>
            {say('ui.drafts.empty-why')}
          </NothingYet>
        }
      >
        {rows => <DraftTable drafts={rows} discard={discard} rename={rename} />}
      </LoadedList>
      {isNew && <NewDraft close={() => begin(false)} />}
      {renaming && <RenameDraft draft={renaming} close={() => rename(undefined)} />}
      {discarding && <DiscardDraft draft={discarding} close={() => discard(undefined)} />}
    </Page>
  )
}

interface DraftTableProps {
  readonly drafts: readonly Entry[]
  readonly discard: (draft: Entry) => void
  readonly rename: (draft: Entry) => void
}

function DraftTable({ drafts, discard, rename }: DraftTableProps) {
  const say = useText()
  const { id: me } = useAccount()
  return (
    <Table className="drafts-list" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.drafts.name')}</Table.Th>
          <Table.Th>{say('ui.drafts.changed')}</Table.Th>
          <Table.Th>
            <span className="visually-hidden">{say('ui.drafts.acts')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {drafts.map(draft => {
          const others = draft.open.filter(({ actor }) => actor !== `staff:${me}`)
          return (
            <Table.Tr key={draft.id}>
              <Table.Td>
                <Anchor
                  renderRoot={props => <Link to="/our-notice/drafts/$draft" params={{ draft: draft.id }} {...props} />}
                  fw={600}
                >
                  {draft.name}
                </Anchor>
                {draft.basedOn !== null && (
                  <Text size="sm" c="dimmed">
                    {say('ui.drafts.based-on', { version: draft.basedOn })}
                  </Text>
                )}
                {others.length > 0 && (
                  <Text size="sm" className="draft-others">
                    {say('ui.drafts.others', {
                      count: others.length,
                      names: others.map(({ name, actor }) => name ?? actor).join(', '),
                    })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {moment(draft.changedAt)}
                <Text size="sm" c="dimmed">
                  {draft.changedBy.name}
                </Text>
              </Table.Td>
              <Table.Td>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={say('ui.drafts.rename-one', { name: draft.name })}
                  onClick={() => rename(draft)}
                >
                  {say('ui.drafts.rename')}
                </Button>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={say('ui.drafts.discard-one', { name: draft.name })}
                  onClick={() => discard(draft)}
                >
                  {say('ui.drafts.discard')}
                </Button>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

const examples = ['course-company', 'bakery', 'consultancy'] as const

function NewDraft({ close }: { close: () => void }) {
  const say = useText()
  const navigate = useNavigate()
  const create = useNewDraft()
  const [name, setName] = useState(say('ui.drafts.usual-name'))
  const [kind, setKind] = useState<Beginning['kind']>('published')
  const [example, setExample] = useState<(typeof examples)[number]>('course-company')
  const [text, setText] = useState('')
  const from: Beginning = {
    published: { kind: 'published' },
    example: { kind: 'example', example },
    text: { kind: 'text', text },
  }[kind] as Beginning
  const send = (event: React.FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name, from },
      { onSuccess: ({ id }) => navigate({ to: '/our-notice/drafts/$draft', params: { draft: id } }) },
    )
  }
  return (
    <Dialog title={say('ui.drafts.new')} close={close}>
      <form onSubmit={send}>
        <Stack>
          <TextInput
            label={say('ui.drafts.name')}
            value={name}
            required
            maxLength={200}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Radio.Group
            label={say('ui.drafts.from')}
            value={kind}
            onChange={value => setKind(value === 'example' || value === 'text' ? value : 'published')}
          >
            <Stack gap="xs" mt={6}>
              <Radio value="published" label={say('ui.drafts.from-published')} />
              <Radio value="example" label={say('ui.drafts.from-example')} />
              <Radio value="text" label={say('ui.drafts.from-text')} />
            </Stack>
          </Radio.Group>
          {kind === 'example' && (
            <Select
              label={say('ui.drafts.example')}
              value={example}
              data={examples.map(value => ({ value, label: say(`ui.drafts.examples.${value}`) }))}
              onChange={value => setExample(examples.find(one => one === value) ?? 'course-company')}
              allowDeselect={false}
            />
          )}
          {kind === 'text' && (
            <Textarea
              label={say('ui.drafts.pasted')}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
              autosize
              minRows={6}
              maxRows={14}
              required
              spellCheck={false}
              className="pasted-yaml"
            />
          )}
          <ProblemNotice error={create.error} />
          <DialogButtons send={say('ui.drafts.begin')} sending={create.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

function RenameDraft({ draft, close }: { draft: Entry; close: () => void }) {
  const say = useText()
  const rename = useRename()
  const [name, setName] = useState(draft.name)
  const send = (event: React.FormEvent) => {
    event.preventDefault()
    rename.mutate({ id: draft.id, name }, { onSuccess: close })
  }
  return (
    <Dialog title={say('ui.drafts.rename')} close={close}>
      <form onSubmit={send}>
        <TextInput
          label={say('ui.drafts.name')}
          value={name}
          required
          maxLength={200}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <ProblemNotice error={rename.error} />
        <DialogButtons send={say('ui.drafts.rename')} sending={rename.isPending} close={close} />
      </form>
    </Dialog>
  )
}

function DiscardDraft({ draft, close }: { draft: Entry; close: () => void }) {
  const say = useText()
  const discard = useDiscard()
  const send = () =>
    discard.mutate(draft.id, {
      onSuccess: () => {
        tell(say('ui.drafts.discarded', { name: draft.name }))
        close()
      },
    })
  return (
    <Dialog title={say('ui.drafts.discard-title')} close={close}>
      <Text>{say('ui.drafts.discard-why', { name: draft.name })}</Text>
      <ProblemNotice error={discard.error} />
      <Group mt="md">
        <Button color="brick" loading={discard.isPending} onClick={send}>
          {say('ui.drafts.discard')}
        </Button>
        <Button variant="default" onClick={close}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </Dialog>
  )
}
