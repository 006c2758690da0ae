/** What stands around every screen of a signed-in person: the purpose in force, the way to everything, word of a lost network. */

import { ActionIcon, Alert, Anchor, Button, Kbd, useMantineColorScheme } from '@mantine/core'
import { useDisclosure, useHotkeys, useNetwork, useWindowEvent } from '@mantine/hooks'
import { IconCloudOff, IconMenu2, IconSearch } from '@tabler/icons-react'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { QuickLog } from '../src/interactions/quick-log.web.tsx'
import { useAccount } from './account.ts'
import { AccountMenu } from './account-menu.tsx'
import { useDensity } from './appearance.tsx'
import { KeysHelp } from './keys-help.tsx'
import { useText } from './language.ts'
import { Mark } from './mark.tsx'
import { GoKeys, Navigation } from './navigation.tsx'
import { NextScreen } from './next-screen.tsx'
import { PurposeProvider } from './purpose.tsx'
import { PurposeBar } from './purpose-bar.tsx'
import './shell.css'

const fetchReach = () => import('./reach.tsx')
const Reach = lazy(() => fetchReach().then(({ Reach }) => ({ default: Reach })))
const fetchDrawer = () => import('./navigation-drawer.tsx')
const NavigationDrawer = lazy(() => fetchDrawer().then(({ NavigationDrawer }) => ({ default: NavigationDrawer })))
const noNetwork = () => {} // said above the screen; the next press tries again

/** After going to another screen the keyboard and the screen reader stand at its beginning. */
function useFocusOnArrival() {
  const path = useRouterState({ select: state => state.resolvedLocation?.pathname })
  const first = useRef(true)
  useEffect(() => {
    if (path === undefined) return
    if (!first.current) document.querySelector<HTMLElement>('main')?.focus()
    first.current = false
  }, [path])
}

/** Light or dark as the account has it, in a browser where nothing was chosen. */
function useOwnTheme() {
  const { theme } = useAccount()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (theme !== null && localStorage.getItem('mantine-color-scheme-value') === null) setColorScheme(theme)
  }, [theme, setColorScheme])
}

/** Fetched when Ctrl or ⌘ goes down, so that it is there when K follows and what is typed after that lands in it. */
function useReachInTime(open: () => void) {
  useHotkeys([['mod+K', open]], [])
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Control' || key === 'Meta') void fetchReach().catch(noNetwork)
  })
}

function NetworkGone() {
  const say = useText()
  const { online } = useNetwork()
  return (
    <div role="status">
      {!online && (
        <Alert color="amber" icon={<IconCloudOff aria-hidden />} title={say('ui.problem.network-gone')} mb="sm">
          {say('ui.problem.unreachable-kept')}
        </Alert>
      )}
    </div>
  )
}

function Header({ onMenu, onReach }: { onMenu: () => void; onReach: () => void }) {
  const say = useText()
  return (
    <header className="shell-header">
      <ActionIcon className="shell-burger" size={36} aria-label={say('ui.navigation.open')} onClick={onMenu}>
        <IconMenu2 size={22} aria-hidden />
      </ActionIcon>
      <Link to="/" className="shell-mark" aria-label={say('ui.navigation.home')}>
        <Mark />
        <span>{say('app.name')}</span>
      </Link>
      <PurposeBar />
      <div className="shell-spring" />
      <Button
        className="shell-reach"
        variant="default"
        leftSection={<IconSearch size={17} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onPointerEnter={() => void fetchReach().catch(noNetwork)}
        onFocus={() => void fetchReach().catch(noNetwork)}
        onClick={onReach}
      >
        {say('ui.reach.button')}
      </Button>
      <ActionIcon className="shell-reach-small" size={36} aria-label={say('ui.reach.title')} onClick={onReach}>
        <IconSearch size={21} aria-hidden />
      </ActionIcon>
      <AccountMenu />
    </header>
  )
}

export function Shell() {
  const say = useText()
  const [menu, { open, close }] = useDisclosure(false)
  const [openings, setOpenings] = useState(0)
  // Opened when they are there: what fails to come while it is drawn would take the screen with it.
  const openMenu = () => void fetchDrawer().then(open, noNetwork)
  const reach = () => void fetchReach().then(() => setOpenings(times => times + 1), noNetwork)
  useReachInTime(reach)
  useOwnTheme()
  const { demo } = useAccount()
  const [density] = useDensity()
  useFocusOnArrival()
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  return (
    <PurposeProvider>
      <Anchor href="#main" className="skip-link" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>
        {say('ui.navigation.skip')}
      </Anchor>
      <Header onMenu={openMenu} onReach={reach} />
      {demo && <p className="shell-demo">{say('ui.demo.band')}</p>}
      <div className="shell">
        <div className="shell-side">
          <Navigation />
        </div>
        <main id="main" tabIndex={-1} className="shell-main">
          <NetworkGone />
          <NextScreen />
          <Outlet />
        </main>
      </div>
      <Suspense>
        {menu && <NavigationDrawer close={close} />}
        {openings > 0 && <Reach openings={openings} />}
      </Suspense>
      <GoKeys />
      <QuickLog />
      <KeysHelp />
    </PurposeProvider>
  )
}
