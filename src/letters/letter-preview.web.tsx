/** What would be sent is seen while it is written, wide, narrow and as plain text; whose letter it is to be is chosen, and looked at on record. */

import { Badge, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { langNames, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { TextLang } from '../texts/texts.ts'
import type { Content } from './content.ts'
import { framed } from './framed.web.ts'
import type { Preview } from './letter-answers.ts'
import { usePreview } from './letter-asks.web.ts'

const views = ['wide', 'narrow', 'text'] as const

interface LetterPreviewProps {
  readonly content: Content
  readonly langs: readonly TextLang[]
  readonly lang: TextLang
  readonly choose: (lang: TextLang) => void
}

export function LetterPreview({ content, langs, lang, choose }: LetterPreviewProps) {
  const say = useText()
  const [view, setView] = useState<(typeof views)[number]>('wide')
  // Seen as a person it is one look at one letter: what is changed afterwards is nobody's again.
  const [seenAs, setSeenAs] = useState<{ readonly person: string; readonly content: Content } | undefined>(undefined)
  const person = seenAs?.content === content ? seenAs.person : undefined
  const found = usePreview({ content, lang, ...(person && { person }) })
  const isEmail = content.channel === 'email'
  return (
    <section className="letter-preview" aria-label={say('ui.compose.preview')}>
      <Stack gap="xs">
        <Group gap="xs">
          {langs.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={say('ui.compose.preview-lang')}
              value={lang}
              data={langs.map(value => ({ value, label: langNames[value] }))}
              onChange={value => choose(langs.find(one => one === value) ?? lang)}
            />
          )}
          {isEmail && (
            <SegmentedControl
              size="xs"
              aria-label={say('ui.compose.view')}
              value={view}
              data={views.map(value => ({ value, label: say(`ui.compose.view-${value}`) }))}
              onChange={value => setView(views.find(one => one === value) ?? 'wide')}
            />
          )}
        </Group>
        <PersonChoice
          label={say('ui.compose.as-person')}
          description={say('ui.compose.as-person-why')}
          value={person ?? null}
          change={id => setSeenAs(id === null ? undefined : { person: id, content })}
        />
        <ProblemNotice error={found.error} />
        {found.data ? (
          <Drawn shown={found.data} lang={lang} view={view} />
        ) : (
          found.isPending && <Skeleton height={300} />
        )}
      </Stack>
    </section>
  )
}

function Drawn({ shown, lang, view }: { shown: Preview; lang: TextLang; view: (typeof views)[number] }) {
  const say = useText()
  return (
    <>
      {shown.gaps.length > 0 && (
        <div className="letter-gaps" role="status">
          <Text size="sm" fw={560}>
            {say('ui.compose.missing', { lang: langNames[lang] })}
          </Text>
          <ul>
            {shown.gaps.map(({ what, block }) => (
              <li key={`${what} ${block}`}>
                {block === undefined
                  ? say(`ui.compose.gap.${what}`)
                  : say('ui.compose.gap-at', { n: block + 1, what: say(`ui.compose.gap.${what}`) })}
              </li>
            ))}
          </ul>
        </div>
      )}
      {shown.lang !== lang && (
        <Text size="sm" c="dimmed">
          {say('ui.compose.other-lang', { lang: langNames[shown.lang] })}
        </Text>
      )}
      {shown.sms && <Parts sms={shown.sms} />}
      {shown.subject !== null && (
        <Text fw={560} className="any-name">
          {shown.subject || '–'}
        </Text>
      )}
      {shown.html !== null && view !== 'text' ? (
        <iframe
          className={`letter-frame letter-frame-${view}`}
          sandbox=""
          title={say('ui.compose.preview')}
          srcDoc={framed(shown.html)}
        />
      ) : (
        shown.text && <pre className="letter-text any-name">{shown.text}</pre>
      )}
    </>
  )
}

function Parts({ sms }: { sms: NonNullable<Preview['sms']> }) {
  const say = useText()
  return (
    <div>
      <Group gap="xs">
        <Badge variant="light" color={sms.parts > 1 ? 'amber' : 'pine'} tt="none">
          {say('ui.compose.parts', { count: sms.parts })}
        </Badge>
        <Text size="sm" className="figures">
          {say('ui.compose.places', { used: sms.used, room: sms.room })}
        </Text>
      </Group>
      {sms.beyond.length > 0 && (
        <Text size="sm" mt={4}>
          {say('ui.compose.beyond', { letters: sms.beyond.join(' ') })}
        </Text>
      )}
    </div>
  )
}
