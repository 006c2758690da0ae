/** Every finding of the text in the order of its lines: each leads to its line, and to its field in the form. */

import { useText } from '../../web/language.ts'
import { FindingCounts } from '../notice/findings-list.web.tsx'
import type { ToldFinding } from '../notice/notice-answers.ts'
import '../notice/findings-by-line.css'
import { pageOf } from './pages.ts'

interface YamlFindingsProps {
  readonly findings: readonly ToldFinding[]
  readonly toLine: (line: number) => void
  readonly toForm: (path: string) => void
}

export function YamlFindings({ findings, toLine, toForm }: YamlFindingsProps) {
  const say = useText()
  const sorted = [...findings].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
  return (
    <section aria-label={say('ui.notice.findings')} className="findings-by-line yaml-findings">
      <p role="status">
        <FindingCounts findings={findings} />{' '}
        {findings.length > 0 && <span className="quiet">{say('ui.drafts.next-finding')}</span>}
      </p>
      <ol>
        {sorted.map(({ rule, path, at, severity, missing, mend }) => (
          <li key={`${rule}${path}${at.line}:${at.column}${missing}`} data-severity={severity}>
            <button type="button" onClick={() => toLine(at.line)}>
              {say('ui.notice.line', { line: at.line })}
            </button>{' '}
            <span className="finding-kind">{say(`ui.notice.severity.${severity}`)}</span> {missing}{' '}
            {pageOf(path) !== undefined && (
              <button type="button" onClick={() => toForm(path)}>
                {say('ui.drafts.to-form')}
              </button>
            )}
            <div className="quiet">{mend}</div>
          </li>
        ))}
      </ol>
    </section>
  )
}
