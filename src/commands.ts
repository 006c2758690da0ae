/** Every command of `seloste`, by what it needs open before it can begin. */

import * as accounts from './access/access.cli.ts'
import { dbLogin, dbLogins } from './access/login.cli.ts'
import { accountabilityExport } from './accountability/accountability.cli.ts'
import { adapters } from './adapters.ts'
import * as agreements from './agreements/agreements.cli.ts'
import { reportsList, reportsRun } from './analysis/analysis.cli.ts'
import { arrivalsList, arrivalsReplay, arrivalsUndo } from './arrivals/arrivals.cli.ts'
import { informingsCount, informingsSend } from './arrivals/informings.cli.ts'
import { attributionCosts, attributionShow } from './attribution/attribution.cli.ts'
import * as automations from './automations/automations.cli.ts'
import * as backupCommands from './backup/backup.cli.ts'
import type { Command } from './base/command.ts'
import { breachExportFile, breachList } from './breaches/breach.cli.ts'
import * as campaigns from './campaigns/campaigns.cli.ts'
import { casesList } from './cases/case.cli.ts'
import * as db from './database/database.cli.ts'
import type { Database } from './database/pools.ts'
import * as duplicates from './duplicates/duplicates.cli.ts'
import { formsList, formsMake, formsShow } from './forms/forms.cli.ts'
import { arrangementsAdd, arrangementsEnd, arrangementsList } from './import/arrangement.cli.ts'
import { importFile, undoImport } from './import/import.cli.ts'
import { inboxList } from './inbox/inbox.cli.ts'
import * as inference from './inference/inference.cli.ts'
import * as letters from './letters/letters.cli.ts'
import { liveChecks } from './live-checks.ts'
import { mailboxList, mailboxTry } from './mailbox/mailbox.cli.ts'
import { inferenceContest } from './my/contest.cli.ts'
import { noticeCheck } from './notice/notice.cli.ts'
import { noticeRender } from './notice/notice-render.cli.ts'
import { noticeRead } from './notice/read.cli.ts'
import type { Opened, Opening } from './opening.ts'
import { promises as checkAllPromises } from './promises/promise.cli.ts'
import { publicationList } from './publication/publication.cli.ts'
import { rafflesVerify } from './raffles/raffles.cli.ts'
import { personFind, personShow } from './register/persons.cli.ts'
import { retentionPlan, retentionRun } from './retention/retention.cli.ts'
import { personErase, personExport, personRestrict } from './rights/person.cli.ts'
import { leadsList, leadsSources } from './sales/sales.cli.ts'
import { securityFindings } from './security/security.cli.ts'
import * as segments from './segments/segments.cli.ts'
import { serviceUseSend } from './service-use/service-use.cli.ts'
import { surveysList, surveysResults } from './surveys/surveys.cli.ts'
import * as tasks from './tasks/tasks.cli.ts'
import { noticeDiff } from './telling/compare.cli.ts'
import { noticePublish } from './telling/publish.cli.ts'

/** Commands that work with the program open: migrated, a notice published. */
export const commands: readonly Command<Opened>[] = [
  accountabilityExport,
  accounts.addUser,
  accounts.addKey,
  accounts.resetSecondFactor,
  arrivalsList,
  arrivalsReplay,
  arrivalsUndo,
  backupCommands.backup,
  backupCommands.backupNightly,
  breachExportFile,
  breachList,
  casesList,
  inboxList(adapters),
  dbLogin,
  dbLogins,
  duplicates.compareRegister,
  duplicates.listDuplicates,
  duplicates.scoreFile,
  formsList,
  formsMake,
  formsShow,
  importFile,
  undoImport,
  arrangementsList,
  arrangementsAdd,
  arrangementsEnd,
  informingsCount,
  informingsSend,
  leadsList,
  leadsSources,
  publicationList,
  mailboxList,
  mailboxTry,
  noticeCheck,
  noticeDiff,
  noticeRead,
  noticeRender,
  personErase,
  personExport,
  personFind,
  personRestrict,
  personShow,
  rafflesVerify,
  retentionPlan,
  retentionRun,
  serviceUseSend,
  agreements.agreementsList,
  letters.letterAdd,
  letters.letterList,
  letters.letterShow,
  letters.letterRender,
  reportsList,
  reportsRun,
  attributionShow,
  attributionCosts,
  campaigns.campaignList,
  campaigns.campaignShow,
  campaigns.campaignStart,
  campaigns.campaignPause,
  campaigns.campaignStop,
  automations.automationList,
  automations.automationOn,
  automations.automationOff,
  securityFindings,
  segments.segmentsCount,
  segments.segmentsList,
  inference.inferenceList,
  inference.inferenceQuality,
  inferenceContest,
  surveysList,
  surveysResults,
  tasks.tasksList,
  tasks.tasksAdd,
  tasks.tasksDone,
  checkAllPromises(liveChecks),
]

/** Commands that take the database as it is. */
export const databaseCommands: readonly Command<Database>[] = [db.status, db.bringUpToDate, db.rewrite, noticePublish]

/** Commands that open what they need of the register step by step. */
export const stepwiseCommands: readonly Command<Opening>[] = [backupCommands.restoreFile, backupCommands.keysRotate]
