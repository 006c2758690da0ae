/** Every command of `seloste`, by what it needs open before it can begin. */

import * as accounts from './access/access.cli.ts'
import { dbLogin, dbLogins } from './access/login.cli.ts'
import { accountabilityExport } from './accountability/accountability.cli.ts'
import { arrivalsList, arrivalsReplay } from './arrivals/arrivals.cli.ts'
import * as backupCommands from './backup/backup.cli.ts'
import type { Command } from './base/command.ts'
import { breachExportFile, breachList } from './breaches/breach.cli.ts'
import { casesList } from './cases/case.cli.ts'
import * as db from './database/database.cli.ts'
import type { Database } from './database/pools.ts'
import * as duplicates from './duplicates/duplicates.cli.ts'
import { formsList, formsMake, formsShow } from './forms/forms.cli.ts'
import { importFile, undoImport } from './import/import.cli.ts'
import { liveChecks } from './live-checks.ts'
import { mailboxList, mailboxTry } from './mailbox/mailbox.cli.ts'
import { noticeCheck } from './notice/notice.cli.ts'
import { noticeRender } from './notice/notice-render.cli.ts'
import { noticeRead } from './notice/read.cli.ts'
import type { Opened, Opening } from './opening.ts'
import { promises as checkAllPromises } from './promises/promise.cli.ts'
import { rafflesVerify } from './raffles/raffles.cli.ts'
import { personFind, personShow } from './register/persons.cli.ts'
import { retentionPlan, retentionRun } from './retention/retention.cli.ts'
import { personErase, personExport, personRestrict } from './rights/person.cli.ts'
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
  backupCommands.backup,
  backupCommands.backupNightly,
  breachExportFile,
  breachList,
  casesList,
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
  tasks.tasksList,
  tasks.tasksAdd,
  tasks.tasksDone,
  checkAllPromises(liveChecks),
]

/** Commands that take the database as it is. */
export const databaseCommands: readonly Command<Database>[] = [db.status, db.bringUpToDate, db.rewrite, noticePublish]

/** Commands that open what they need of the register step by step. */
export const stepwiseCommands: readonly Command<Opening>[] = [backupCommands.restoreFile, backupCommands.keysRotate]
