/** notice.yaml as it was published, with line numbers, and each finding at its line. */

import { useEffect, useMemo } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { ToldFinding } from './notice-answers.ts'
import './notice-source.css'

interface NoticeSourceProps {
  readonly source: string
  readonly findings: readonly ToldFinding[]
  /** The line to show first, with the keyboard on it. */
  readonly line?: number | undefined
}

export function NoticeSource({ source, findings, line: shown }: NoticeSourceProps) {
  const say = useText()
  const lines = useMemo(() => source.replace(/\r?\n$/, '').split(/\r?\n/), [source])
  const byLine = useMemo(() => Map.groupBy(findings, ({ at }) => at.line), [findings])
  useEffect(() => {
    if (shown === undefined) return
    const target = document.getElementById(`line-${shown}`)
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
  }, [shown])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className="source" tabIndex={0} aria-label={say('ui.notice.source')}>
      <ol>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
          <li key={index} id={`line-${index + 1}`} data-line={index + 1} tabIndex={-1}>
            <code>{line === '' ? ' ' : line}</code>
            {byLine.get(index + 1)?.map(finding => (
              <div
                key={`${finding.rule}${finding.path}${finding.missing}`}
                className="source-finding"
                data-severity={finding.severity}
              >
                <strong>{say(`ui.notice.severity.${finding.severity}`)}</strong> {finding.missing}{' '}
                <span className="quiet">
                  {say('ui.notice.at', { line: count(finding.at.line), column: finding.at.column, rule: finding.rule })}
                </span>
                <br />
                {finding.mend}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
