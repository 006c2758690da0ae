/** The left navigation holds the screens that this person may use now; what they may not is absent, not greyed. */

import { Link, useRouter } from '@tanstack/react-router'
import { useAccount } from './account.ts'
import { useText } from './language.ts'
import { useScope, useWorkingFor } from './purpose.tsx'
import type { AboutScreen, NavigationGroup } from './screen.ts'
import { useShortcut } from './shortcuts.ts'

const groups: readonly NavigationGroup[] = ['customers', 'arrivals', 'messages', 'notice', 'reports', 'settings']

export interface ReachableScreen extends AboutScreen {
  readonly to: string
}

/** The screens of the navigation that the signed-in person may open, in the routes' order. */
export function useReachableScreens(): readonly ReachableScreen[] {
  const router = useRouter()
  const { administrator } = useAccount()
  const { purpose } = useWorkingFor()
  const scope = useScope().data
  return Object.values(router.routesByPath).flatMap(route => {
    const about: AboutScreen | undefined = route.options.staticData?.about
    if (about?.group === undefined) return []
    if (about.for === 'administrator' && !administrator) return []
    if (about.needsPurpose === true && purpose === undefined) return []
    if (about.needsRights === true && scope?.seesAll !== true) return []
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
        return own.length === 0 ? null : (
          <section key={group} aria-labelledby={`navigation-${group}`}>
            <h2 id={`navigation-${group}`} className="navigation-group">
              {say(`ui.navigation.${group}`)}
            </h2>
            {own.map(({ to, title, icon: IconOf }) => (
              <Link
                key={to}
                to={to}
                className="navigation-link"
                activeProps={{ 'aria-current': 'page' }}
                onClick={() => onGo?.()}
              >
                {IconOf && <IconOf size={19} stroke={1.7} aria-hidden />}
                {say(title)}
              </Link>
            ))}
          </section>
        )
      })}
    </nav>
  )
}
