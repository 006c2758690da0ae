/** How many errors and remarks there are, and each of them as a way to its sentence. */

import { IconCheck } from '@tabler/icons-react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { goTo } from './go-to.web.ts'
import { LineOf } from './margin-note.web.tsx'
import type { MarginNotes } from './margin-notes.web.ts'
import './margin-notes.css'

interface Counted {
  readonly severity: 'error' | 'warning'
}

/** "2 virhettä, 1 huomautus" */
export function FindingCounts({ findings }: { findings: readonly Counted[] }) {
  const say = useText()
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  return (
    <span className="figures">
      {say('ui.notice.errors', { count: errors, number: count(errors) })},{' '}
      {say('ui.notice.warnings', { count: warnings, number: count(warnings) })}
    </span>
  )
}

export function FindingsList({ notes: { all: findings, ofWhole } }: { notes: MarginNotes }) {
  const say = useText()
  const placeless = new Set(ofWhole.map(({ number }) => number))
  if (findings.length === 0)
    return (
      <p className="findings-none" role="status">
        <IconCheck size={18} aria-hidden /> <FindingCounts findings={findings} />. {say('ui.notice.nothing-found')}
      </p>
    )
  return (
    <details className="findings" open={findings.length <= 6}>
      <summary>
        <FindingCounts findings={findings} />
      </summary>
      <ol>
        {findings.map(({ number, severity, missing, at }) => (
          <li key={number} data-severity={severity}>
            <a id={`finding-${number}`} href={`#${placeless.has(number) ? 'note' : 'said'}-${number}`} onClick={goTo}>
              <span className="finding-kind">{say(`ui.notice.severity.${severity}`)}</span> {missing}
            </a>{' '}
            <LineOf finding={{ at }} />
          </li>
        ))}
      </ol>
    </details>
  )
}
