/** Any text of a notice held against the law as it is written; it stays in this window and is stored nowhere. */

import { Button, FileButton, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileText } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import { langNow, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { FindingCounts } from './findings-list.web.tsx'
import { type NumberedFinding, placeNotes } from './margin-notes.web.ts'
import type { ToldFinding } from './notice-answers.ts'
import { useTrial } from './notice-asks.web.ts'
import { NoticeDocument } from './notice-document.web.tsx'
import './notice-source.css'
import './findings-by-line.css'

interface NoticeTrialProps {
  readonly text: string
  readonly write: (text: string) => void
  /** The text of the version in force, to start from. */
  readonly published: string
}

const settles = 400 // milliseconds without a key

export function NoticeTrial({ text, write, published }: NoticeTrialProps) {
  const say = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  const [settled] = useDebouncedValue(text, settles)
  const trial = useTrial(settled, langNow())
  const findings = text.trim() === '' ? [] : (trial.data?.findings ?? [])
  const shown = text.trim() === '' ? null : trial.data?.document
  const notes = useMemo(() => (shown ? placeNotes(shown, findings) : undefined), [shown, findings])
  const load = (file: File | null) => {
    if (file) void file.text().then(write)
  }
  return (
    <>
      <Text c="dimmed" mb="sm">
        {say('ui.notice.try-why')}
      </Text>
      <Group mb="sm" gap="xs">
        <FileButton onChange={load} accept=".yaml,.yml,text/yaml,application/yaml">
          {props => (
            <Button {...props} variant="default" leftSection={<IconFileText size={17} aria-hidden />}>
              {say('ui.notice.load-file')}
            </Button>
          )}
        </FileButton>
        <Button variant="default" onClick={() => write(published)}>
          {say('ui.notice.from-published')}
        </Button>
      </Group>
      <ProblemNotice error={trial.error} retry={() => void trial.refetch()} />
      <div className="trial">
        <NumberedText text={text} write={write} findings={findings} field={field} />
        <section aria-label={say('ui.notice.findings')} className="findings-by-line trial-findings">
          <p role="status">{text.trim() !== '' && trial.data && <FindingCounts findings={findings} />}</p>
          <TrialFindings findings={byLine(notes?.all ?? findings)} field={field} />
        </section>
      </div>
      {shown && notes && <NoticeDocument shown={shown} notes={notes} />}
    </>
  )
}

type Field = React.RefObject<HTMLTextAreaElement | null>

/** Marks the line in the text, and brings it into view. */
function goToLine(field: HTMLTextAreaElement | null, line: number): void {
  if (!field) return
  const lines = field.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  field.focus()
  field.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
  field.scrollTop = (field.scrollHeight / lines.length) * (line - 1) - field.clientHeight / 3
}

/** A finding that also stands in the document has its number there. */
type Listed = ToldFinding & Partial<Pick<NumberedFinding, 'number'>>

const byLine = (findings: readonly Listed[]) =>
  [...findings].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)

function TrialFindings({ findings, field }: { findings: readonly Listed[]; field: Field }) {
  const say = useText()
  return (
    <ol>
      {findings.map(({ rule, path, at, severity, missing, mend, number }) => (
        <li key={`${rule}${path}${at.line}:${at.column}${missing}`} data-severity={severity}>
          <button
            type="button"
            id={number === undefined ? undefined : `finding-${number}`}
            onClick={() => goToLine(field.current, at.line)}
          >
            {say('ui.notice.line', { line: at.line })}
          </button>{' '}
          <span className="finding-kind">{say(`ui.notice.severity.${severity}`)}</span> {missing}
          <div className="quiet">{mend}</div>
        </li>
      ))}
    </ol>
  )
}

interface NumberedTextProps extends Omit<NoticeTrialProps, 'published'> {
  readonly findings: readonly ToldFinding[]
  readonly field: Field
}

function NumberedText({ text, write, findings, field }: NumberedTextProps) {
  const say = useText()
  const numbers = useRef<HTMLPreElement>(null)
  const marked = new Map(findings.map(({ at, severity }) => [at.line, severity]))
  const lines = text.split('\n').length
  return (
    <div className="trial-text">
      <pre ref={numbers} aria-hidden>
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
          <span key={index} data-severity={marked.get(index + 1)}>{`${index + 1}\n`}</span>
        ))}
      </pre>
      <textarea
        ref={field}
        aria-label={say('ui.notice.try-text')}
        placeholder={say('ui.notice.try-placeholder')}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={text}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop
        }}
      />
    </div>
  )
}
