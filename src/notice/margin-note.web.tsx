/** A finding of check as a lawyer's note: what is missing, why it must be there, how to mend it; links lead to the sentence and back. */

import { useMediaQuery } from '@mantine/hooks'
import { createContext, use } from 'react'
import { count } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { goTo } from './go-to.web.ts'
import type { NumberedFinding } from './margin-notes.web.ts'
import './margin-notes.css'

/** From here on there is a margin for notes beside the document; narrower, they fold under the sentence. */
export const marginQuery = '(min-width: 78em)'

export function MarginNoteList({ notes }: { notes: readonly NumberedFinding[] }) {
  return (
    <div className="margin-notes">
      {notes.map(note => (
        <MarginNote key={note.number} note={note} />
      ))}
    </div>
  )
}

/** Shows a line of notice.yaml, where the file is at hand. */
export const ToLine = createContext<((line: number) => void) | undefined>(undefined)

/** The line of a finding, as a way to it where there is one. */
export function LineOf({ finding: { at } }: { finding: Pick<NumberedFinding, 'at'> }) {
  const say = useText()
  const toLine = use(ToLine)
  const words = say('ui.notice.line', { line: count(at.line) })
  if (toLine === undefined) return <span className="quiet">{words}</span>
  return (
    <button type="button" className="to-line" onClick={() => toLine(at.line)}>
      notice.yaml, {words}
    </button>
  )
}

function MarginNote({ note }: { note: NumberedFinding }) {
  const say = useText()
  const isWide = useMediaQuery(marginQuery, true, { getInitialValueInEffect: false })
  return (
    <details
      lang={langNow()}
      className="margin-note"
      data-severity={note.severity}
      open={isWide && !note.isOneOfMany}
      key={String(isWide)}
    >
      <summary id={`note-${note.number}`}>
        <span className="margin-note-number figures">{note.number}</span>
        <span className="margin-note-kind">{say(`ui.notice.severity.${note.severity}`)}</span>
        <span>{note.missing}</span>
      </summary>
      <p>{note.why}</p>
      <p className="margin-note-mend">{note.mend}</p>
      <p className="margin-note-links">
        <a href={`#said-${note.number}`} onClick={goTo}>
          {say('ui.notice.to-sentence')}
        </a>
        <a href={`#finding-${note.number}`} onClick={goTo}>
          {say('ui.notice.to-list')}
        </a>
        <LineOf finding={note} />
        <span className="quiet">{note.rule}</span>
      </p>
    </details>
  )
}

/** The numbers of the notes, after the words that they are about. */
export const NoteMarks = ({ notes }: { notes: readonly NumberedFinding[] }) => {
  const say = useText()
  return (
    <span className="note-marks">
      {notes.map(({ number, severity }) => (
        <a
          key={number}
          href={`#note-${number}`}
          className="note-mark"
          data-severity={severity}
          aria-label={say('ui.notice.note-mark', { number, kind: say(`ui.notice.severity.${severity}`) })}
          onClick={goTo}
        >
          {number}
        </a>
      ))}
    </span>
  )
}
