/** What check says of a field stands at the field, in check's own words. */

import { useText } from '../../web/language.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'

export function FieldFindings({ found }: { found: readonly ToldFinding[] }) {
  const say = useText()
  if (found.length === 0) return null
  return (
    <span className="field-findings">
      {found.map(({ rule, path, severity, missing, mend, at }) => (
        <span
          key={`${rule}${path}${at.line}:${at.column}${missing}`}
          className="field-finding"
          data-severity={severity}
        >
          <strong>{say(`ui.notice.severity.${severity}`)}</strong> {missing} <span className="field-mend">{mend}</span>
        </span>
      ))}
    </span>
  )
}

/** For a Mantine input: its meaning and what is wrong with it are read after its name. */
export const described = (help: string | undefined, found: readonly ToldFinding[]) => ({
  description:
    help === undefined && found.length === 0 ? undefined : (
      <>
        {help}
        <FieldFindings found={found} />
      </>
    ),
  error: found.some(({ severity }) => severity === 'error'),
})

/** How much is wrong within a part, for a line that can be opened. */
export function FindingMark({ found }: { found: readonly ToldFinding[] }) {
  const say = useText()
  if (found.length === 0) return null
  const errors = found.filter(({ severity }) => severity === 'error').length
  return (
    <span className="finding-mark figures" data-severity={errors > 0 ? 'error' : 'warning'}>
      {errors > 0
        ? say('ui.notice.errors', { count: errors, number: errors })
        : say('ui.notice.warnings', { count: found.length, number: found.length })}
    </span>
  )
}
