/** One draft of the notice: its forms and its text are two views of the same file, with the notice as it will be read beside them. */

import { Skeleton, Tabs } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { replaceEqualDeep, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { langNow, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { Language } from '../notice/language-words.ts'
import { useTrial } from '../notice/notice-asks.web.ts'
import type { TextLang } from '../texts/texts.ts'
import type { DraftAnswer } from './draft-answers.ts'
import { languageQuery, useDraft } from './draft-asks.web.ts'
import { DraftConflict } from './draft-conflict.web.tsx'
import { BrokenText, DraftForm } from './draft-form.web.tsx'
import { DraftPreview } from './draft-preview.web.tsx'
import { DraftRevisions } from './draft-revisions.web.tsx'
import { DraftStatus } from './draft-status.web.tsx'
import { dotted, EditingContext, langsOf } from './editing.web.ts'
import { type PageId, pageOf } from './pages.ts'
import { usePartInAddress, useStartAt } from './start-at.web.ts'
import { useDraftStore, useOthers } from './use-draft.web.ts'
import { YamlFindings } from './yaml-findings.web.tsx'
import './drafts.css'

// CodeMirror comes only with the first look at the text.
const NoticeYaml = lazy(() => import('./notice-yaml.web.tsx').then(({ NoticeYaml }) => ({ default: NoticeYaml })))

const settles = 20 // milliseconds without a change until the notice is checked and drawn anew

export function DraftOfNotice() {
  const { draft: id } = useParams({ from: '/signed-in/our-notice/drafts/$draft' })
  const draft = useDraft(id)
  const language = useQuery(languageQuery())
  const error = draft.error ?? language.error
  const say = useText()
  return (
    <Page title={draft.data?.name ?? say('ui.drafts.one')} windowTitle={say('ui.drafts.one')}>
      <ProblemNotice
        error={error}
        retry={() => {
          void draft.refetch()
          void language.refetch()
        }}
      />
      {draft.data && language.data ? (
        <DraftEditor key={draft.data.id} draft={draft.data} language={language.data} />
      ) : (
        error === null && <Skeleton height={480} aria-hidden />
      )}
    </Page>
  )
}

const views = ['form', 'yaml', 'preview'] as const
type View = (typeof views)[number]

function DraftEditor({ draft, language }: { draft: DraftAnswer; language: Language }) {
  const say = useText()
  const { store, state } = useDraftStore(draft)
  const others = useOthers(draft.id, store)
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const [view, show] = useState<View>('form')
  const part = usePartInAddress()
  const [page, open] = useState<PageId>(pageOf(part) ?? 'basics')
  const [lang, speak] = useState<TextLang>(langNow())
  const [path, visit] = useState(part)
  const [line, goTo] = useState<{ readonly line: number } | undefined>(undefined)
  const [hasRevisions, showRevisions] = useState(false)
  const { text } = state.history
  const [settled] = useDebouncedValue(text, settles)
  const trial = useTrial(settled, lang)
  const findings = useMemo(() => trial.data?.findings ?? [], [trial.data])
  const [lastShown, keepShown] = useState(trial.data?.document ?? undefined)
  const document = trial.data?.document ?? undefined
  // What is the same as before stays the same object, so that only the sections that changed are drawn.
  const fresh = useMemo(() => document && replaceEqualDeep(lastShown, document), [document, lastShown])
  if (fresh && fresh !== lastShown) keepShown(fresh)

  const toLine = useCallback((to: number) => {
    show('yaml')
    goTo({ line: to })
  }, [])

  useStartAt(part)

  const { joined, refused } = state
  useEffect(() => {
    if (joined !== undefined) tell(say('ui.drafts.joined', { name: joined }))
    if (refused !== undefined) tell(say('ui.drafts.edit-refused', { part: dotted(refused) }))
    if (joined !== undefined || refused !== undefined) store.told()
  }, [joined, refused, store, say])

  const notice = view === 'yaml' ? undefined : store.notice()
  const editing = useMemo(
    () =>
      notice && {
        notice,
        language,
        langs: langsOf(notice),
        findings,
        edit: store.edit,
        visit,
      },
    [notice, language, findings, store],
  )
  const preview = (
    <DraftPreview document={fresh ?? lastShown} isOld={trial.data?.document === null} choose={speak} path={path} />
  )
  return (
    <>
      <DraftStatus
        store={store}
        state={state}
        others={others}
        showRevisions={() => showRevisions(true)}
        draft={draft.id}
      />
      <ProblemNotice error={trial.error} retry={() => void trial.refetch()} />
      <div className="draft-desk">
        <Tabs
          value={isWide && view === 'preview' ? 'form' : view}
          onChange={value => show(views.find(one => one === value) ?? 'form')}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {views
              .filter(one => one !== 'preview' || !isWide)
              .map(one => (
                <Tabs.Tab key={one} value={one}>
                  {say(`ui.drafts.view.${one}`)}
                </Tabs.Tab>
              ))}
          </Tabs.List>
          <Tabs.Panel value="form">
            {editing ? (
              <EditingContext value={editing}>
                <DraftForm page={page} open={open} />
              </EditingContext>
            ) : (
              <BrokenText findings={findings} toLine={toLine} />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="yaml">
            <Suspense fallback={<Skeleton height={480} aria-hidden />}>
              <NoticeYaml store={store} language={language} findings={findings} line={line} visit={visit} />
            </Suspense>
            <YamlFindings
              findings={findings}
              toLine={toLine}
              toForm={part => {
                open(pageOf(part) ?? page)
                visit(part)
                show('form')
              }}
            />
          </Tabs.Panel>
          {!isWide && <Tabs.Panel value="preview">{preview}</Tabs.Panel>}
        </Tabs>
        {isWide && preview}
      </div>
      {state.conflict && <DraftConflict conflict={state.conflict} store={store} />}
      {hasRevisions && (
        <DraftRevisions
          draft={draft.id}
          close={() => showRevisions(false)}
          restore={restored => store.type(restored, 'revision')}
        />
      )}
    </>
  )
}
