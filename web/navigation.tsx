/** The left navigation holds the screens that this person may use now; what they may not is absent, not greyed. */

import { useLocalStorage } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import type { OverdueAnswer } from '../src/rights/request-answers.ts'
import { useAccount } from './account.ts'
import { ask } from './ask.ts'
import { count } from './format.ts'
import { useText } from './language.ts'
import { useScope, useWorkingFor } from './purpose.tsx'
import type { AboutScreen, NavigationGroup } from './screen.ts'
import { useShortcut } from './shortcuts.ts'

const groups: readonly NavigationGroup[] = ['customers', 'arrivals', 'messages', 'notice', 'reports', 'settings']

export interface ReachableScreen extends AboutScreen {
  readonly to: string
}

/** How many requests for rights are late, for one who may know; it is asked again when something was written, and every ten minutes. */
export const useOverdue = (): number =>
  useQuery({
    queryKey: ['register', 'overdue'],
    queryFn: ({ signal }) => ask<OverdueAnswer>('/requests/overdue', { signal }),
    staleTime: 60_000,
    refetchInterval: 600_000,
  }).data?.overdue ?? 0

/** The screens of the navigation that the signed-in person may open, in the routes' order. */
export function useReachableScreens(): readonly ReachableScreen[] {
  const router = useRouter()
  const { administrator } = useAccount()
  const { purpose } = useWorkingFor()
  const scope = useScope().data
  const overdue = useOverdue()
  return Object.values(router.routesByPath).flatMap(route => {
    const about: AboutScreen | undefined = route.options.staticData?.about
    if (about?.group === undefined) return []
    if (about.for === 'administrator' && !administrator) return []
    if (about.needsPurpose === true && purpose === undefined) return []
    if (about.onlyFor !== undefined && purpose?.id !== about.onlyFor) return []
    if (about.needsRights === true && scope?.seesAll !== true && !(about.showsOverdue === true && overdue > 0))
      return []
    if (about.notForRights === true && scope?.seesAll === true) return []
    if (about.needsCategory !== undefined && !scope?.categories.some(({ id }) => id === about.needsCategory)) return []
    return [{ ...about, to: String(route.fullPath) }]
  })
}

function GoKey({ screen }: { screen: ReachableScreen }) {
  const router = useRouter()
  useShortcut(`g ${screen.go}`, screen.title, () => router.navigate({ to: screen.to }), 'go', screen.go !== undefined)
  return null
}

/** Binds `g` and a letter for every screen that may be opened. */
export const GoKeys = () => useReachableScreens().map(screen => <GoKey key={screen.to} screen={screen} />)

export function Navigation({ onGo }: { onGo?: () => void }) {
  const say = useText()
  const screens = useReachableScreens()
  return (
    <nav aria-label={say('ui.navigation.label')} className="navigation">
      {groups.map(group => {
        const own = screens.filter(screen => screen.group === group)
        return own.length === 0 ? null : <Group key={group} group={group} screens={own} onGo={onGo} />
      })}
    </nav>
  )
}

/** Rarely needed: closed until somebody opens it or is on one of its screens. */
const closedAtFirst: readonly NavigationGroup[] = ['settings']

interface GroupProps {
  readonly group: NavigationGroup
  readonly screens: readonly ReachableScreen[]
  readonly onGo: (() => void) | undefined
}

function Group({ group, screens, onGo }: GroupProps) {
  const say = useText()
  const { pathname } = useLocation()
  const [chosen, choose] = useLocalStorage<Partial<Record<NavigationGroup, boolean>>>({
    key: 'seloste.navigation',
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const isHere = screens.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  const isOpen = isHere || (chosen[group] ?? !closedAtFirst.includes(group))
  return (
    <section aria-labelledby={`navigation-${group}`}>
      <h2 className="navigation-group">
        <button
          type="button"
          id={`navigation-${group}`}
          aria-expanded={isOpen}
          disabled={isHere}
          onClick={() => choose({ ...chosen, [group]: !isOpen })}
        >
          {say(`ui.navigation.${group}`)}
          <IconChevronDown size={15} stroke={2} aria-hidden />
        </button>
      </h2>
      {isOpen &&
        screens.map(({ to, title, icon: IconOf, showsOverdue }) => (
          <Link
            key={to}
            to={to}
            className="navigation-link"
            activeProps={{ 'aria-current': 'page' }}
            onClick={() => onGo?.()}
          >
            {IconOf && <IconOf size={19} stroke={1.7} aria-hidden />}
            {say(title)}
            {showsOverdue && <Overdue />}
          </Link>
        ))}
    </section>
  )
}

function Overdue() {
  const say = useText()
  const overdue = useOverdue()
  if (overdue === 0) return null
  return (
    <span className="navigation-late figures">
      {count(overdue)}
      <span className="visually-hidden"> {say('ui.navigation.late', { count: overdue })}</span>
    </span>
  )
}
