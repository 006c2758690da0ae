/** A row's values in a form drawn from the scope; it asks where the values come from, and shows both when somebody else changed them meanwhile. */

import { Alert, Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { type ScopeCategory, type ScopeColumn, type ScopeField, valueText } from '../../web/value.ts'
import { ValueInput } from '../../web/value-input.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Source, Value, Values } from './answers.ts'
import { OrganisationChoice, organisationLink } from './organisation-choice.web.tsx'
import { addressIn, Returned, suppressed } from './returned.web.tsx'
import { changedValues, conflicting } from './row-changes.web.ts'
import { SourceChoice, sourcesFor, useSource } from './source-choice.web.tsx'

interface RowFormProps {
  readonly person: string
  readonly category: ScopeCategory
  readonly sources: readonly Source[]
  /** What is kept now; undefined for a new row. */
  readonly kept: Values | undefined
  readonly send: (values: Values, source: string, reference: string | undefined) => Promise<unknown>
  readonly done: () => void
  readonly cancel: () => void
}

/** A contact point is one thing of several kinds: an address, or a number, or … Other categories' fields belong together. */
function kindsOf(category: ScopeCategory): readonly ScopeField[] {
  return category.id === 'contact-points' ? category.fields.filter(({ id }) => id !== 'status') : []
}

/** The fields that the form asks: all, or those of the kind that is kept or chosen with what is said of every kind. */
function fieldsAsked(category: ScopeCategory, kept: Values | undefined, kind: string): readonly ScopeField[] {
  const kinds = kindsOf(category)
  const isKept = (field: ScopeField) => field.columns.some(({ name }) => (kept?.[name] ?? null) !== null)
  return category.fields.filter(field => !kinds.includes(field) || (kept ? isKept(field) : field.id === kind))
}

export function RowForm({ person, category, sources, kept, send, done, cancel }: RowFormProps) {
  const say = useText()
  const allowed = sourcesFor(sources, [category])
  const choice = useSource(allowed)
  const [first, setFirst] = useState<Values>(kept ?? {})
  const [typed, setTyped] = useState<Values>({})
  const [reference, setReference] = useState('')
  const kinds = kept ? [] : kindsOf(category)
  const [kind, setKind] = useState(kinds[0]?.id ?? '')
  const fields = fieldsAsked(category, kept, kind)
  const columns = fields.flatMap(field => field.columns)
  const saving = useWriting({
    mutationFn: () => send(kept ? changedValues(first, typed) : typed, choice.source, reference.trim() || undefined),
    onSuccess: done,
  })
  const problem = saving.error === null ? undefined : problemOf(saving.error)
  const isSuppressed = problem?.key === suppressed
  const conflict = problem?.status === 409 && kept !== undefined && !isSuppressed
  const errorAt = (name: string) =>
    problem?.errors.find(({ field }) => field === name || field.endsWith(`.${name}`))?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (kept && Object.keys(changedValues(first, typed)).length === 0) cancel()
    else if (choice.isGiven()) saving.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="row-form" onKeyDown={event => event.key === 'Escape' && cancel()}>
      {conflict && (
        <Conflict
          columns={columns}
          names={conflicting(first, kept, typed)}
          theirs={kept}
          ours={typed}
          takeTheirs={cancel}
          keepOurs={() => {
            setFirst(kept)
            saving.reset()
          }}
        />
      )}
      {isSuppressed && (
        <Returned error={saving.error} address={{ ...addressIn(typed), person }} goOn={() => saving.mutate()} />
      )}
      {!conflict && !isSuppressed && <ProblemNotice error={saving.error} />}
      <SimpleGrid cols={{ base: 1, sm: columns.length > 1 ? 2 : 1 }} spacing="sm" verticalSpacing="xs">
        {kinds.length > 0 && (
          <NativeSelect
            label={say('ui.row.which')}
            data={kinds.map(({ id, name }) => ({ value: id, label: name }))}
            value={kind}
            onChange={({ currentTarget }) => {
              setKind(currentTarget.value)
              setTyped({})
            }}
          />
        )}
        {fields.flatMap(field =>
          field.columns.map((column, at) =>
            column.name === organisationLink ? (
              <OrganisationChoice
                key={column.name}
                label={column.label}
                value={typed[column.name] ?? (column.name in typed ? null : (first[column.name] ?? null))}
                change={value => setTyped(now => ({ ...now, [column.name]: value }))}
              />
            ) : (
              <ValueInput
                key={column.name}
                column={column}
                required={field.required && at === 0}
                autoFocus={column === columns[0]}
                value={typed[column.name] ?? (column.name in typed ? null : (first[column.name] ?? null))}
                change={value => setTyped(now => ({ ...now, [column.name]: value }))}
                error={errorAt(column.name)}
              />
            ),
          ),
        )}
        <SourceChoice {...choice} sources={allowed} error={errorAt('source')} />
        <TextInput
          label={say('ui.row.reference')}
          description={say('ui.row.reference-why')}
          value={reference}
          onChange={({ currentTarget }) => setReference(currentTarget.value)}
        />
      </SimpleGrid>
      <Group mt="sm" gap="xs">
        <Button type="submit" size="sm" loading={saving.isPending} disabled={conflict}>
          {say(kept ? 'ui.save' : 'ui.row.add')}
        </Button>
        <Button size="sm" variant="default" onClick={cancel}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </form>
  )
}

interface ConflictProps {
  readonly columns: readonly ScopeColumn[]
  readonly names: readonly string[]
  readonly theirs: Values
  readonly ours: Values
  readonly takeTheirs: () => void
  readonly keepOurs: () => void
}

/** Somebody else changed the row while it was being edited: both values stand side by side. */
function Conflict({ columns, names, theirs, ours, takeTheirs, keepOurs }: ConflictProps) {
  const say = useText()
  const words = (column: ScopeColumn, value: Value | undefined) => valueText(column, value, say) ?? say('ui.value.none')
  return (
    <Alert role="alert" color="amber" icon={<IconArrowsDiff aria-hidden />} title={say('ui.conflict.title')} mb="sm">
      {names.length === 0 && say('ui.conflict.other-fields')}
      {columns
        .filter(({ name }) => names.includes(name))
        .map(column => (
          <dl key={column.name} className="why-words">
            <dt>{column.label}</dt>
            <dd>{say('ui.conflict.theirs', { value: words(column, theirs[column.name]) })}</dd>
            <dd>{say('ui.conflict.ours', { value: words(column, ours[column.name]) })}</dd>
          </dl>
        ))}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={takeTheirs}>
          {say('ui.conflict.take-theirs')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={keepOurs}>
          {say('ui.conflict.keep-ours')}
        </Button>
      </Group>
    </Alert>
  )
}
