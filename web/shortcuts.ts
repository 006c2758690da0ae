/** Keys that work everywhere: each is told in the keys help, none acts while a person is typing, and all can be switched off. */

import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { TextKey } from '../src/texts/texts.ts'

export interface Shortcut {
  /** One key (`p`), or two in a row (`g c`). */
  readonly keys: string
  readonly says: TextKey
  readonly group: 'everywhere' | 'go' | 'here'
  readonly run: () => void
}

/** How far the keys pressed so far have come: a shortcut to run, the beginning of one, or nothing. */
export function follow(pressed: string, key: string, known: readonly string[]): { run?: string; pending: string } {
  const sequence = pressed === '' ? key : `${pressed} ${key}`
  for (const tried of [sequence, key]) {
    if (known.includes(tried)) return { run: tried, pending: '' }
    if (known.some(keys => keys.startsWith(`${tried} `))) return { pending: tried }
  }
  return { pending: '' }
}

const bound = new Map<string, Shortcut[]>()
const listeners = new Set<() => void>()
let listed: readonly Shortcut[] = []

function changed(): void {
  listed = [...bound.values()].flatMap(stack => stack.slice(-1))
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Every shortcut that works now, for the help and for the menus that tell them. */
export const useShortcutList = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => listed)

/** Binds a key for as long as the component is on the screen; the one bound last has it. */
export function useShortcut(
  keys: string,
  says: TextKey,
  run: () => void,
  group: Shortcut['group'] = 'here',
  when = true,
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!when) return
    const shortcut: Shortcut = { keys, says, group, run: () => latest.current() }
    bound.set(keys, [...(bound.get(keys) ?? []), shortcut])
    changed()
    return () => {
      const rest = (bound.get(keys) ?? []).filter(other => other !== shortcut)
      if (rest.length === 0) bound.delete(keys)
      else bound.set(keys, rest)
      changed()
    }
  }, [keys, says, group, when])
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]',
  ) !== null

/** Milliseconds between two keys that are one sign: nobody has to hurry. */
const together = 2_000

/** Listens to single keys of the whole page; not called when they are switched off (WCAG 2.2, 2.1.4). */
export function listenToKeys(): () => void {
  let pending = ''
  let since = 0
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return
    if (event.key === 'Shift') return
    const step = follow(event.timeStamp - since < together ? pending : '', event.key, [...bound.keys()])
    pending = step.pending
    since = event.timeStamp
    if (step.run === undefined) return
    event.preventDefault()
    bound.get(step.run)?.at(-1)?.run()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
