/** Two notices as one document: what went is struck through, what came is underlined, and both are said aloud. */

import '@fontsource-variable/source-serif-4/wght.css'
import { Switch } from '@mantine/core'
import { Fragment, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { TextLang } from '../texts/texts.ts'
import type { ComparisonAnswer } from './compare-answers.ts'

type Section = ComparisonAnswer['redline'][number]
type Line = Section['lines'][number]
type Parts = Line['parts']

export function Redline({ sections, lang }: { sections: readonly Section[]; lang: TextLang }) {
  const say = useText()
  const [onlyChanged, setOnlyChanged] = useState(true)
  const shown = sections.flatMap(section => {
    const lines = onlyChanged ? changedLines(section.lines) : section.lines
    return lines.length > 0 || section.heading.some(({ mark }) => mark !== undefined) ? [{ ...section, lines }] : []
  })
  return (
    <>
      <Switch
        mb="sm"
        label={say('ui.compare.only-changed')}
        checked={onlyChanged}
        onChange={({ currentTarget }) => setOnlyChanged(currentTarget.checked)}
      />
      <article className="redline" lang={lang}>
        {placed(shown).map(({ part: section, key }) => (
          <section key={`${section.id} ${key}`}>
            <SectionHeading section={section} />
            {placed(section.lines).map(({ part: line, key: at }) => (
              <LineOf key={at} line={line} />
            ))}
          </section>
        ))}
        {shown.length === 0 && <p>{say('ui.compare.same-words')}</p>}
      </article>
    </>
  )
}

/** What changed, and the name of the entry that it belongs to. */
function changedLines(lines: readonly Line[]): Line[] {
  const entryOf = (index: number) => lines.slice(0, index).findLastIndex(({ kind }) => kind === 'term')
  const told = new Set(
    lines.flatMap((line, index) => (!isChanged(line) ? [] : isPartOfEntry(line) ? [entryOf(index), index] : [index])),
  )
  return lines.filter((_, index) => told.has(index))
}

const isPartOfEntry = ({ kind }: Line): boolean => kind === 'paragraph' || kind === 'item'

const isChanged = ({ parts }: Line): boolean => parts.some(({ mark }) => mark !== undefined)

/** Parts of a redline never change their order, so that their place is their key. */
const placed = <Part,>(parts: readonly Part[]) => parts.map((part, index) => ({ part, key: `${index}` }))

function SectionHeading({ section: { heading, level } }: { section: Section }) {
  if (heading.length === 0) return null
  const Tag = level === 2 ? 'h2' : 'h3'
  return (
    <Tag>
      <Marked parts={heading} />
    </Tag>
  )
}

const LineOf = ({ line }: { line: Line }) => (
  <p className="redline-line" data-kind={line.kind} {...(isChanged(line) && { 'data-change': '', tabIndex: -1 })}>
    <Marked parts={line.parts} />
  </p>
)

function Marked({ parts }: { parts: Parts }) {
  const say = useText()
  return placed(parts).map(({ part: { text, mark }, key }) => {
    if (mark === undefined) return text
    const Tag = mark === 'removed' ? 'del' : 'ins'
    const words = text.trimEnd()
    // The space behind it is nobody's; what came in the place of what went does not stand on it.
    const space = text.slice(words.length) || (mark === 'removed' ? ' ' : '')
    return (
      <Fragment key={key}>
        <Tag>
          <span className="visually-hidden">{say(`ui.compare.${mark}`)} </span>
          {words}
          <span className="visually-hidden"> {say(`ui.compare.${mark}-end`)} </span>
        </Tag>
        {space}
      </Fragment>
    )
  })
}
