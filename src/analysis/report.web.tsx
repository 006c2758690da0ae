/** A report is put together by choosing, drawn as it is chosen, and saved by name for everybody of its purpose. */

import { Button, Fieldset, Menu, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconDownload, IconPlus, IconX } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Definition, ReportWords, SavedReport } from './report-answers.ts'
import { useReport, useReportFile, useReportWords, useSavedReport } from './report-asks.web.ts'
import { ReportChart } from './report-chart.web.tsx'
import { ChangeDialog, RemoveDialog, SaveDialog } from './report-dialogs.web.tsx'
import './analysis.css'

export function NewReport() {
  const words = useReportWords()
  return (
    <Loaded query={words} height={500}>
      {given => <Builder key={keyOf(given)} words={given} />}
    </Loaded>
  )
}

export function SavedReportScreen() {
  const { report = '' } = useParams({ strict: false })
  const words = useReportWords()
  const saved = useSavedReport(report)
  return (
    <Loaded query={words} height={500}>
      {given => (
        <Loaded query={saved} height={500}>
          {seen => <Builder key={seen.id + keyOf(given)} words={given} seen={seen} />}
        </Loaded>
      )}
    </Loaded>
  )
}

/** Another purpose begins anew: what was chosen for the one before may not be there. */
const keyOf = ({ subjects, nameless }: ReportWords): string => `${nameless} ${subjects.map(({ id }) => id).join()}`

type Subject = ReportWords['subjects'][number]

const plain = { each: 'month', where: [] } as const satisfies Partial<Definition>

/** Of orders what they brought, by what was bought; else whatever there is. */
function firstQuestion({ subjects }: ReportWords): Definition {
  const subject = subjects.find(({ id }) => id === 'orders') ?? subjects.at(-1)
  const sum = subject?.sums.find(({ id }) => id === 'amount')
  const by = subject?.dimensions.find(({ id }) => id === 'product') ?? subject?.dimensions[0]
  return { ...plain, of: subject?.id ?? 'persons', ...(sum && { sum: sum.id }), by: by ? [by.id] : [] }
}

function Builder({ words, seen }: { words: ReportWords; seen?: SavedReport }) {
  const say = useText()
  const [definition, setDefinition] = useState<Definition>(seen?.definition ?? firstQuestion(words))
  const [saving, setSaving] = useState(false)
  const [changing, setChanging] = useState(false)
  const [removing, setRemoving] = useState(false)
  const report = useReport(definition)
  const file = useReportFile()
  const isRunnable = report.data !== undefined && !report.error
  const acts = (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            loading={file.isPending}
            disabled={!isRunnable}
          >
            {say('ui.reports.take')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'xlsx'] as const).map(format => (
            <Menu.Item key={format} onClick={() => file.mutate({ definition, format })}>
              {say(`ui.reports.format.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {seen && (
        <Button variant="default" onClick={() => setRemoving(true)}>
          {say('ui.reports.remove')}
        </Button>
      )}
      {seen && (
        <Button variant="default" disabled={!isRunnable} onClick={() => setChanging(true)}>
          {say('ui.reports.change')}
        </Button>
      )}
      <Button disabled={!isRunnable} onClick={() => setSaving(true)}>
        {say(seen ? 'ui.reports.save-as' : 'ui.reports.save')}
      </Button>
    </>
  )
  return (
    <Page title={seen?.name ?? say('ui.reports.new')} acts={acts}>
      <ProblemNotice error={file.error} />
      <div className="report">
        <section aria-label={say('ui.reports.answer')} aria-busy={report.isFetching} className="report-answer">
          <Loaded query={report} height={320}>
            {answer => <ReportChart report={answer} />}
          </Loaded>
        </section>
        <Questions words={words} definition={definition} change={setDefinition} />
      </div>
      {saving && <SaveDialog definition={definition} close={() => setSaving(false)} />}
      {changing && seen && <ChangeDialog seen={seen} definition={definition} close={() => setChanging(false)} />}
      {removing && seen && <RemoveDialog id={seen.id} close={() => setRemoving(false)} />}
    </Page>
  )
}

interface QuestionsProps {
  readonly words: ReportWords
  readonly definition: Definition
  readonly change: (next: Definition) => void
}

function Questions({ words, definition, change }: QuestionsProps) {
  const say = useText()
  const subject = words.subjects.find(({ id }) => id === definition.of)
  const dimensions = subject?.dimensions ?? []
  const [first = '', second = ''] = definition.by
  const by = (...chosen: readonly string[]) => change({ ...definition, by: chosen.filter(id => id !== '') })
  const ofDimensions = (without?: string) => [
    { value: '', label: say('ui.reports.nothing') },
    ...dimensions.filter(({ id }) => id !== without).map(({ id, label }) => ({ value: id, label })),
  ]
  const hasMonth = dimensions.some(({ id, kind }) => kind === 'month' && definition.by.includes(id))
  return (
    <Stack gap="sm" className="report-questions">
      <NativeSelect
        label={say('ui.reports.of')}
        value={definition.of}
        data={words.subjects.map(({ id, label }) => ({ value: id, label }))}
        onChange={({ currentTarget: { value } }) => {
          const next = words.subjects.find(({ id }) => id === value)
          change({ ...plain, of: value, by: next?.dimensions[0] ? [next.dimensions[0].id] : [] })
        }}
      />
      {subject && subject.sums.length > 0 && (
        <NativeSelect
          label={say('ui.reports.what')}
          value={definition.sum ?? ''}
          data={[
            { value: '', label: say('ui.reports.number') },
            ...subject.sums.map(({ id, label }) => ({ value: id, label: say('ui.reports.sum', { sum: label }) })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            const { sum: _, ...rest } = definition
            change(value === '' ? rest : { ...rest, sum: value })
          }}
        />
      )}
      <NativeSelect
        label={say('ui.reports.first')}
        value={first}
        data={ofDimensions()}
        onChange={({ currentTarget: { value } }) => by(value, value === second || value === '' ? '' : second)}
      />
      {first !== '' && (
        <NativeSelect
          label={say('ui.reports.second')}
          value={second}
          data={ofDimensions(first)}
          onChange={({ currentTarget: { value } }) => by(first, value)}
        />
      )}
      {hasMonth && (
        <NativeSelect
          label={say('ui.reports.each')}
          value={definition.each}
          data={(['month', 'year'] as const).map(each => ({ value: each, label: say(`ui.reports.${each}`) }))}
          onChange={({ currentTarget: { value } }) =>
            change({ ...definition, each: value === 'year' ? 'year' : 'month' })
          }
        />
      )}
      {subject && <RowTests subject={subject} definition={definition} change={change} />}
      {words.nameless ? (
        <Text size="sm" c="dimmed">
          {say('ui.reports.nameless')}
        </Text>
      ) : (
        <Persons definition={definition} change={change} />
      )}
    </Stack>
  )
}

/** Only rows like these: a value of a dimension, or the last months. */
function RowTests({ subject, definition, change }: { subject: Subject } & Omit<QuestionsProps, 'words'>) {
  const say = useText()
  const [field, setField] = useState('')
  const [value, setValue] = useState('')
  const dimension = subject.dimensions.find(({ id }) => id === field)
  const isMonth = dimension?.kind === 'month'
  const values =
    dimension?.kind === 'flag'
      ? (['true', 'false'] as const).map(code => ({
          code,
          name: say(code === 'true' ? 'ui.value.yes' : 'ui.value.no'),
        }))
      : isMonth
        ? (['P12M', 'P24M', 'P36M'] as const).map(code => ({ code, name: say(`ui.reports.within.${code}`) }))
        : dimension?.values
  const labelOf = (id: string) => subject.dimensions.find(one => one.id === id)?.label ?? id
  const wordsOf = ({ field, is, value }: Definition['where'][number]) => {
    const known = subject.dimensions.find(one => one.id === field)?.values?.find(({ code }) => code === value)?.name
    if (is === 'within') return say(`ui.reports.within.${value as 'P12M'}`)
    return known ?? String(value)
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const chosen = value || values?.[0]?.code || ''
    if (!dimension || chosen === '') return
    const test = { field, is: isMonth ? ('within' as const) : ('equals' as const), value: chosen }
    change({ ...definition, where: [...definition.where, test].slice(0, 6) })
    setField('')
    setValue('')
  }
  return (
    <Fieldset legend={say('ui.reports.only')}>
      <form onSubmit={add} noValidate>
        {definition.where.length > 0 && (
          <ul className="report-tests">
            {definition.where.map((test, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same may be asked twice
              <li key={nth}>
                <span className="any-name">
                  {labelOf(test.field)}: {wordsOf(test)}
                </span>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={say('ui.reports.without', { field: labelOf(test.field) })}
                  onClick={() => change({ ...definition, where: definition.where.filter((_, at) => at !== nth) })}
                >
                  <IconX size={16} aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Stack gap="xs">
          <NativeSelect
            label={say('ui.reports.field')}
            value={field}
            data={[
              { value: '', label: say('ui.reports.choose') },
              ...subject.dimensions.map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={({ currentTarget }) => {
              setField(currentTarget.value)
              setValue('')
            }}
          />
          {dimension &&
            (values ? (
              <NativeSelect
                label={say('ui.reports.is')}
                value={value}
                data={values.map(({ code, name }) => ({ value: code, label: name }))}
                onChange={({ currentTarget }) => setValue(currentTarget.value)}
              />
            ) : (
              <TextInput
                label={say('ui.reports.is')}
                value={value}
                onChange={({ currentTarget }) => setValue(currentTarget.value)}
              />
            ))}
          {dimension && (
            <Button type="submit" variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
              {say('ui.reports.add')}
            </Button>
          )}
        </Stack>
      </form>
    </Fieldset>
  )
}

/** The condition in words, asked when it is finished: half a sentence is no fault. */
function Persons({ definition, change }: Omit<QuestionsProps, 'words'>) {
  const say = useText()
  const [sentence, setSentence] = useState(definition.sentence ?? '')
  const ask = (event: FormEvent) => {
    event.preventDefault()
    const { sentence: _, condition: __, ...rest } = definition
    change(sentence.trim() === '' ? rest : { ...rest, sentence: sentence.trim() })
  }
  return (
    <form onSubmit={ask}>
      <Textarea
        label={say('ui.reports.persons')}
        description={say('ui.reports.persons-why')}
        autosize
        minRows={2}
        value={sentence}
        onChange={({ currentTarget }) => setSentence(currentTarget.value)}
      />
      <Button type="submit" mt="xs" variant="default">
        {say('ui.reports.limit')}
      </Button>
    </form>
  )
}
