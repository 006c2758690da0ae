/** Things with ids or in a list, a card each: opened to be changed, moved, renamed with every reference to them, or taken away. */

import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronRight, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../../web/language.ts'
import { renaming } from '../notice/edit-rename.ts'
import type { Path } from '../notice/edit-value.ts'
import { idFrom } from './add-entry.web.tsx'
import { dotted, findingsUnder, useEditing } from './editing.web.ts'
import { FindingMark } from './field-findings.web.tsx'

interface EntryCardProps {
  readonly path: Path
  readonly name: string
  /** Its id beside its name, when it has one. */
  readonly id?: string | undefined
  readonly index: number
  readonly count: number
  readonly renames?: Parameters<typeof renaming>[1] | undefined
  readonly startsOpen?: boolean
  readonly children: () => ReactNode
}

export function EntryCard({ path, name, id, index, count, renames, startsOpen = false, children }: EntryCardProps) {
  const say = useText()
  const { edit, findings, visit } = useEditing()
  const [isOpen, open] = useState(startsOpen)
  const where = dotted(path)
  const move = (to: number) => edit(where, () => [{ do: 'move', path, to }])
  return (
    <section className="entry" data-path={where}>
      <header>
        <button
          type="button"
          className="entry-open"
          aria-expanded={isOpen}
          onClick={() => {
            open(!isOpen)
            visit(where)
          }}
        >
          <IconChevronRight size={17} aria-hidden data-open={isOpen} />
          <span className="entry-title">
            <span className="entry-name">{name}</span>
            {id !== undefined && id !== name && <code>{id}</code>}
            <FindingMark found={findingsUnder(findings, where)} />
          </span>
        </button>
        <Group gap={2} wrap="nowrap" className="entry-acts">
          <ActionIcon
            variant="subtle"
            aria-label={say('ui.drafts.move-up', { name })}
            disabled={index === 0}
            onClick={() => move(index - 1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={say('ui.drafts.move-down', { name })}
            disabled={index === count - 1}
            onClick={() => move(index + 1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="brick"
            aria-label={say('ui.drafts.remove-one', { name })}
            onClick={() => edit(where, () => [{ do: 'remove', path }])}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </header>
      {isOpen && (
        <div className="entry-fields">
          {renames !== undefined && id !== undefined && <Rename what={renames} id={id} />}
          {children()}
        </div>
      )}
    </section>
  )
}

/** An id of the author's own can be changed; whatever speaks of it follows. */
function Rename({ what, id }: { what: Parameters<typeof renaming>[1]; id: string }) {
  const say = useText()
  const { edit } = useEditing()
  const [written, write] = useState(id)
  const asWritten = what === 'cookies'
  const wanted = asWritten ? written.trim() : idFrom(written)
  return (
    <Group align="end" gap="xs">
      <TextInput
        label={say(asWritten ? 'ui.drafts.cookie-name' : 'ui.drafts.id')}
        description={asWritten ? undefined : say('ui.drafts.id-why')}
        value={written}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={wanted === id || wanted === ''}
        onClick={() => edit('', now => renaming(now, what, id, wanted))}
      >
        {say('ui.drafts.rename-id')}
      </Button>
    </Group>
  )
}
