/** What upper floors add to a person's page, one line a part: the page itself knows none of them. */

import { PersonAgreements } from '../src/agreements/person-agreements.web.tsx'
import { PersonAutomations } from '../src/automations/person-automations.web.tsx'
import { PersonCases } from '../src/cases/person-cases.web.tsx'
import { MergedFrom } from '../src/duplicates/merged-from.web.tsx'
import { PersonSentFiles } from '../src/forms/sent-files.web.tsx'
import { PersonConversations } from '../src/inbox/person-conversations.web.tsx'
import { PersonInferences } from '../src/inference/person-inferences.web.tsx'
import { LogOfPerson } from '../src/interactions/log-button.web.tsx'
import { PersonLetters } from '../src/mailbox/person-letters.web.tsx'
import { PersonMeetings } from '../src/meetings/person-meetings.web.tsx'
import { SendOwnPage } from '../src/my/send-own-page.web.tsx'
import { MayI } from '../src/permissions/may-i.web.tsx'
import { PersonSlots } from '../src/personalisation/person-slots.web.tsx'
import { PersonPublications } from '../src/publication/person-publications.web.tsx'
import type { Card } from '../src/register/answers.ts'
import type { Scope } from '../src/register/scope-answer.ts'
import { PersonLeads } from '../src/sales/person-leads.web.tsx'
import { PersonServiceUse } from '../src/service-use/person-service-use.web.tsx'
import { PersonTasks } from '../src/tasks/person-tasks.web.tsx'
import { PersonRecordings } from '../src/telephone/person-recordings.web.tsx'

export interface PersonPart {
  readonly card: Card
  readonly scope: Scope
}

export const PersonParts = (part: PersonPart) => (
  <>
    <LogOfPerson {...part} />
    <MayI {...part} />
    <PersonConversations {...part} />
    <PersonCases {...part} />
    <PersonMeetings {...part} />
    <PersonAgreements {...part} />
    <PersonLeads {...part} />
    <PersonPublications {...part} />
    <PersonServiceUse {...part} />
    <PersonAutomations {...part} />
    <PersonInferences {...part} />
    <PersonSlots {...part} />
    <PersonTasks {...part} />
    <SendOwnPage {...part} />
    <PersonLetters {...part} />
    <PersonRecordings {...part} />
    <PersonSentFiles {...part} />
    <MergedFrom {...part} />
  </>
)
