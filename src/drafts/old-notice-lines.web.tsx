/** Lines from sentences to things, drawn where both columns stand beside each other; an end that is scrolled away stays at its column's edge. */

import { type RefObject, useEffect, useState } from 'react'

interface OldNoticeLinesProps {
  readonly desk: RefObject<HTMLDivElement | null>
  /** Ids of the two elements of each line. */
  readonly pairs: readonly (readonly [sentence: string, thing: string])[]
}

export function OldNoticeLines({ desk, pairs }: OldNoticeLinesProps) {
  const [paths, draw] = useState<readonly string[]>([])
  const wanted = pairs.map(pair => pair.join(' ')).join('\n')
  useEffect(() => {
    const frame = desk.current
    if (!frame) return undefined
    const redraw = () =>
      draw(
        wanted === ''
          ? []
          : wanted.split('\n').flatMap(pair => {
              const [sentence = '', thing = ''] = pair.split(' ')
              return lineBetween(frame, sentence, thing) ?? []
            }),
      )
    redraw()
    frame.addEventListener('scroll', redraw, { capture: true, passive: true })
    window.addEventListener('resize', redraw)
    return () => {
      frame.removeEventListener('scroll', redraw, { capture: true })
      window.removeEventListener('resize', redraw)
    }
  }, [desk, wanted])
  return (
    <svg className="old-notice-lines" aria-hidden>
      {paths.map(path => (
        <path key={path} d={path} />
      ))}
    </svg>
  )
}

/** From the right edge of the sentence's column to the left edge of the thing, in the frame's own measure. */
function lineBetween(frame: HTMLElement, sentence: string, thing: string): string | undefined {
  const [from, to] = [document.getElementById(sentence), document.getElementById(thing)]
  const [left, right] = [from?.closest('section'), to?.closest('section')]
  if (!from || !to || !left || !right) return undefined
  const origin = frame.getBoundingClientRect()
  const middle = (element: Element, column: Element): number => {
    const [box, whole] = [element.getBoundingClientRect(), column.getBoundingClientRect()]
    return Math.min(Math.max(box.top + box.height / 2, whole.top + 4), whole.bottom - 4) - origin.top
  }
  const [x1, x2] = [left.getBoundingClientRect().right - origin.left, to.getBoundingClientRect().left - origin.left]
  const [y1, y2] = [middle(from, left), middle(to, right)]
  const bend = (x1 + x2) / 2
  return `M ${x1} ${y1} C ${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`
}
