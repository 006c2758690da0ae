/** One category of the person's data: its values with their why, and the acts that the purpose may do to them. */

import { ActionIcon, Badge, Button, Group, Popover, Text, Title } from '@mantine/core'
import { IconExternalLink, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { ScopeCategory, ScopeColumn } from '../../web/value.ts'
import { ValueText } from '../../web/value-text.tsx'
import { usesOfField, Why } from '../../web/why.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Row, Source } from './answers.ts'
import { organisationLink, ToOrganisation } from './organisation-choice.web.tsx'
import { usePersonVerbs, type ValuePlace } from './person-asks.web.ts'
import { RowForm } from './row-form.web.tsx'
import { SourceChoice, sourcesFor, useSource } from './source-choice.web.tsx'

interface CategoryProps {
  readonly person: string
  readonly category: ScopeCategory
  readonly rows: readonly Row[]
  readonly sources: readonly Source[]
  /** The form of a new row is open from the beginning. */
  readonly startsAdding?: boolean
  readonly openHistory: (place: ValuePlace) => void
}

export function PersonCategory(props: CategoryProps) {
  const say = useText()
  const { person, category, rows, sources, startsAdding = false } = props
  const [adding, setAdding] = useState(startsAdding)
  const { add } = usePersonVerbs(person)
  const mayAdd = category.mayWrite && (category.rows === 'many' || rows.length === 0)
  return (
    <section className="person-category" data-origin={category.origin} aria-labelledby={`category-${category.id}`}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap="xs">
          <Title order={2} id={`category-${category.id}`}>
            {category.name}
          </Title>
          {category.origin === 'inferred' && (
            <Badge variant="outline" color="gray" className="inferred-mark">
              {say('ui.person.inferred')}
            </Badge>
          )}
        </Group>
        {mayAdd && !adding && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
            aria-label={say('ui.person.add-to', { category: category.name })}
            onClick={() => setAdding(true)}
          >
            {say('ui.row.add')}
          </Button>
        )}
      </Group>
      {rows.map(row => (
        <CategoryRow key={row.id} {...props} row={row} />
      ))}
      {rows.length === 0 && !adding && (
        <Text size="sm" c="dimmed">
          {say('ui.person.nothing-here')}
        </Text>
      )}
      {adding && (
        <RowForm
          person={person}
          category={category}
          sources={sources}
          kept={undefined}
          send={(values, source, reference) => add(category.id, { values, source, ...(reference && { reference }) })}
          done={() => {
            setAdding(false)
            tell(say('ui.row.added'))
          }}
          cancel={() => setAdding(false)}
        />
      )}
    </section>
  )
}

function CategoryRow({ person, category, row, sources, openHistory }: CategoryProps & { row: Row }) {
  const say = useText()
  const [editing, setEditing] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const stop = () => {
    setEditing(false)
    setTimeout(() => pencil.current?.focus()) // the form had the keyboard, and is gone
  }
  const { change } = usePersonVerbs(person)
  const { expected } = row
  if (editing && expected !== null)
    return (
      <RowForm
        person={person}
        category={category}
        sources={sources}
        kept={row.values}
        send={(values, source, reference) =>
          change(category.id, row.id, { values, source, expected, ...(reference && { reference }) })
        }
        done={() => {
          stop()
          tell(say('ui.row.changed'))
        }}
        cancel={stop}
      />
    )
  const given = category.fields.flatMap(field =>
    field.columns
      .filter(({ name }) => name !== organisationLink && (row.values[name] ?? null) !== null)
      .map(column => ({ field, column })),
  )
  return (
    <div className="person-row">
      <dl className="person-values">
        {given.map(({ field, column }) => (
          <div key={column.name}>
            <dt>{column.label}</dt>
            <dd>
              <Why
                why={row.why[column.name]}
                uses={usesOfField(category.uses, field.id)}
                until={row.until}
                logic={category.logic}
                openHistory={() => openHistory({ person, category: category.id, row: row.id, column: column.name })}
              >
                <ValueText column={column} value={row.values[column.name]} />
              </Why>
              <WebAddress column={column} value={row.values[column.name]} />
              {column.name === 'organisation' && <ToOrganisation id={row.values[organisationLink]} />}
            </dd>
          </div>
        ))}
      </dl>
      {category.mayWrite && expected !== null && (
        <Group gap={2} wrap="nowrap" className="person-row-acts">
          <ActionIcon
            ref={pencil}
            size={30}
            aria-label={say('ui.person.change-in', { category: category.name })}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
          <RemoveRow person={person} category={category} row={row} expected={expected} sources={sources} />
        </Group>
      )}
    </div>
  )
}

function WebAddress({ column, value }: { column: ScopeColumn; value: unknown }) {
  const say = useText()
  if (column.format !== 'url' || typeof value !== 'string' || !/^https?:\/\//.test(value)) return null
  return (
    <ActionIcon
      component="a"
      href={value}
      target="_blank"
      rel="noreferrer noopener"
      size={24}
      aria-label={say('ui.person.open-address')}
    >
      <IconExternalLink size={15} aria-hidden />
    </ActionIcon>
  )
}

interface RemoveRowProps {
  readonly person: string
  readonly category: ScopeCategory
  readonly row: Row
  readonly expected: string
  readonly sources: readonly Source[]
}

/** Removing is asked once and can be undone from the timeline. */
function RemoveRow({ person, category, row, expected, sources }: RemoveRowProps) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const { remove } = usePersonVerbs(person)
  const allowed = sourcesFor(sources, [category])
  const choice = useSource(allowed)
  const removing = useWriting({
    mutationFn: () => remove(category.id, row.id, { source: choice.source, expected }),
    onSuccess: () => tell(say('ui.row.removed')),
  })
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <ActionIcon
          size={30}
          aria-label={say('ui.person.remove-from', { category: category.name })}
          onClick={() => setOpen(!open)}
        >
          <IconTrash size={17} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('ui.row.remove')}>
        <Text size="sm" mb="xs">
          {say('ui.row.remove-why')}
        </Text>
        <SourceChoice {...choice} sources={allowed} />
        <ProblemNotice error={removing.error} />
        <Group gap="xs" mt="sm">
          <Button
            size="compact-sm"
            color="brick"
            disabled={choice.source === ''}
            loading={removing.isPending}
            onClick={() => removing.mutate()}
          >
            {say('ui.row.remove')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen(false)}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
