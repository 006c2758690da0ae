/** Every live check of what the notice says, one line each: a check that does not stand here is not run. */

import * as access from './access/access.promises.ts'
import * as looks from './access/look.promises.ts'
import * as accountability from './accountability/accountability.promises.ts'
import * as screening from './accountability/screening.promises.ts'
import * as arrivals from './arrivals/arrivals.promises.ts'
import * as backup from './backup/backup.promises.ts'
import * as breaches from './breaches/breaches.promises.ts'
import * as database from './database/database.promises.ts'
import * as imports from './import/import.promises.ts'
import * as inference from './inference/inference.promises.ts'
import * as mail from './mail/mail.promises.ts'
import * as mailbox from './mailbox/mailbox.promises.ts'
import * as my from './my/my.promises.ts'
import * as notice from './notice/notice.promises.ts'
import * as permissions from './permissions/permissions.promises.ts'
import type { PromiseCheck } from './promises/promise.ts'
import * as site from './promises/site.promises.ts'
import * as publication from './publication/publication.promises.ts'
import * as register from './register/register.promises.ts'
import * as retention from './retention/retention.promises.ts'
import * as acts from './rights/acts.promises.ts'
import * as rights from './rights/rights.promises.ts'
import * as security from './security/security.promises.ts'
import * as telling from './telling/telling.promises.ts'
import * as visits from './visits/visits.promises.ts'

export const liveChecks: readonly PromiseCheck[] = [
  notice.noticeReviewed,
  notice.languagesComplete,
  notice.stillLawful,
  notice.versionsUnchanged,
  notice.publishedAsIs,
  notice.transfersSafeguarded,

  database.columnsDeclared,
  database.grantsAsCompiled,
  database.policiesAsCompiled,
  database.noWayPast,
  database.loginsKnown,
  database.functionsPinned,
  database.hostDeclared,

  access.sessionsEnd,
  access.staffHaveDuties,
  access.dutiesDeclared,
  access.passwordsKept,
  access.invitationsForgotten,
  access.keysHavePurposes,
  access.secondFactor,
  looks.lookLogUnbroken,
  looks.looksWithinDuties,
  looks.unusualLooksReviewed,

  security.findingsReviewed,
  security.triesForgotten,

  register.valuesExplained,
  register.standingAsSaid,
  register.sourcesDeclared,
  register.consentsWorded,
  register.rowsBased,

  imports.nothingAbandoned,

  mail.outboxMoves,
  mail.mailboxAnswers,
  mail.carriersDeclared,
  mailbox.mailRead,
  mailbox.keepersDeclared,
  permissions.nothingAgainstWord,
  permissions.permitsProven,
  permissions.permitsEnd,
  permissions.withdrawalWorks,
  telling.toldInTime,
  telling.nothingWaits,

  site.cookiesDeclared,
  site.cookiesWait,
  site.cookiesEnd,
  site.encryptedOnTheWay,

  visits.inventoryHolds,
  visits.choiceAwaited,
  visits.choiceOffered,
  visits.cookiesEndInBrowser,
  visits.joinedWithConsent,

  accountability.processorsContracted,
  accountability.contractsDeclared,
  accountability.contractsComplete,
  accountability.contractsAgree,
  accountability.transfersGrounded,
  accountability.contractsReviewed,
  accountability.interestsWeighed,
  accountability.testsCurrent,
  accountability.recordLookedThrough,
  screening.everyPurposeScreened,
  screening.noScreeningStale,
  screening.assessedWhereNeeded,
  breaches.breachesDecidedInTime,
  breaches.noBreachOverdue,
  breaches.breachDelaysExplained,
  breaches.noBreachUnfinished,

  retention.nothingOverdue,
  retention.removedNightly,
  retention.everyRuleKnown,
  retention.holdsReviewed,
  retention.droppedGone,

  rights.nothingOverdue,
  rights.answeredInTime,
  rights.identityNotForever,
  acts.recipientsTold,
  acts.appliedAtOnce,
  acts.erasedStayAway,
  rights.daysReminded,

  arrivals.nothingUnseen,
  arrivals.rawGone,
  arrivals.onlySigned,
  arrivals.informedInTime,
  arrivals.informingUnderWay,

  my.addressesForgotten,
  my.linksArrive,
  my.contestedStaysAway,

  inference.inferredAsAllowed,

  publication.onlyAsAgreed,

  backup.recent,
  backup.nightly,
  backup.drilled,
  backup.ledgerWhole,
  backup.oldGone,
]
