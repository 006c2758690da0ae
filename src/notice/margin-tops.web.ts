/** Notes stand beside their sentences; where two would lie on each other the later one moves down. */

import { useMediaQuery } from '@mantine/hooks'
import { type RefObject, useEffect } from 'react'
import { marginQuery } from './margin-note.web.tsx'

const gap = 12 // pixels

/** Puts every `.margin-notes` in the document at the height of what it stands in. */
export function useMarginTops(document: RefObject<HTMLElement | null>, notes: unknown): void {
  const isWide = useMediaQuery(marginQuery, true, { getInitialValueInEffect: false })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other notes are other elements to be put in place
  useEffect(() => {
    const whole = document.current
    if (!whole) return
    const lists = [...whole.querySelectorAll<HTMLElement>('.margin-notes')]
    const place = () => {
      let free = 0
      const above = whole.getBoundingClientRect().top
      const wanted = lists.map(list => (list.parentElement ?? whole).getBoundingClientRect().top - above)
      for (const [index, list] of lists.entries()) {
        const top = Math.max(wanted[index] ?? 0, free)
        list.style.top = isWide ? `${top}px` : ''
        free = top + list.offsetHeight + gap
      }
      whole.style.minHeight = isWide && lists.length > 0 ? `${free}px` : ''
    }
    const sizes = new ResizeObserver(place)
    sizes.observe(whole)
    for (const list of lists) sizes.observe(list)
    return () => sizes.disconnect()
  }, [document, notes, isWide])
}
