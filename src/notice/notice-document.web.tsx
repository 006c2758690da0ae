/** The notice as it is published, every statement at its place, with the notes of check in its margin. */

import '@fontsource-variable/source-serif-4/wght.css'
import { createContext, memo, type ReactNode, use, useRef } from 'react'
import { goTo } from './go-to.web.ts'
import { MarginNoteList, NoteMarks } from './margin-note.web.tsx'
import type { MarginNotes, Statement } from './margin-notes.web.ts'
import { useMarginTops } from './margin-tops.web.ts'
import type { NoticeDocument as NoticeDocumentAnswer } from './notice-answers.ts'
import './notice-document.css'

type Section = NoticeDocumentAnswer['sections'][number]
type Heading = Section['sections'][number]
type Block = Heading['blocks'][number]
type Words = NoticeDocumentAnswer['register']

/** Ids of sections are the public page's; here other things have ids too. */
const sectionId = (id: string): string => `document-${id}`

const Notes = createContext<MarginNotes['at']>(new Map())

export function NoticeDocument({ shown, notes }: { shown: NoticeDocumentAnswer; notes: MarginNotes }) {
  const whole = useRef<HTMLElement>(null)
  useMarginTops(whole, notes)
  const { lang, title, register, opening, summary, objection, sections, closing } = shown
  return (
    <Notes value={notes.at}>
      <article className="notice-document" lang={lang} ref={whole}>
        <header>
          <h2>{title}</h2>
          <p className="notice-register">
            <Prose words={register} />
          </p>
        </header>
        <Blocks blocks={opening} />
        <SectionOf section={summary} className="notice-summary" />
        {objection && <SectionOf section={objection} className="notice-prominent" />}
        {sections.map(section => (
          <SectionOf key={section.id} section={section} />
        ))}
        <footer>
          <Blocks blocks={closing} />
        </footer>
      </article>
    </Notes>
  )
}

interface SectionProps {
  readonly section: Section
  readonly className?: string
}

/** Drawn anew only when it says something else: a key in the editor changes one section of many. */
const SectionOf = memo(function SectionOf({ section, className }: SectionProps) {
  return (
    <section className={className} aria-labelledby={sectionId(section.id)}>
      <h3 id={sectionId(section.id)} tabIndex={-1}>
        <SectionNumber number={section.number} />
        {section.heading}
      </h3>
      <Blocks blocks={section.blocks} />
      {section.sections.map(part => (
        <section key={part.id} aria-labelledby={sectionId(part.id)}>
          <h4 id={sectionId(part.id)} tabIndex={-1}>
            <SectionNumber number={part.number} />
            {part.heading}
          </h4>
          <Blocks blocks={part.blocks} />
        </section>
      ))}
    </section>
  )
})

const SectionNumber = ({ number }: { number: string | undefined }) =>
  number === undefined ? null : <span className="notice-number">{number} </span>

/** Parts of a document never change their order, so that their place is their key. */
const placed = <Part,>(parts: readonly Part[]) => parts.map((part, index) => ({ part, key: `${index}` }))

const Blocks = ({ blocks }: { blocks: readonly Block[] }) =>
  placed(blocks).map(({ part, key }) => <BlockOf key={key} block={part} />)

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <Noted statement={block} as="div">
          <p>
            <Prose words={block.text} />
            <MarksOf statement={block} />
          </p>
        </Noted>
      )
    case 'list':
      return (
        <ul>
          {placed(block.items).map(({ part, key }) => (
            <NotedLine key={key} line={part} />
          ))}
        </ul>
      )
    case 'lines':
      return (
        <ul className="notice-lines">
          {placed(block.items).map(({ part, key }) => (
            <NotedLine key={key} line={part} />
          ))}
        </ul>
      )
    case 'entries':
      return <Entries block={block} />
    case 'table':
      return <TableOf block={block} />
  }
}

/** A statement with the notes that it has, if any; they are read after it. */
function Noted({
  statement,
  as: Tag,
  children,
}: {
  statement: Statement
  as: 'div' | 'li' | 'dd'
  children: ReactNode
}) {
  const notes = use(Notes).get(statement)
  if (!notes) return <Tag data-path={statement.path}>{children}</Tag>
  return (
    <Tag
      className="noted"
      data-path={statement.path}
      data-severity={notes.some(one => one.severity === 'error') ? 'error' : 'warning'}
    >
      {children}
      <MarginNoteList notes={notes} />
    </Tag>
  )
}

/** The numbers of a statement's notes, and the place to which the list of findings leads. */
function MarksOf({ statement }: { statement: Statement }) {
  const notes = use(Notes).get(statement)
  if (!notes) return null
  return (
    <>
      {notes.map(({ number }) => (
        <span key={number} id={`said-${number}`} tabIndex={-1} />
      ))}
      <NoteMarks notes={notes} />
    </>
  )
}

type Line = Extract<Block, { kind: 'list' }>['items'][number]

const NotedLine = ({ line }: { line: Line }) => (
  <Noted statement={line} as="li">
    <Prose words={line.text} />
    <MarksOf statement={line} />
  </Noted>
)

function Entries({ block }: { block: Extract<Block, { kind: 'entries' }> }) {
  return (
    <dl>
      {placed(block.items).map(({ part: entry, key }) => (
        <div key={key} data-path={entry.path}>
          <dt>
            <Prose words={entry.term} />
            <MarksOf statement={entry} />
          </dt>
          <Noted statement={entry} as="dd">
            {entry.text.length > 0 && (
              <p>
                <Prose words={entry.text} />
              </p>
            )}
            {entry.details.length > 0 && (
              <ul>
                {placed(entry.details).map(({ part, key: at }) => (
                  <NotedLine key={at} line={part} />
                ))}
              </ul>
            )}
          </Noted>
        </div>
      ))}
    </dl>
  )
}

function TableOf({ block: { caption, columns, rows } }: { block: Extract<Block, { kind: 'table' }> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className="notice-table" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed(rows).map(({ part: row, key }) => (
            <TableRow key={key} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Row = Extract<Block, { kind: 'table' }>['rows'][number]

function TableRow({ row, columns }: { row: Row; columns: readonly string[] }) {
  const notes = use(Notes).get(row)
  const [first = [], ...rest] = row.cells
  return (
    <tr data-path={row.path}>
      <th scope="row">
        <Prose words={first} />
        <MarksOf statement={row} />
        {notes && <MarginNoteList notes={notes} />}
      </th>
      {placed(rest).map(({ part, key }) => (
        <td key={key} data-label={columns[Number(key) + 1]}>
          <Prose words={part} />
        </td>
      ))}
    </tr>
  )
}

const Prose = ({ words }: { words: Words }) =>
  placed(words).map(({ part, key }) => {
    if (typeof part === 'string') return part
    const { text, href, strong, lang } = part
    const inner = strong ? <strong>{text}</strong> : text
    if (href !== undefined) {
      const within = href.startsWith('#')
      return (
        <a
          key={key}
          href={within ? `#${sectionId(href.slice(1))}` : href}
          lang={lang}
          onClick={within ? goTo : undefined}
        >
          {inner}
        </a>
      )
    }
    return (
      <span key={key} lang={lang}>
        {inner}
      </span>
    )
  })
