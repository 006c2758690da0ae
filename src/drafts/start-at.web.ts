/** A link to a draft may name a part of the notice after #: the editor opens there, with the keyboard in it. */

import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'

/** The part that the address names when the editor opens; empty when it names none. */
export const usePartInAddress = (): string => useRouterState({ select: ({ location }) => location.hash })

/** Opens the card of the part, or of what it is in, and puts the focus there; for the first drawing of the form alone. */
export function useStartAt(path: string): void {
  useEffect(() => {
    const names = path.split('.')
    for (let depth = 1; depth <= names.length; depth++) {
      const card = partOf(names.slice(0, depth))?.querySelector<HTMLElement>(
        ':scope > header > .entry-open[aria-expanded=false]',
      )
      card?.click()
    }
    // What a card holds is drawn after it has opened.
    const frame = requestAnimationFrame(() => {
      const found = names.map((_, index) => partOf(names.slice(0, names.length - index))).find(part => part !== null)
      const field = found?.matches('input, textarea, select, button')
        ? found
        : found?.querySelector<HTMLElement>('input, textarea, select, button')
      field?.focus({ preventScroll: true })
      field?.scrollIntoView({ block: 'center' })
    })
    return () => cancelAnimationFrame(frame)
  }, [path])
}

const partOf = (names: readonly string[]): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.draft-fields [data-path="${CSS.escape(names.join('.'))}"]`)
