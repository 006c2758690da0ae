/** Any two notices side by side: what changes in meaning, and the document with its changes marked. */

import { ActionIcon, Anchor, Button, NativeSelect, SegmentedControl, Skeleton, Tabs, Text } from '@mantine/core'
import { IconArrowsLeftRight, IconPrinter } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { count, date, moment } from '../../web/format.ts'
import { langNames, langNow, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import type { TextLang } from '../texts/texts.ts'
import { newcomersSides, type SideName } from './compare-address.web.ts'
import type { ComparisonAnswer } from './compare-answers.ts'
import { useComparison, useDraftChoices, useReadDraft, useVersions } from './compare-asks.web.ts'
import { DifferenceList } from './difference-list.web.tsx'
import { PasteSide } from './paste-side.web.tsx'
import { type Place, usePasted, useSwapPasted } from './pasted.web.ts'
import { Redline } from './redline.web.tsx'
import './compare.css'

const views = ['list', 'redline'] as const

export function Compare() {
  const say = useText()
  const chosen = useSearch({ from: '/signed-in/our-notice/compare' })
  const navigate = useNavigate({ from: '/our-notice/compare' })
  const [lang, setLang] = useState<TextLang>(langNow())
  const [view, setView] = useState<(typeof views)[number]>('list')
  const usual = useUsualSides(chosen.a === undefined && chosen.b === undefined)
  const swapPasted = useSwapPasted()
  const [a, b] = [chosen.a ?? usual?.a, chosen.b ?? usual?.b]
  const found = useComparison(a, b, lang)
  const choose = (sides: { a?: SideName; b?: SideName }) =>
    void navigate({ search: { ...(a !== undefined && { a }), ...(b !== undefined && { b }), ...sides }, replace: true })
  useShortcut('j', 'ui.compare.next', () => toChange(1))
  useShortcut('k', 'ui.compare.previous', () => toChange(-1))
  return (
    <Page title={say('ui.compare.title')} acts={<PrintButton />}>
      <div className="compare-sides">
        <SideChoice place="a" label={say('ui.compare.before')} value={a} choose={side => choose({ a: side })} />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={say('ui.compare.swap')}
          onClick={() => {
            swapPasted()
            choose({ ...(b !== undefined && { a: b }), ...(a !== undefined && { b: a }) })
          }}
        >
          <IconArrowsLeftRight size={18} aria-hidden />
        </ActionIcon>
        <SideChoice place="b" label={say('ui.compare.after')} value={b} choose={side => choose({ b: side })} />
      </div>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isFetching && found.isPending && <Skeleton height={480} aria-hidden />}
      {found.data && !found.error && (
        <div className="compared" aria-busy={found.isPlaceholderData}>
          <Summary compared={found.data} />
          <Tabs
            value={view}
            onChange={value => setView(views.find(one => one === value) ?? 'list')}
            keepMounted={false}
            mt="md"
          >
            <Tabs.List mb="md">
              {views.map(value => (
                <Tabs.Tab key={value} value={value}>
                  {say(`ui.compare.view.${value}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="list">
              <DifferenceList differences={found.data.differences} />
            </Tabs.Panel>
            <Tabs.Panel value="redline">
              {found.data.languages.length > 1 && (
                <SegmentedControl
                  mb="sm"
                  aria-label={say('ui.notice.language')}
                  value={found.data.lang}
                  data={found.data.languages.map(value => ({ value, label: langNames[value] }))}
                  onChange={value => setLang(found.data.languages.find(one => one === value) ?? lang)}
                />
              )}
              <Redline sections={found.data.redline} lang={found.data.lang} />
            </Tabs.Panel>
          </Tabs>
        </div>
      )}
    </Page>
  )
}

/** The last two versions; while there is only one it stands beside what was chosen, or the example of a newcomer does. */
function useUsualSides(isNothingChosen: boolean): { readonly a: SideName; readonly b: SideName } | undefined {
  const { data } = useVersions()
  if (data === undefined) return undefined
  const [latest, before = latest] = data.versions
  if (latest === undefined || before === undefined || (before === latest && isNothingChosen)) return newcomersSides
  return { a: `version:${before.version}`, b: `version:${latest.version}` }
}

interface SideChoiceProps {
  readonly place: Place
  readonly label: string
  readonly value: SideName | undefined
  readonly choose: (side: SideName) => void
}

function SideChoice({ place, label, value, choose }: SideChoiceProps) {
  const say = useText()
  const versions = useVersions().data?.versions ?? []
  const drafts = useDraftChoices().data?.drafts ?? []
  const read = useReadDraft()
  const [pasted] = usePasted(place)
  const groups = [
    {
      group: say('ui.compare.versions'),
      items: versions.map(one => ({
        value: `version:${one.version}`,
        label: say('ui.compare.version', { version: one.version, date: date(one.effective) }),
      })),
    },
    {
      group: say('ui.compare.drafts'),
      items: drafts.map(one => ({ value: `draft:${one.id}`, label: `${one.name}, ${moment(one.changedAt)}` })),
    },
    {
      group: say('ui.compare.examples'),
      items: (['old-template', 'course-company'] as const).map(example => ({
        value: `example:${example}`,
        label: say(`ui.compare.example.${example}`),
      })),
    },
    {
      group: say('ui.compare.own'),
      items: [
        { value: 'pasted', label: say('ui.compare.pasted') },
        ...(read === undefined ? [] : [{ value: 'read', label: say('ui.compare.read') }]),
      ],
    },
  ]
  return (
    <div className="compare-side">
      <NativeSelect
        label={label}
        value={value ?? ''}
        data={groups.filter(({ items }) => items.length > 0)}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      {value === 'pasted' && <PasteSide key={`${place} ${pasted.given}`} place={place} />}
      {value === 'read' && read === undefined && (
        <Anchor component={Link} to="/our-notice/read">
          {say('ui.compare.nothing-read')}
        </Anchor>
      )}
    </div>
  )
}

/** How much changes, and how many of the changes ask for something first. */
function Summary({ compared: { differences } }: { compared: ComparisonAnswer }) {
  const say = useText()
  const of = (must: string) => differences.filter(one => one.must === must).length
  if (differences.length === 0) return <Text role="status">{say('ui.compare.none')}</Text>
  return (
    <Text role="status" className="figures">
      <strong>{say('ui.compare.count', { count: differences.length })}</strong>
      {' · '}
      {say('ui.compare.to-ask', { count: of('ask-consent'), number: count(of('ask-consent')) })}
      {' · '}
      {say('ui.compare.to-tell', { count: of('tell'), number: count(of('tell')) })}
    </Text>
  )
}

const PrintButton = () => {
  const say = useText()
  return (
    <Button variant="default" leftSection={<IconPrinter size={17} aria-hidden />} onClick={() => window.print()}>
      {say('ui.compare.print')}
    </Button>
  )
}

/** Moves the keyboard's place to the next change on the page, or the one before. */
function toChange(step: 1 | -1): void {
  const changes = [...document.querySelectorAll<HTMLElement>('[data-change]')].filter(one => one.offsetParent !== null)
  const now = changes.findIndex(one => one.contains(document.activeElement))
  const next = changes[now === -1 ? (step === 1 ? 0 : changes.length - 1) : now + step]
  const place = next?.querySelector<HTMLElement>('[tabindex]') ?? next
  place?.focus()
}
