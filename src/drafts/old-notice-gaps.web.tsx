/** What an old notice lacks, worst first: what, how it is mended, by which article, and the way to its place in a draft. */

import { Button } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'
import { gapsOf } from '../notice/read-view.ts'

interface OldNoticeGapsProps {
  readonly findings: readonly ToldFinding[]
  /** Absent for those who may not change the notice. */
  readonly mend: ((path: string) => void) | undefined
}

export function OldNoticeGaps({ findings, mend }: OldNoticeGapsProps) {
  const say = useText()
  const gaps = gapsOf(findings)
  return (
    <section aria-labelledby="old-notice-gaps" className="old-notice-gaps">
      <h2 id="old-notice-gaps">{say('ui.read.gaps')}</h2>
      <p className="quiet">{say(gaps.length === 0 ? 'ui.read.no-gaps' : 'ui.read.gaps-why')}</p>
      <ol>
        {gaps.map(({ severity, first, all }) => (
          <li key={`${severity}${first.rule}${first.path}${first.missing}`} data-severity={severity}>
            <p>
              <strong>{say(`ui.notice.severity.${severity}`)}</strong> {first.missing}
            </p>
            {all.length > 1 && (
              <details>
                <summary>{say('ui.read.same', { count: all.length - 1, number: all.length - 1 })}</summary>
                <ul>
                  {all.slice(1).map(one => (
                    <li key={`${one.path}${one.missing}`}>{one.missing}</li>
                  ))}
                </ul>
              </details>
            )}
            <p>
              <span className="quiet">{say('ui.read.mend-by')}:</span> {first.mend}
            </p>
            <details>
              <summary>{say('ui.read.reason')}</summary>
              <p>{first.why}</p>
            </details>
            {mend && (
              <Button
                size="xs"
                variant="default"
                aria-label={say('ui.read.mend-one', { what: first.missing })}
                onClick={() => mend(first.path)}
              >
                {say('ui.read.mend')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
