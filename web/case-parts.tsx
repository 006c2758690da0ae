/** What upper floors add to a case, one line a part: the screen itself knows none of them. */

import type { CaseAnswer } from '../src/cases/case-answers.ts'
import { SentFilesOf } from '../src/forms/sent-files.web.tsx'

export const CaseParts = ({ shown: { id, person } }: { readonly shown: CaseAnswer }) => (
  <SentFilesOf person={person.id} row={id} />
)
