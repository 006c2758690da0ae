/** What runs beside requests: every job of the queue, every letter that it sends, and what goes on when the server starts. */

import { administrator } from './access/duty.ts'
import { staffRecipient, staffWithDuties } from './access/staff-recipient.ts'
import { adapters } from './adapters.ts'
import * as agreementJobs from './agreements/agreements.jobs.ts'
import { resumeAgreements } from './agreements/upkeep.ts'
import * as arrivalJobs from './arrivals/arrivals.jobs.ts'
import { resumeInforming } from './arrivals/inform.ts'
import { informingMessage } from './arrivals/informing-message.ts'
import { openDoor } from './arrivals/receive.ts'
import { resumeArrivals } from './arrivals/tidy.ts'
import { passAutomations } from './automations/automations.jobs.ts'
import { wakeAutomations } from './automations/wake.ts'
import * as backupJobs from './backup/backup.jobs.ts'
import { clearLeftovers } from './backup/leftovers.ts'
import { enqueueNightly } from './backup/plan.ts'
import { remind } from './breaches/remind.jobs.ts'
import { breachReminder } from './breaches/reminder-message.ts'
import { sendCampaigns } from './campaigns/campaigns.jobs.ts'
import { keptLetters } from './campaigns/letters.ts'
import { wakeCampaigns } from './campaigns/wake.ts'
import { caseAnswerMessage, caseMentionMessage } from './cases/case-messages.ts'
import { hand as handChat, tidy as tidyChats } from './chat/chat.jobs.ts'
import { resumeChats } from './chat/tidy.ts'
import { resumeComparing } from './duplicates/compare-changed.ts'
import { compareEverybody, compareWhoChanged } from './duplicates/duplicates.jobs.ts'
import { finishRotating } from './files/files.jobs.ts'
import { confirmLetter } from './forms/confirm-message.ts'
import * as formJobs from './forms/forms.jobs.ts'
import { resumeForms } from './forms/waiting.ts'
import { withdrawalLetter } from './forms/withdrawal-message.ts'
import type { Program } from './http/program.ts'
import * as inboxJobs from './inbox/inbox.jobs.ts'
import { inboxMention } from './inbox/mention-message.ts'
import { inboxReply } from './inbox/reply-message.ts'
import { resumeInbox } from './inbox/tidy.ts'
import { keepInferences, resumeInferring } from './inference/inference.jobs.ts'
import { enqueue, type Job } from './jobs/job.ts'
import { trialMessage } from './letters/trial.ts'
import { liveChecks } from './live-checks.ts'
import type { MessageKind } from './mail/message-kind.ts'
import { resumeSending } from './mail/outbox.ts'
import { sendMail } from './mail/send.jobs.ts'
import * as mailboxJobs from './mailbox/mailbox.jobs.ts'
import { resumeTidying } from './mailbox/tidy.ts'
import { type Watch, watchMailboxes } from './mailbox/watch.ts'
import { meetingCancellation, meetingInvitation } from './meetings/invitation-message.ts'
import { replyText } from './messages/reply-text.ts'
import { ownPageCode } from './my/code-text.ts'
import { ownPageLink } from './my/link-message.ts'
import { lookUp } from './my/look-up.jobs.ts'
import { receipt } from './my/receipt-message.ts'
import type { Opened } from './opening.ts'
import { preferenceLink } from './permissions/link-message.ts'
import { sendGate } from './permissions/send-gate.ts'
import { checkPromises } from './promises/check.jobs.ts'
import { resumeChecking } from './promises/schedule.ts'
import { publicationMessage } from './publication/ask-message.ts'
import * as publicationJobs from './publication/publication.jobs.ts'
import { resumePublications } from './publication/upkeep.ts'
import { enteredLetter } from './raffles/entered-message.ts'
import * as raffleJobs from './raffles/raffles.jobs.ts'
import { wonLetter } from './raffles/won-message.ts'
import { resumeRetention } from './retention/passage.ts'
import { removeNightly, tryOut } from './retention/retention.jobs.ts'
import { requestAcknowledgement } from './rights/acknowledgement-message.ts'
import { receive as receiveRequest } from './rights/ask.jobs.ts'
import { clearPackages } from './rights/delivery.jobs.ts'
import { resumeClearing } from './rights/delivery.ts'
import { packageCode, packageLink } from './rights/delivery-message.ts'
import { packageCodeText } from './rights/delivery-text.ts'
import { recipientMessage } from './rights/recipient-message.ts'
import { remind as remindOfRequests } from './rights/reminder.jobs.ts'
import { resumeReminding } from './rights/reminder.ts'
import { requestReminder } from './rights/reminder-message.ts'
import { acceptedMessage, offerMessage } from './sales/offer-message.ts'
import { ownSecurityAlert, securityAlert } from './security/alert-message.ts'
import { judge, resumeJudging } from './security/security.jobs.ts'
import { keepSegments, resumeSegments } from './segments/segments.jobs.ts'
import { resumeTexting } from './sms/outbox.ts'
import { sendTexts } from './sms/send.jobs.ts'
import { surveyInvitation, surveyReminder } from './surveys/invitation-message.ts'
import * as surveyJobs from './surveys/surveys.jobs.ts'
import * as telephoneJobs from './telephone/telephone.jobs.ts'
import { noticeChanged } from './telling/announce.ts'
import { gather } from './telling/gather.jobs.ts'
import { resumeTelling } from './telling/publication.ts'
import { publish } from './telling/publish.jobs.ts'
import { resumeInspecting } from './visits/inspection.ts'
import { addUpSoon } from './visits/steps.ts'
import { addUpVisits, inspect, join as joinVisits } from './visits/visits.jobs.ts'

/** Whatever is sent by e-mail. */
const letterKinds: readonly MessageKind[] = [
  ...[noticeChanged, breachReminder, preferenceLink, ownPageLink, receipt, confirmLetter, withdrawalLetter],
  ...[caseAnswerMessage, caseMentionMessage],
  ...[enteredLetter, wonLetter],
  ...[inboxReply, inboxMention],
  ...[meetingInvitation, meetingCancellation],
  ...[surveyInvitation, surveyReminder],
  ...[offerMessage, acceptedMessage, publicationMessage],
  informingMessage,
  trialMessage,
  ...[securityAlert(staffRecipient), ownSecurityAlert(staffRecipient)],
  ...[requestReminder, requestAcknowledgement, packageLink, packageCode, recipientMessage],
]

/** Whatever waits to go by e-mail. */
export const sendLetters = sendMail(letterKinds, sendGate)

/** What the queue runs, inside the server. */
export const jobs: readonly Job<Opened>[] = [
  sendLetters,
  lookUp,
  sendTexts([ownPageCode, packageCodeText, replyText]),
  gather,
  publish,
  remind,
  checkPromises(liveChecks),
  finishRotating,
  backupJobs.take,
  backupJobs.takeNightly,
  backupJobs.prove,
  removeNightly,
  keepSegments,
  keepInferences,
  sendCampaigns(keptLetters),
  passAutomations,
  tryOut,
  remindOfRequests,
  receiveRequest,
  clearPackages,
  arrivalJobs.write(adapters),
  arrivalJobs.tidy,
  arrivalJobs.inform,
  formJobs.tidyForms,
  formJobs.placeFiles,
  formJobs.clearFiles,
  telephoneJobs.clear,
  telephoneJobs.fetch,
  telephoneJobs.tidy,
  handChat,
  tidyChats,
  mailboxJobs.follow(letterKinds),
  mailboxJobs.clear,
  mailboxJobs.tidy,
  compareEverybody,
  compareWhoChanged,
  raffleJobs.confirm,
  raffleJobs.note,
  surveyJobs.write,
  surveyJobs.inviting,
  surveyJobs.end,
  agreementJobs.advance,
  agreementJobs.clear,
  publicationJobs.takeDown,
  publicationJobs.keepPublications,
  publicationJobs.clearPublicationFiles,
  inboxJobs.clear,
  inboxJobs.tidy,
  inspect(),
  addUpVisits,
  judge((client, duties) => staffWithDuties(client, [administrator, ...duties])),
  joinVisits,
]

/** For every start: what was to be done goes on. */
export async function resume({ database, clock, home }: Opened): Promise<void> {
  await clearLeftovers({ database, clock, home })
  await resumeTelling(database.app, clock.now())
  await resumeSending(database.app)
  await resumeTexting(database.app)
  await wakeCampaigns(database.app)
  await wakeAutomations(database.app)
  await resumeChecking(database.app, clock.now())
  await resumeRetention(database.app, clock.now())
  await enqueueNightly(database.app, clock.now())
  await resumeComparing({ database, clock })
  await resumeSegments({ database, clock })
  await resumeInferring({ database, clock })
  await enqueue(database.app, finishRotating.name, {}, { key: finishRotating.name })
  await resumeReminding(database.app, clock.now())
  await resumeClearing(database.app)
  await resumeArrivals(database.app)
  await resumeInforming(database.app, clock.now())
  await resumeForms(database.app)
  await resumeTidying(database.app)
  await resumeAgreements(database.app)
  await resumePublications(database.app)
  await resumeInbox(database.app)
  await resumeChats(database.app)
  await surveyJobs.resumeSurveys({ database, clock })
  await telephoneJobs.resumeRecordings(database.app)
  await resumeInspecting(database.app, clock.now())
  await addUpSoon(database.app, clock.now())
  await resumeJudging({ database, clock })
}

/** Reads the mailboxes until it is stopped; those of a demonstration are nobody's. */
export const readMail = (program: Program): Watch | undefined =>
  program.demo ? undefined : watchMailboxes(program, { door: openDoor(program, adapters) })
