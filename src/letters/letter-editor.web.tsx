/** A letter is written beside what will be sent, in each language with what it lacks; each save is a revision, and what was typed outlives a refusal. */

import { Badge, Button, Group, SegmentedControl, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { langNames, langNow, useText } from '../../web/language.ts'
import { Leaving } from '../../web/leaving.tsx'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { EndAct, Versions } from '../../web/versions.tsx'
import type { TextLang } from '../texts/texts.ts'
import type { Content } from './content.ts'
import { gapsIn } from './gaps.ts'
import type { LetterDetails, LetterFields } from './letter-answers.ts'
import { useLetter, useLetterFields, useSaving, useTrial } from './letter-asks.web.ts'
import { LetterInLang } from './letter-in-lang.web.tsx'
import { LetterPreview } from './letter-preview.web.tsx'
import { langsOf } from './said.ts'
import './letters.css'

export function NewLetter() {
  const say = useText()
  const fields = useLetterFields()
  const [channel, setChannel] = useState<Content['channel']>('email')
  return (
    <Page title={say('ui.compose.new')}>
      <Loaded query={fields} height={400}>
        {given => (
          <>
            <SegmentedControl
              mb="sm"
              aria-label={say('ui.compose.channel')}
              value={channel}
              data={(['email', 'sms'] as const).map(value => ({ value, label: say(`ui.compose.channel-${value}`) }))}
              onChange={value => setChannel(value === 'sms' ? 'sms' : 'email')}
            />
            <Editor key={channel} fields={given} beginning={{ channel, texts: {} }} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

export function EditLetter() {
  const say = useText()
  const { letter = '' } = useParams({ strict: false })
  const fields = useLetterFields()
  const found = useLetter(letter)
  return (
    <Page
      title={found.data?.name ?? say('ui.compose.one')}
      windowTitle={say('ui.compose.one')}
      acts={found.data && <EndAct words="compose" list="/letters" id={letter} />}
    >
      <Loaded query={fields} height={400}>
        {given => (
          <Loaded query={found} height={400}>
            {seen => (
              <>
                <Editor key={seen.id} fields={given} beginning={seen.content} seen={seen} />
                <Versions of={seen.revisions} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

interface EditorProps {
  readonly fields: LetterFields
  readonly beginning: Content
  readonly seen?: LetterDetails
}

function Editor({ fields, beginning, seen }: EditorProps) {
  const say = useText()
  const router = useRouter()
  const [base, setBase] = useState(seen) // another's save meanwhile is a conflict that is told, not a text that vanishes
  const [name, setName] = useState(seen?.name ?? '')
  const [content, setContent] = useState(beginning)
  const [kept, setKept] = useState<Content | undefined>(seen?.content)
  const langs = [...new Set([...fields.langs, ...langsOf(beginning)])]
  const [lang, setLang] = useState<TextLang>(langsOf(beginning)[0] ?? langs.find(one => one === langNow()) ?? 'fi')
  const [other, setOther] = useState<TextLang | undefined>(undefined) // what is shown beside, when it is another language
  const saving = useSaving(base)
  const trial = useTrial()
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(
      { name, content },
      {
        onSuccess: async ({ id, revision }) => {
          tell(say('ui.compose.saved'))
          setKept(content)
          if (base) setBase({ ...base, n: base.n + 1, revision, name })
          else await router.navigate({ to: '/letters/$letter', params: { letter: id }, ignoreBlocker: true })
        },
      },
    )
  }
  const isUnsaved = content !== (kept ?? beginning) || name !== (base?.name ?? '')
  const isWhole = gapsIn(content, lang).every(({ what }) => what === 'fewer')
  return (
    <form className="letter-editor" onSubmit={save}>
      <Leaving isUnsaved={isUnsaved} />
      <Stack gap="md">
        <TextInput
          label={say('ui.compose.name')}
          description={say('ui.compose.name-why')}
          required
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Tabs
          value={lang}
          onChange={value => {
            setLang(langs.find(one => one === value) ?? lang)
            setOther(undefined)
          }}
        >
          <Tabs.List>
            {langs.map(one => (
              <Tabs.Tab key={one} value={one} rightSection={<LangState content={content} lang={one} />}>
                {langNames[one]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={lang} pt="sm">
            <LetterInLang key={lang} content={content} lang={lang} fields={fields.fields} change={setContent} />
          </Tabs.Panel>
        </Tabs>
        {base && base.fieldsGone.length > 0 && (
          <Text size="sm" className="letter-gaps">
            {say('ui.compose.fields-gone', { fields: base.fieldsGone.join(', ') })}
          </Text>
        )}
        <ProblemNotice error={saving.error} />
        <ProblemNotice error={trial.error} />
        <Group>
          <Button type="submit" loading={saving.isPending}>
            {say('ui.compose.save')}
          </Button>
          {base && (
            <Button
              variant="default"
              disabled={content !== kept || !isWhole}
              loading={trial.isPending}
              onClick={() =>
                trial.mutate(
                  { revision: base.revision, lang },
                  { onSuccess: () => tell(say(`ui.compose.tested.${content.channel}`)) },
                )
              }
            >
              {say(`ui.compose.test.${content.channel}`, { lang: langNames[lang] })}
            </Button>
          )}
        </Group>
        {base && (
          <Text size="sm" c="dimmed">
            {say(`ui.compose.test-why.${content.channel}`)}
          </Text>
        )}
      </Stack>
      <LetterPreview content={content} langs={langs} lang={other ?? lang} choose={setOther} />
    </form>
  )
}

function LangState({ content, lang }: { content: Content; lang: TextLang }) {
  const say = useText()
  const gaps = gapsIn(content, lang).filter(({ what }) => what !== 'fewer')
  const isAbsent = gaps.some(({ what }) => what === 'absent')
  return (
    <Badge size="sm" variant="light" tt="none" color={isAbsent ? 'gray' : gaps.length > 0 ? 'amber' : 'pine'}>
      {isAbsent
        ? say('ui.compose.absent')
        : gaps.length > 0
          ? say('ui.compose.gaps', { count: gaps.length })
          : say('ui.compose.ready')}
    </Badge>
  )
}
