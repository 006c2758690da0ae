/** The letter as a person will read it, in each of its languages. */

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { langNames, langNow, useText } from '../../web/language.ts'
import type { LetterAnswer } from './telling-answers.ts'

type Block = LetterAnswer['blocks'][number]

export function LetterView({ letters }: { letters: readonly LetterAnswer[] }) {
  const say = useText()
  const [lang, setLang] = useState(() => letters.find(one => one.lang === langNow())?.lang ?? letters[0]?.lang)
  const shown = letters.find(one => one.lang === lang)
  if (!shown) return null
  return (
    <>
      {letters.length > 1 && (
        <SegmentedControl
          mb="sm"
          aria-label={say('ui.publish.letter-language')}
          value={shown.lang}
          data={letters.map(one => ({ value: one.lang, label: langNames[one.lang] }))}
          onChange={value => setLang(letters.find(one => one.lang === value)?.lang)}
        />
      )}
      <article className="letter" lang={shown.lang} aria-label={shown.title}>
        <h3>{shown.title}</h3>
        {shown.blocks.map(block => (
          <BlockView key={JSON.stringify(block)} block={block} />
        ))}
        <footer>
          {shown.footer.map(block => (
            <BlockView key={JSON.stringify(block)} block={block} />
          ))}
        </footer>
      </article>
    </>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.text}</p>
    case 'list':
      return (
        <ul>
          {block.items.map(item => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'link':
      return (
        <p>
          <u>{block.label}</u> <span className="quiet">{block.href}</span>
        </p>
      )
  }
}
