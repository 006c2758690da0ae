/** What upper floors add to a person's page, one line a part: the page itself knows none of them. */

import { PersonCases } from '../src/cases/person-cases.web.tsx'
import { MergedFrom } from '../src/duplicates/merged-from.web.tsx'
import { LogOfPerson } from '../src/interactions/quick-log.web.tsx'
import { PersonLetters } from '../src/mailbox/person-letters.web.tsx'
import { ReplyByText } from '../src/messages/reply.web.tsx'
import { SendOwnPage } from '../src/my/send-own-page.web.tsx'
import { MayI } from '../src/permissions/may-i.web.tsx'
import type { Card } from '../src/register/answers.ts'
import type { Scope } from '../src/register/scope-answer.ts'
import { PersonServiceUse } from '../src/service-use/person-service-use.web.tsx'
import { PersonTasks } from '../src/tasks/person-tasks.web.tsx'

export interface PersonPart {
  readonly card: Card
  readonly scope: Scope
}

export const PersonParts = (part: PersonPart) => (
  <>
    <LogOfPerson {...part} />
    <MayI {...part} />
    <PersonCases {...part} />
    <PersonServiceUse {...part} />
    <PersonTasks {...part} />
    <SendOwnPage {...part} />
    <ReplyByText {...part} />
    <PersonLetters {...part} />
    <MergedFrom {...part} />
  </>
)
