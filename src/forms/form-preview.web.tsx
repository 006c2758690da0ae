/** What the visitor will see, drawn by the server that will serve it, while it is being built; nothing in it can be pressed or sent. */

import { SegmentedControl, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { langNames, useText } from '../../web/language.ts'
import type { FormContent } from './content.ts'
import type { FormPreview as Preview } from './form-answers.ts'

type Lang = FormContent['languages'][number]
type Shown = Pick<Preview, 'title' | 'markup' | 'css'>

interface PreviewProps {
  readonly shown: Shown | undefined
  readonly langs: readonly Lang[]
  readonly lang: Lang
  readonly choose: (lang: Lang) => void
}

export function FormPreview({ shown, langs, lang, choose }: PreviewProps) {
  const say = useText()
  return (
    <section className="form-preview" aria-label={say('ui.forms.preview')}>
      {langs.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={say('ui.forms.preview-lang')}
          value={lang}
          data={langs.map(value => ({ value, label: langNames[value] }))}
          onChange={value => choose(langs.find(one => one === value) ?? lang)}
        />
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {say('ui.forms.preview-why')}
      </Text>
      {shown && <Drawn shown={shown} />}
    </section>
  )
}

/** In a tree of its own, with the page's own style. */
function Drawn({ shown }: { shown: Shown }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = place.current
    if (host === null) return
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const style = new CSSStyleSheet()
    style.replaceSync(shown.css)
    root.adoptedStyleSheets = [style]
    const title = document.createElement('h1')
    title.textContent = shown.title
    const form = document.createElement('template')
    form.innerHTML = shown.markup // drawn by our own server, which escapes every value
    root.replaceChildren(title, form.content)
  }, [shown])
  return <div ref={place} inert />
}
