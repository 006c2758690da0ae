/** A call or a meeting is written down wherever one is, by one key: about the customer on the screen, or one who is sought. */

import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { speakFurther } from '../../web/language.ts'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import type { Scope } from '../register/scope-answer.ts'
import { type Held, held, sources } from './held.ts'

/** With the texts that are not needed before it. */
export const LogDialog = lazy(async () => {
  const [{ LogDialog }] = await Promise.all([import('./log-dialog.web.tsx'), speakFurther()])
  return { default: LogDialog }
})

/** What the purpose may write down, by the sources that the notice names; nothing for a purpose that keeps no such events. */
export function kindsIn(scope: Scope | undefined): readonly Held[] {
  const category = scope?.categories.find(({ id, mayWrite }) => id === 'service-events' && mayWrite)
  return held.filter(kind => category?.from.includes(sources[kind]))
}

/** By the key `l`, on every screen. */
export function QuickLog() {
  const kinds = kindsIn(useScope().data)
  const { person } = useParams({ strict: false })
  const [open, setOpen] = useState(false)
  useShortcut('l', 'ui.log.title', () => setOpen(true), 'everywhere', kinds.length > 0)
  if (!open || kinds.length === 0) return null
  return (
    <Suspense>
      <LogDialog kinds={kinds} person={person ?? null} close={() => setOpen(false)} />
    </Suspense>
  )
}
