/** An old notice is pasted and seen as the register that it describes; what it lacks is mended in a draft that holds what it says. */

import { Anchor, Button, FileButton, Group, Skeleton, Text, Textarea } from '@mantine/core'
import { IconArrowsLeftRight, IconDownload, IconFileText, IconPencil } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { saveFile } from '../../web/ask.ts'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { looksLikeNotice } from '../notice/read-view.ts'
import { useNewDraft } from './draft-asks.web.ts'
import { type OldNotice, useOldNotice, useReading } from './old-notice-asks.web.ts'
import { OldNoticeGaps } from './old-notice-gaps.web.tsx'
import { OldNoticeRegister } from './old-notice-register.web.tsx'
import './old-notice.css'

const longest = 1_000_000 // as the API has it

export function ReadOldNotice() {
  const say = useText()
  const [old, keep] = useOldNotice()
  const found = useReading(old)
  const { mend, error } = useMending(found.data?.draft, old, keep)
  return (
    <Page title={say('ui.read.title')}>
      <Paste key={old.asked} old={old} keep={keep} />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      <ProblemNotice error={error} />
      {found.isLoading && <Skeleton height={360} mt="md" aria-hidden />}
      {found.data && (
        <>
          {!looksLikeNotice(found.data) && (
            <div role="status" className="old-notice-other">
              <Text fw={600}>{say('ui.read.not-a-notice')}</Text>
              <Text>{say('ui.read.not-a-notice-why')}</Text>
            </div>
          )}
          <OldNoticeRegister key={old.asked} reading={found.data} />
          <OldNoticeGaps findings={found.data.findings} mend={mend} />
          <Draft draft={found.data.draft} begin={mend} />
        </>
      )}
    </Page>
  )
}

interface PasteProps {
  readonly old: OldNotice
  readonly keep: (old: OldNotice) => void
}

/** The field is folded away while its result is looked at. */
function Paste({ old, keep }: PasteProps) {
  const say = useText()
  const [text, write] = useState(old.text)
  const [isOpen, open] = useState(old.asked === 0)
  const tooLong = text.length > longest
  const read = (event: React.FormEvent) => {
    event.preventDefault()
    keep({ text, asked: old.asked + 1 })
  }
  if (!isOpen)
    return (
      <Button variant="default" onClick={() => open(true)}>
        {say('ui.read.change-text')}
      </Button>
    )
  return (
    <form onSubmit={read} className="old-notice-paste">
      <Text mb="sm">{say('ui.read.why')}</Text>
      <Textarea
        label={say('ui.read.text')}
        description={say('ui.read.limit', { limit: count(longest) })}
        error={tooLong ? say('ui.read.too-long', { characters: count(text.length), limit: count(longest) }) : undefined}
        value={text}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        rows={12}
        required
        spellCheck={false}
      />
      <Group mt="sm" gap="xs">
        <Button type="submit" disabled={tooLong || text.trim() === ''}>
          {say(old.asked === 0 ? 'ui.read.read' : 'ui.read.read-again')}
        </Button>
        <FileButton
          onChange={file => file && void file.text().then(write)}
          accept=".txt,.md,.html,.htm,text/plain,text/markdown,text/html"
        >
          {props => (
            <Button {...props} variant="default" leftSection={<IconFileText size={17} aria-hidden />}>
              {say('ui.read.open-file')}
            </Button>
          )}
        </FileButton>
        <Text c="dimmed">{say('ui.read.not-kept')}</Text>
      </Group>
    </form>
  )
}

/** Opens the draft of this reading at a part of it; the draft is made when it is first needed. Only for those who may. */
function useMending(draft: string | undefined, old: OldNotice, keep: (old: OldNotice) => void) {
  const say = useText()
  const navigate = useNavigate()
  const create = useNewDraft()
  const { administrator } = useAccount()
  const go = (id: string, path: string) =>
    void navigate({ to: '/our-notice/drafts/$draft', params: { draft: id }, hash: path })
  const mend = (path: string) => {
    if (draft === undefined || create.isPending) return
    if (old.draft !== undefined) return go(old.draft, path)
    create.mutate(
      { name: say('ui.read.draft-name'), from: { kind: 'text', text: draft } },
      {
        onSuccess: ({ id }) => {
          keep({ ...old, draft: id })
          go(id, path)
        },
      },
    )
  }
  return { mend: administrator ? mend : undefined, error: create.error }
}

function Draft({ draft, begin }: { draft: string; begin: ((path: string) => void) | undefined }) {
  const say = useText()
  return (
    <section aria-labelledby="old-notice-draft" className="old-notice-draft">
      <h2 id="old-notice-draft">{say('ui.read.draft')}</h2>
      <Text mb="sm">{say('ui.read.draft-why')}</Text>
      <Group gap="xs" mb="sm">
        {begin && (
          <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={() => begin('')}>
            {say('ui.read.begin-draft')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveFile(new Blob([draft], { type: 'text/yaml' }), 'notice.yaml')}
        >
          {say('ui.read.download')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
          renderRoot={props => <Link {...props} to="/our-notice/compare" search={{ a: 'read' }} />}
        >
          {say('ui.read.compare')}
        </Button>
      </Group>
      <details>
        <Anchor component="summary">notice.yaml</Anchor>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
        <pre tabIndex={0}>{draft}</pre>
      </details>
    </section>
  )
}
