/** A rule is written part by part, and beside it stands what it would infer of the register now. */

import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import type { Scope } from '../register/scope-answer.ts'
import { isWhole } from '../segments/comparison-fields.web.tsx'
import { RowTests } from '../segments/row-tests.web.tsx'
import type { SegmentWords } from '../segments/segment-answers.ts'
import { useWords } from '../segments/segment-asks.web.ts'
import { useRule, useSaving } from './inference-asks.web.ts'
import type { RuleContent, RuleDetails } from './rule-answers.ts'
import { RulePreview } from './rule-preview.web.tsx'
import './inference.css'

export function NewRule() {
  const say = useText()
  return (
    <Page title={say('ui.inferences.new')}>
      <WithWords />
    </Page>
  )
}

export function EditRule() {
  const say = useText()
  const { rule = '' } = useParams({ strict: false })
  const found = useRule(rule)
  return (
    <Page title={found.data?.name ?? say('ui.inferences.one')} windowTitle={say('ui.inferences.one')}>
      <Loaded query={found} height={400}>
        {seen => <WithWords seen={seen} />}
      </Loaded>
    </Page>
  )
}

function WithWords({ seen }: { seen?: RuleDetails }) {
  const words = useWords()
  const scope = useScope()
  return (
    <Loaded query={words} height={400}>
      {given => (
        <Loaded query={scope} height={400}>
          {sight => <Editor words={given} scope={sight} {...(seen && { seen })} />}
        </Loaded>
      )}
    </Loaded>
  )
}

type Category = SegmentWords['categories'][number]
type Rows = NonNullable<RuleContent['met']>

interface EditorProps {
  readonly words: SegmentWords
  readonly scope: Scope
  readonly seen?: RuleDetails
}

function Editor({ words, scope, seen }: EditorProps) {
  const say = useText()
  const router = useRouter()
  const declared = scope.categories.find(({ id }) => id === 'inferences')
  const abouts = declared?.fields.flatMap(({ columns }) => columns).find(({ name }) => name === 'about')?.codes ?? []
  const categories = readable(words, scope)
  const [name, setName] = useState(seen?.name ?? '')
  const [why, setWhy] = useState('')
  const [content, setContent] = useState<RuleContent>(
    seen?.content ?? {
      about: abouts[0]?.code ?? '',
      value: '',
      parts: [],
      halfLife: 180,
      threshold: 5,
      lasts: 12,
      met: null,
    },
  )
  const saving = useSaving(seen)
  const change = (part: Partial<RuleContent>) => setContent({ ...content, ...part })
  const isReady =
    content.value.trim() !== '' &&
    content.parts.length > 0 &&
    [...content.parts, ...(content.met ? [content.met] : [])].every(({ where }) => where.every(isWhole))
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    saving.mutate(
      { name, content, ...(why.trim() && { why }) },
      {
        onSuccess: async id => {
          tell(say('ui.inferences.saved'))
          await router.navigate({ to: '/inference-rules/$rule', params: { rule: id } })
        },
      },
    )
  }
  const faultOf = (of: string): string | undefined =>
    saving.error ? problemOf(saving.error).errors.find(({ field }) => field === of)?.message : undefined
  return (
    <div className="rule-editor">
      <form noValidate onSubmit={save}>
        <Stack gap="md">
          <TextInput
            label={say('ui.inferences.name')}
            required
            maxLength={200}
            value={name}
            error={faultOf('name')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Group gap="xs" align="flex-start" grow preventGrowOverflow={false}>
            {abouts.length > 0 && (
              <NativeSelect
                label={say('ui.inferences.about')}
                value={content.about}
                data={abouts.map(({ code, name: label }) => ({ value: code, label }))}
                onChange={({ currentTarget }) => change({ about: currentTarget.value })}
              />
            )}
            <TextInput
              label={say('ui.inferences.value')}
              description={say('ui.inferences.value-how')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              maxLength={80}
              value={content.value}
              error={faultOf('content.value')}
              onChange={({ currentTarget }) => change({ value: currentTarget.value })}
            />
          </Group>
          <Parts categories={categories} content={content} change={change} />
          <Weighing content={content} change={change} />
          <Measure categories={categories} met={content.met} change={met => change({ met })} />
          <TextInput
            label={say('ui.inferences.why')}
            maxLength={500}
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <ProblemNotice error={saving.error} />
          <Group>
            <Button type="submit" loading={saving.isPending} disabled={!isReady || name.trim() === ''}>
              {say('ui.inferences.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <aside>
        <RulePreview asked={isReady ? { content, ...(seen && { rule: seen.id }) } : undefined} />
        {declared?.logic && (
          <section aria-labelledby="logic" className="rule-logic">
            <Title order={2} size="h4" id="logic">
              {say('ui.inferences.logic')}
            </Title>
            <blockquote>{declared.logic}</blockquote>
            <Text size="sm" c="dimmed">
              {say('ui.inferences.logic-why')}
            </Text>
          </section>
        )}
      </aside>
    </div>
  )
}

/** Nothing is inferred from an inference, and a while is what fading is for. */
const readable = ({ categories }: SegmentWords, scope: Scope): readonly Category[] =>
  categories
    .filter(({ id }) => scope.categories.some(one => one.id === id && one.origin !== 'inferred'))
    .map(category => ({
      ...category,
      columns: category.columns.map(column => ({ ...column, is: column.is.filter(is => is !== 'within') })),
    }))

interface Part {
  readonly categories: readonly Category[]
}

interface RowsProps extends Part {
  readonly rows: Rows
  readonly change: (rows: Rows) => void
}

function RowsFields({ categories, rows, change }: RowsProps) {
  const say = useText()
  const category = categories.find(({ id }) => id === rows.rows)
  return (
    <>
      <NativeSelect
        label={say('ui.inferences.rows')}
        value={rows.rows}
        data={categories.map(({ id, label }) => ({ value: id, label }))}
        onChange={({ currentTarget }) => change({ rows: currentTarget.value, where: [] })}
      />
      {category && (
        <RowTests
          category={category}
          where={rows.where}
          change={where => change({ ...rows, where: where.map(({ column, is, value }) => ({ column, is, value })) })}
        />
      )}
    </>
  )
}

interface ContentProps {
  readonly content: RuleContent
  readonly change: (part: Partial<RuleContent>) => void
}

function Parts({ categories, content: { parts }, change }: ContentProps & Part) {
  const say = useText()
  const first = categories.find(({ id }) => id === 'orders' || id === 'service-use') ?? categories[0]
  return (
    <section aria-labelledby="parts">
      <Title order={2} size="h4" id="parts" mb="xs">
        {say('ui.inferences.parts')}
      </Title>
      {parts.length === 0 && <Text c="dimmed">{say('ui.inferences.no-parts')}</Text>}
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts may say the same
        <Fieldset key={at} legend={say('ui.inferences.part', { n: at + 1 })} mb="sm">
          <Stack gap="xs">
            <RowsFields
              categories={categories}
              rows={part}
              change={rows =>
                change({ parts: parts.map((one, other) => (other === at ? { ...rows, points: one.points } : one)) })
              }
            />
            <Group gap="xs" align="flex-end">
              <NumberInput
                label={say('ui.inferences.points')}
                min={1}
                max={100}
                allowDecimal={false}
                value={part.points}
                onChange={points =>
                  Number(points) >= 1 &&
                  change({
                    parts: parts.map((one, other) => (other === at ? { ...one, points: Number(points) } : one)),
                  })
                }
              />
              <Button variant="subtle" onClick={() => change({ parts: parts.filter((_, other) => other !== at) })}>
                {say('ui.inferences.part-away', { n: at + 1 })}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      {first && parts.length < 10 && (
        <Button
          variant="default"
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => change({ parts: [...parts, { rows: first.id, where: [], points: 1 }] })}
        >
          {say('ui.inferences.add-part')}
        </Button>
      )}
    </section>
  )
}

function Weighing({ content: { threshold, halfLife, lasts }, change }: ContentProps) {
  const say = useText()
  return (
    <Fieldset legend={say('ui.inferences.weighing')}>
      <Group gap="xs" align="flex-start" grow preventGrowOverflow={false}>
        <NumberInput
          label={say('ui.inferences.threshold')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={threshold}
          onChange={next => Number(next) >= 1 && change({ threshold: Number(next) })}
        />
        <NumberInput
          label={say('ui.inferences.half-life')}
          description={say('ui.inferences.half-life-how')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={3650}
          allowDecimal={false}
          value={halfLife ?? ''}
          onChange={next => change({ halfLife: Number(next) >= 1 ? Number(next) : null })}
        />
        <NumberInput
          label={say('ui.inferences.lasts')}
          min={1}
          max={24}
          allowDecimal={false}
          value={lasts}
          onChange={next => Number(next) >= 1 && change({ lasts: Number(next) })}
        />
      </Group>
    </Fieldset>
  )
}

interface MeasureProps extends Part {
  readonly met: Rows | null
  readonly change: (met: Rows | null) => void
}

function Measure({ categories, met, change }: MeasureProps) {
  const say = useText()
  const first = categories.find(({ id }) => id === 'orders') ?? categories[0]
  return (
    <Fieldset legend={say('ui.inferences.met')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {say('ui.inferences.met-how')}
        </Text>
        {met === null ? (
          first && (
            <Button
              variant="default"
              style={{ alignSelf: 'flex-start' }}
              leftSection={<IconPlus size={17} aria-hidden />}
              onClick={() => change({ rows: first.id, where: [] })}
            >
              {say('ui.inferences.add-met')}
            </Button>
          )
        ) : (
          <>
            <RowsFields categories={categories} rows={met} change={change} />
            <Button variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => change(null)}>
              {say('ui.inferences.met-away')}
            </Button>
          </>
        )}
      </Stack>
    </Fieldset>
  )
}
