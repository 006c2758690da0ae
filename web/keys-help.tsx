/** `?` shows every key that works; single keys act only while they are switched on. */

import { useLocalStorage } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useState } from 'react'
import { listenToKeys, useShortcut } from './shortcuts.ts'

const KeysList = lazy(() => import('./keys-list.tsx').then(({ KeysList }) => ({ default: KeysList })))

export function KeysHelp() {
  const [on, setOn] = useLocalStorage<boolean>({
    key: 'seloste.single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  const [open, setOpen] = useState(false)
  useEffect(() => (on ? listenToKeys() : undefined), [on])
  useShortcut('?', 'ui.keys.help', () => setOpen(true), 'everywhere')
  return <Suspense>{open && <KeysList close={() => setOpen(false)} singleKeys={on} setSingleKeys={setOn} />}</Suspense>
}
