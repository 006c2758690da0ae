/** The firm's privacy notice as the public reads it, with what check says of it in the margin; its file; and a place to try a text. */

import { Alert, Anchor, Button, Group, NativeSelect, SegmentedControl, Skeleton, Tabs, Text } from '@mantine/core'
import { IconClipboardText, IconExternalLink, IconGitCompare, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { date, moment } from '../../web/format.ts'
import { langNames, langNow, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { TextLang } from '../texts/texts.ts'
import { FindingsList } from './findings-list.web.tsx'
import { MarginNoteList, ToLine } from './margin-note.web.tsx'
import { placeNotes } from './margin-notes.web.ts'
import type { NoticeAnswer } from './notice-answers.ts'
import { usePublishedNotice } from './notice-asks.web.ts'
import { NoticeDocument } from './notice-document.web.tsx'
import { NoticeSource } from './notice-source.web.tsx'
import { NoticeTrial } from './notice-trial.web.tsx'

const views = ['document', 'source', 'try'] as const

export function OurNotice() {
  const say = useText()
  const { administrator } = useAccount()
  const [lang, setLang] = useState<TextLang>(langNow())
  const [version, setVersion] = useState<number | undefined>(undefined)
  const [view, setView] = useState<(typeof views)[number]>('document')
  const [line, setLine] = useState<number | undefined>(undefined)
  const [text, write] = useState('')
  const toLine = (to: number) => {
    setLine(to)
    setView('source')
  }
  const found = usePublishedNotice(lang, version)
  const { data } = found
  return (
    <Page
      title={say('ui.notice.title')}
      beside={data && <InForce shown={data} />}
      acts={
        <>
          {administrator && (
            <Button component={Link} to="/our-notice/drafts" leftSection={<IconPencil size={16} aria-hidden />}>
              {say('ui.drafts.edit')}
            </Button>
          )}
          <Button
            component={Link}
            to="/our-notice/read"
            variant="default"
            leftSection={<IconClipboardText size={16} aria-hidden />}
          >
            {say('ui.read.title')}
          </Button>
          <Button
            component={Link}
            to="/our-notice/versions"
            variant="default"
            leftSection={<IconGitCompare size={16} aria-hidden />}
          >
            {say('ui.notice.versions')}
          </Button>
          <Button
            component="a"
            href={`/notice?lang=${lang}`}
            target="_blank"
            rel="noopener"
            variant="default"
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            {say('ui.notice.public')}
          </Button>
        </>
      }
    >
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={480} aria-hidden />}
      {data?.versions.length === 1 && <Newcomer />}
      {data && (
        <Tabs
          value={view}
          onChange={value => {
            setLine(undefined)
            setView(views.find(one => one === value) ?? 'document')
          }}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {views.map(value => (
              <Tabs.Tab key={value} value={value}>
                {say(`ui.notice.view.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="document">
            <ToLine value={toLine}>
              <Published shown={data} choose={setLang} chooseVersion={setVersion} />
            </ToLine>
          </Tabs.Panel>
          <Tabs.Panel value="source">
            <NoticeSource source={data.source} findings={data.findings} line={line} />
          </Tabs.Panel>
          <Tabs.Panel value="try">
            <NoticeTrial text={text} write={write} published={data.source} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  )
}

/** While there is nothing of one's own: the first step, and an example of what a comparison shows. */
function Newcomer() {
  const say = useText()
  return (
    <Alert color="pine" mb="md" maw={720}>
      <Anchor component={Link} to="/our-notice/read" fw={600}>
        {say('ui.notice.first-step')}
      </Anchor>
      <Text size="sm" mb="sm">
        {say('ui.notice.first-step-why')}
      </Text>
      <Anchor component={Link} to="/our-notice/compare" fw={600}>
        {say('ui.notice.newcomer')}
      </Anchor>
      <Text size="sm">{say('ui.notice.newcomer-why')}</Text>
    </Alert>
  )
}

function InForce({ shown: { version, document } }: { shown: NoticeAnswer }) {
  const say = useText()
  return (
    <Text c="dimmed" className="figures">
      {say('ui.notice.in-force', { version, date: date(document.effective) })}
    </Text>
  )
}

interface PublishedProps {
  readonly shown: NoticeAnswer
  readonly choose: (lang: TextLang) => void
  readonly chooseVersion: (version: number) => void
}

function Published({ shown, choose, chooseVersion }: PublishedProps) {
  const say = useText()
  const { document, findings } = shown
  const notes = useMemo(() => placeNotes(document, findings), [document, findings])
  const [latest] = shown.versions
  return (
    <>
      <Group mb="sm" gap="md">
        {document.languages.length > 1 && (
          <SegmentedControl
            aria-label={say('ui.notice.language')}
            value={document.lang}
            data={document.languages.map(value => ({ value, label: langNames[value] }))}
            onChange={value => choose(document.languages.find(one => one === value) ?? document.lang)}
          />
        )}
        {shown.versions.length > 1 && (
          <NativeSelect
            aria-label={say('ui.notice.version-shown')}
            value={String(shown.version)}
            data={shown.versions.map(one => ({
              value: String(one.version),
              label: say('ui.notice.version', {
                version: one.version,
                effective: date(one.effective),
                published: moment(one.publishedAt),
              }),
            }))}
            onChange={({ currentTarget }) => chooseVersion(Number(currentTarget.value))}
          />
        )}
      </Group>
      {latest && latest.version !== shown.version && (
        <Text mb="sm" role="status">
          {say('ui.notice.older', { version: latest.version })}{' '}
          <Anchor component="button" type="button" onClick={() => chooseVersion(latest.version)}>
            {say('ui.notice.to-latest')}
          </Anchor>
        </Text>
      )}
      <FindingsList notes={notes} />
      {notes.ofWhole.length > 0 && (
        <section aria-label={say('ui.notice.of-whole')} className="notes-of-whole">
          <h2>{say('ui.notice.of-whole')}</h2>
          <MarginNoteList notes={notes.ofWhole} />
        </section>
      )}
      <NoticeDocument shown={document} notes={notes} />
    </>
  )
}
