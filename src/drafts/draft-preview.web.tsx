/** The notice as it will be read, beside what is being written; it follows the part that is being edited. */

import { SegmentedControl } from '@mantine/core'
import { memo, useEffect, useRef } from 'react'
import { langNames, useText } from '../../web/language.ts'
import { noNotes } from '../notice/margin-notes.web.ts'
import type { NoticeDocument as Document } from '../notice/notice-answers.ts'
import { NoticeDocument } from '../notice/notice-document.web.tsx'
import type { TextLang } from '../texts/texts.ts'

interface PreviewProps {
  readonly document: Document | undefined
  /** What is shown is of an earlier text: the one that is written now cannot be read. */
  readonly isOld: boolean
  readonly choose: (lang: TextLang) => void
  readonly path: string
}

/** What is typed draws the editor anew several times, and this only when the document is another. */
export const DraftPreview = memo(function DraftPreview({ document: shown, isOld, choose, path }: PreviewProps) {
  const say = useText()
  const place = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown anew may say the part elsewhere
  useEffect(() => {
    if (place.current) follow(place.current, path)
  }, [path, shown])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className="draft-preview" aria-label={say('ui.drafts.preview')} tabIndex={0} ref={place}>
      {shown && shown.languages.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={say('ui.notice.language')}
          value={shown.lang}
          data={shown.languages.map(value => ({ value, label: langNames[value] }))}
          onChange={value => choose(shown.languages.find(one => one === value) ?? shown.lang)}
        />
      )}
      {isOld && <p role="status">{say(shown ? 'ui.drafts.preview-old' : 'ui.drafts.preview-none')}</p>}
      {shown && <NoticeDocument shown={shown} notes={noNotes} />}
    </section>
  )
})

/** Brings the words that say the part, or the nearest part around it, into view and marks them. */
function follow(container: HTMLElement, path: string): void {
  for (const marked of container.querySelectorAll('[data-edited]')) marked.removeAttribute('data-edited')
  const said = [...container.querySelectorAll<HTMLElement>('[data-path]')].filter(
    one => !one.closest('.notice-summary'),
  )
  for (let part = path; part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('.'), 0))) {
    const found =
      said.find(one => one.dataset.path === part) ?? said.find(one => one.dataset.path?.startsWith(`${part}.`))
    if (!found) continue
    found.setAttribute('data-edited', '')
    const [outer, inner] = [container.getBoundingClientRect(), found.getBoundingClientRect()]
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      container.scrollTo({ top: container.scrollTop + inner.top - outer.top - outer.height / 3 })
    return
  }
}
