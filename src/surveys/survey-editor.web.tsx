/** A survey is built beside what the respondent will see of it; what is amiss is told at its place, and a draft is saved as it is. */

import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { FormPreview } from '../forms/form-preview.web.tsx'
import { WordsField } from '../forms/words-field.web.tsx'
import type { Content } from './content.ts'
import type { SurveyDetails, SurveyList } from './survey-answers.ts'
import { useChanging, useMaking, usePreview, useSurvey, useSurveys } from './survey-asks.web.ts'
import { SurveyQuestions } from './survey-questions.web.tsx'
import '../forms/forms.css'
import './surveys.css'

export function NewSurvey() {
  const say = useText()
  const found = useSurveys()
  return (
    <Page title={say('ui.surveys.new')}>
      <Loaded query={{ ...found, data: found.data?.pages[0] }} height={400}>
        {choices => <Making choices={choices} />}
      </Loaded>
    </Page>
  )
}

type Keeps = SurveyDetails['keeps']

function Making({ choices: { languages, byName } }: { choices: SurveyList }) {
  const say = useText()
  const navigate = useNavigate()
  const making = useMaking()
  const [name, setName] = useState('')
  const [keeps, setKeeps] = useState<Keeps>('anonymous')
  const [content, setContent] = useState<Content>({ languages, title: {}, intro: {}, thanks: {}, questions: [] })
  const errors = making.error ? problemOf(making.error).errors : []
  const save = () =>
    making.mutate(
      { name, keeps, content },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.surveys.made'))
          await navigate({ to: '/surveys/$survey', params: { survey: id } })
        },
      },
    )
  return (
    <Editor
      content={content}
      keeps={keeps}
      change={setContent}
      saving={making}
      save={save}
      label={say('ui.surveys.make')}
    >
      <TextInput
        label={say('ui.surveys.name')}
        description={say('ui.surveys.name-why')}
        required
        maxLength={120}
        value={name}
        error={errors.find(({ field }) => field === 'name')?.message}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Radio.Group
        label={say('ui.surveys.keeps')}
        value={keeps}
        onChange={value => setKeeps(value === 'named' ? 'named' : 'anonymous')}
      >
        <Stack gap="xs" mt={4}>
          {(['anonymous', 'named'] as const).map(value => (
            <Radio
              key={value}
              value={value}
              label={say(`ui.surveys.kept.${value}`)}
              description={say(
                value === 'named' && !byName ? 'ui.surveys.not-by-name' : `ui.surveys.kept-why.${value}`,
              )}
              disabled={value === 'named' && !byName}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Editor>
  )
}

export function EditSurvey() {
  const say = useText()
  const { survey: id = '' } = useParams({ strict: false })
  const found = useSurvey(id)
  return (
    <Page title={found.data?.name ?? say('ui.surveys.one')} windowTitle={say('ui.surveys.one')}>
      <Loaded query={found} height={400}>
        {survey => <Changing key={survey.id} survey={survey} />}
      </Loaded>
    </Page>
  )
}

function Changing({ survey }: { survey: SurveyDetails }) {
  const say = useText()
  const navigate = useNavigate()
  const changing = useChanging(survey.id)
  const [from] = useState(survey) // another's change meanwhile is a conflict that is told
  const [content, setContent] = useState<Content>(survey.content)
  const save = () =>
    changing.mutate(
      { content, expected: from.revision },
      {
        onSuccess: async () => {
          tell(say('ui.surveys.saved'))
          await navigate({ to: '/surveys/$survey', params: { survey: survey.id } })
        },
      },
    )
  return (
    <Editor
      content={content}
      keeps={survey.keeps}
      change={setContent}
      saving={changing}
      save={save}
      label={say('ui.surveys.save')}
    />
  )
}

interface EditorProps {
  readonly content: Content
  readonly keeps: Keeps
  readonly change: (content: Content) => void
  readonly saving: { readonly error: Error | null; readonly isPending: boolean }
  readonly save: () => void
  readonly label: string
  readonly children?: ReactNode
}

function Editor({ content, keeps, change, saving, save, label, children }: EditorProps) {
  const say = useText()
  const [lang, setLang] = useState(langNow())
  const shownLang = content.languages.includes(lang) ? lang : (content.languages[0] ?? 'fi')
  const [settled] = useDebouncedValue(content, 400)
  const preview = usePreview(settled, shownLang, keeps)
  const [tried, setTried] = useState(false)
  const faults = preview.data?.faults ?? []
  /** What is empty is no fault before the first try. */
  const errorAt = (field: string) =>
    tried || field.endsWith('.when') ? faults.find(one => one.field === field)?.message : undefined
  const words = (name: 'title' | 'intro' | 'thanks', long: boolean) => (
    <WordsField
      label={say(`ui.surveys.words.${name}`)}
      langs={content.languages}
      words={content[name]}
      change={changed => change({ ...content, [name]: changed })}
      long={long}
      errorAt={of => errorAt(`${name}.${of}`)}
    />
  )
  return (
    <div className="form-editor">
      <Stack gap="md">
        {children}
        <section className="form-part">
          <Title order={2} mb={4}>
            {say('ui.surveys.texts')}
          </Title>
          <Stack gap="md">
            {words('title', false)}
            {words('intro', true)}
            {words('thanks', true)}
          </Stack>
        </section>
        <section className="form-part">
          <Title order={2} mb={4}>
            {say('ui.surveys.questions')}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {say('ui.surveys.questions-why')}
          </Text>
          <SurveyQuestions content={content} change={change} errorAt={errorAt} />
        </section>
        <ProblemNotice error={saving.error} />
        {tried && faults.length > 0 && (
          <Text size="sm" role="status">
            {say('ui.surveys.faults', { count: faults.length })}
          </Text>
        )}
        <Group>
          <Button
            loading={saving.isPending}
            onClick={() => {
              setTried(true)
              save()
            }}
          >
            {label}
          </Button>
        </Group>
      </Stack>
      <FormPreview shown={preview.data} langs={content.languages} lang={shownLang} choose={setLang} />
    </div>
  )
}
