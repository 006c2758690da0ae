/** The form of the notice, a page for each of its parts, with how much is wrong on every page. */

import { Anchor, NativeSelect, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useText } from '../../web/language.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'
import { findingsAt, findingsUnder, useEditing } from './editing.web.ts'
import { FieldFindings, FindingMark } from './field-findings.web.tsx'
import { KeyField } from './key-field.web.tsx'
import { type PageId, pages } from './pages.ts'

interface DraftFormProps {
  readonly page: PageId
  readonly open: (page: PageId) => void
}

export function DraftForm({ page, open }: DraftFormProps) {
  const say = useText()
  const { language, findings } = useEditing()
  const isWide = useMediaQuery('(min-width: 75em)', true, { getInitialValueInEffect: false })
  const ofPage = (keys: readonly string[]): readonly ToldFinding[] => keys.flatMap(key => findingsUnder(findings, key))
  const shown = pages.find(({ id }) => id === page) ?? pages[0]
  return (
    <div className="draft-form">
      {isWide ? (
        <nav aria-label={say('ui.drafts.parts')} className="draft-pages">
          {pages.map(({ id, keys }) => (
            <button key={id} type="button" aria-current={id === page ? 'page' : undefined} onClick={() => open(id)}>
              {say(`ui.drafts.page.${id}`)}
              <FindingMark found={ofPage(keys)} />
            </button>
          ))}
        </nav>
      ) : (
        <NativeSelect
          aria-label={say('ui.drafts.parts')}
          value={page}
          data={pages.map(({ id, keys }) => {
            const count = ofPage(keys).length
            return { value: id, label: `${say(`ui.drafts.page.${id}`)}${count > 0 ? ` (${count})` : ''}` }
          })}
          onChange={({ currentTarget }) => open(pages.find(({ id }) => id === currentTarget.value)?.id ?? 'basics')}
          mb="md"
        />
      )}
      <div className="draft-fields">
        <h2 className="visually-hidden">{say(`ui.drafts.page.${shown.id}`)}</h2>
        <FieldFindings found={[...findingsAt(findings, ''), ...findingsAt(findings, 'notice')]} />
        {shown.keys.map(key => {
          const described = language.shape.keys[key]
          return (
            described && <KeyField key={key} of={{ record: [], shape: language.shape, key }} described={described} />
          )
        })}
      </div>
    </div>
  )
}

interface BrokenProps {
  readonly findings: readonly ToldFinding[]
  readonly toLine: (line: number) => void
}

/** The forms cannot be drawn from a text that is no YAML: it says why, and leads to the line. */
export function BrokenText({ findings, toLine }: BrokenProps) {
  const say = useText()
  return (
    <section role="alert" className="broken-text">
      <h2>{say('ui.drafts.broken')}</h2>
      <Text>{say('ui.drafts.broken-why')}</Text>
      <ul>
        {findings.map(({ at, missing, mend }) => (
          <li key={`${at.line}:${at.column}${missing}`}>
            <Anchor component="button" type="button" onClick={() => toLine(at.line)}>
              {say('ui.notice.line', { line: at.line })}
            </Anchor>{' '}
            {missing} <span className="field-mend">{mend}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
