/** Following a link within the page moves the keyboard too, and opens a note that is folded. */

import type { MouseEvent } from 'react'

/** For an `<a href="#id">`: scrolls to its target, opens it and puts the focus there. */
export function goTo(event: MouseEvent<HTMLAnchorElement>): void {
  const target = document.getElementById(event.currentTarget.hash.slice(1))
  if (!target) return
  event.preventDefault()
  const folded = target.closest('details')
  if (folded) folded.open = true
  target.scrollIntoView({ block: 'center' })
  target.focus({ preventScroll: true })
}
