/** Of a list as long as the register only the rows in view are drawn; all rows have one height. */

import { type RefObject, useEffect, useState } from 'react'

export interface Range {
  readonly from: number
  readonly to: number
}

/** The rows in view and some beyond; `above` is how far the list's first row lies above the top of the window, in pixels. */
export function visibleRange(above: number, windowHeight: number, rowHeight: number, rows: number, beyond = 12): Range {
  const first = Math.floor(above / rowHeight) - beyond
  const last = Math.ceil((above + windowHeight) / rowHeight) + beyond
  return { from: Math.max(0, Math.min(first, rows)), to: Math.max(0, Math.min(last, rows)) }
}

/** Follows the scrolling of the window and of what is in it; `list` is the element that holds the rows. */
export function useVisibleRows(list: RefObject<HTMLElement | null>, rowHeight: number, rows: number): Range {
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(rows, 60) })
  useEffect(() => {
    const look = () => {
      const above = -(list.current?.getBoundingClientRect().top ?? 0)
      const next = visibleRange(above, window.innerHeight, rowHeight, rows)
      setRange(now => (now.from === next.from && now.to === next.to ? now : next))
    }
    look()
    window.addEventListener('scroll', look, { passive: true, capture: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', look)
    }
  }, [list, rowHeight, rows])
  return range
}
