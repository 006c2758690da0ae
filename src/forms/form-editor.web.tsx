/** A form is built beside what the visitor will see of it; what stands in its way is told at its place, and nothing that was typed is lost by a refusal. */

import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { langNames, langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { FormContent } from './content.ts'
import type { FormDetails, FormList, FormOffer } from './form-answers.ts'
import { useForm, useForms, useFormVerbs, useOffer, usePreview } from './form-asks.web.ts'
import { emptyField, FormFields } from './form-fields.web.tsx'
import { FormPermits } from './form-permits.web.tsx'
import { FormPreview } from './form-preview.web.tsx'
import { WordsField } from './words-field.web.tsx'
import './forms.css'
import { useWriting } from '../../web/writing.ts'

/** What a form begins with: a name where the notice has one, and an address that must be given. */
function beginning({ languages, places }: FormOffer): FormContent {
  const first = [
    ['identity', 'given_name'],
    ['identity', 'family_name'],
    ['contact-points', 'email'],
  ]
  const fields = first.flatMap(([category, column]) => {
    const place = places.find(one => one.category === category && one.column === column)
    return place ? [{ ...emptyField(place), required: column === 'email' }] : []
  })
  const texts = { title: {}, intro: {}, button: {}, thanks: {} }
  return { ...texts, languages: [...languages], fields, permits: [], confirmation: 'none' }
}

export function NewForm() {
  const say = useText()
  const forms = useForms()
  return (
    <Page title={say('ui.forms.new')}>
      <Loaded query={forms} height={320}>
        {({ sources }) =>
          sources.length === 0 ? (
            <NothingYet title={say('ui.forms.none')}>{say('ui.forms.not-this-purpose')}</NothingYet>
          ) : (
            <Making sources={sources} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Making({ sources }: Pick<FormList, 'sources'>) {
  const say = useText()
  const navigate = useNavigate()
  const verbs = useFormVerbs()
  const [name, setName] = useState('')
  const [source, setSource] = useState(sources.find(({ id }) => id === 'forms')?.id ?? sources[0]?.id ?? '')
  const offer = useOffer(source)
  const [typed, setTyped] = useState<FormContent | undefined>(undefined)
  const making = useWriting({
    mutationFn: (content: FormContent) =>
      verbs.make({ name: name.trim() || (content.title[langNow()] ?? ''), source, content }),
    onSuccess: ({ id }) => {
      tell(say('ui.forms.made'))
      void navigate({ to: '/forms/$form', params: { form: id } })
    },
  })
  return (
    <Loaded query={offer} height={320}>
      {of => (
        <Editor
          offer={of}
          source={source}
          content={typed ?? beginning(of)}
          change={setTyped}
          error={making.error}
          saving={making.isPending}
          save={content => making.mutate(content)}
          label={say('ui.forms.make')}
        >
          <TextInput
            label={say('ui.forms.name')}
            description={say('ui.forms.name-why')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          {sources.length > 1 && (
            <NativeSelect
              label={say('ui.forms.source')}
              description={say('ui.forms.source-why')}
              value={source}
              data={sources.map(({ id: value, name: label }) => ({ value, label }))}
              onChange={({ currentTarget }) => setSource(currentTarget.value)}
            />
          )}
        </Editor>
      )}
    </Loaded>
  )
}

export function EditForm() {
  const say = useText()
  const { form: id = '' } = useParams({ strict: false })
  const found = useForm(id)
  return (
    <Page title={found.data ? `${say('ui.forms.edit')}: ${found.data.name}` : say('ui.forms.edit')}>
      <Loaded query={found} height={320}>
        {one => <Changing key={one.id} one={one} />}
      </Loaded>
    </Page>
  )
}

function Changing({ one }: { one: FormDetails }) {
  const say = useText()
  const navigate = useNavigate()
  const verbs = useFormVerbs()
  const offer = useOffer(one.source)
  const [from] = useState(one) // another's change meanwhile is a conflict that is told, not a text that vanishes
  const [typed, setTyped] = useState(one.content)
  const changing = useWriting({
    mutationFn: (content: FormContent) => verbs.change(one.id, content, from.version),
    onSuccess: ({ version }) => {
      tell(say('ui.forms.saved', { version }))
      void navigate({ to: '/forms/$form', params: { form: one.id } })
    },
  })
  return (
    <Loaded query={offer} height={320}>
      {of => (
        <Editor
          offer={of}
          source={one.source}
          content={typed}
          change={setTyped}
          error={changing.error}
          saving={changing.isPending}
          save={content => changing.mutate(content)}
          label={say('ui.forms.save')}
        />
      )}
    </Loaded>
  )
}

interface EditorProps {
  readonly offer: FormOffer
  readonly source: string
  readonly content: FormContent
  readonly change: (content: FormContent) => void
  readonly error: Error | null
  readonly saving: boolean
  readonly save: (content: FormContent) => void
  readonly label: string
  readonly children?: ReactNode
}

function Editor({ offer, source, content, change, error, saving, save, label, children }: EditorProps) {
  const say = useText()
  const [lang, setLang] = useState(langNow())
  const shownLang = content.languages.includes(lang) ? lang : (content.languages[0] ?? 'fi')
  const [settled] = useDebouncedValue(content, 400)
  const preview = usePreview(source, settled, shownLang)
  const [tried, setTried] = useState(false)
  const findings = preview.data?.findings ?? []
  /** Before the first try only what cannot be seen from the empty field is told. */
  const errorAt = (field: string) =>
    tried || !/\.(fi|sv|en)$/.test(field) ? findings.find(one => one.field === field)?.text : undefined
  const part = { content, offer, change, errorAt }
  const words = (name: 'title' | 'intro' | 'button' | 'thanks', long = false) => (
    <WordsField
      label={say(name === 'title' ? 'ui.forms.title-label' : `ui.forms.${name}`)}
      why={name === 'title' ? undefined : say(`ui.forms.${name}-why`)}
      langs={content.languages}
      words={content[name]}
      change={changed => change({ ...content, [name]: changed })}
      long={long}
      errorAt={of => errorAt(`${name}.${of}`)}
    />
  )
  const submit = () => {
    setTried(true)
    save(content)
  }
  return (
    <div className="form-editor">
      <Stack gap="md">
        {children}
        {offer.languages.length > 1 && <Languages {...part} />}
        <Part title={say('ui.forms.texts')}>
          {words('title')}
          {words('intro', true)}
          {words('button')}
          {words('thanks', true)}
        </Part>
        <Part title={say('ui.forms.fields')} why={say('ui.forms.fields-why')}>
          <FormFields {...part} />
        </Part>
        <Part title={say('ui.forms.permits')} why={say('ui.forms.permits-why')}>
          <FormPermits {...part} />
        </Part>
        <Part title={say('ui.forms.confirmation')}>
          <NativeSelect
            aria-label={say('ui.forms.confirmation')}
            description={say('ui.forms.confirmation-why')}
            value={content.confirmation}
            data={(['none', 'permits', 'everything'] as const).map(value => ({
              value,
              label: say(`ui.forms.confirms.${value}`),
            }))}
            error={errorAt('confirmation')}
            onChange={({ currentTarget: { value } }) =>
              change({ ...content, confirmation: value === 'permits' || value === 'everything' ? value : 'none' })
            }
          />
        </Part>
        <ProblemNotice error={error} />
        {tried && findings.length > 0 && (
          <Text size="sm" role="status">
            {say('ui.forms.findings', { count: findings.length })}
          </Text>
        )}
        <Group>
          <Button loading={saving} onClick={submit}>
            {label}
          </Button>
        </Group>
      </Stack>
      <FormPreview shown={preview.data} langs={content.languages} lang={shownLang} choose={setLang} />
    </div>
  )
}

function Part({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
  return (
    <section className="form-part">
      <Title order={2} mb={4}>
        {title}
      </Title>
      {why !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {why}
        </Text>
      )}
      <Stack gap="md">{children}</Stack>
    </section>
  )
}

function Languages({ content, offer, change }: Parameters<typeof FormFields>[0]) {
  const say = useText()
  const set = (lang: FormContent['languages'][number], on: boolean) => {
    const languages = offer.languages.filter(one => (one === lang ? on : content.languages.includes(one)))
    if (languages.length > 0) change({ ...content, languages })
  }
  return (
    <Checkbox.Group label={say('ui.forms.languages')} value={content.languages}>
      <Group mt={4}>
        {offer.languages.map(lang => (
          <Checkbox
            key={lang}
            value={lang}
            label={langNames[lang]}
            onChange={({ currentTarget }) => set(lang, currentTarget.checked)}
          />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
