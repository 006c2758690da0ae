/** A finding of check as a lawyer's note: what is missing, why it must be there, how to mend it; links lead to the sentence and back. */

import { useMediaQuery } from '@mantine/hooks'
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
        <a href={`#finding-${note.number}`} onClick={goTo}>
          {say('ui.notice.to-list')}
        </a>
        <span className="quiet">
          {note.rule} · {say('ui.notice.line', { line: count(note.at.line) })}
        </span>
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
