/** The contents page: every route and job, under whose duty and for which purpose. */

import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Access } from './access/access.ts'
import * as keys from './access/key.api.ts'
import * as logins from './access/login.api.ts'
import * as looks from './access/look.api.ts'
import * as me from './access/me.api.ts'
import * as views from './access/saved-view.api.ts'
import * as factors from './access/second-factor.api.ts'
import * as entrance from './access/sign-in.api.ts'
import * as staff from './access/staff.api.ts'
import * as unusualLooks from './access/unusual-look.api.ts'
import * as accountability from './accountability/accountability.api.ts'
import * as screenings from './accountability/screening.api.ts'
import * as arrivals from './arrivals/arrival.api.ts'
import * as arrivalJobs from './arrivals/arrivals.jobs.ts'
import { connectionRoutes } from './arrivals/connection.api.ts'
import { hookDoor } from './arrivals/hook.public.ts'
import { openDoor } from './arrivals/receive.ts'
import { resumeArrivals } from './arrivals/tidy.ts'
import * as backups from './backup/backup.api.ts'
import * as backupJobs from './backup/backup.jobs.ts'
import { clearLeftovers } from './backup/leftovers.ts'
import { enqueueNightly } from './backup/plan.ts'
import * as breaches from './breaches/breach.api.ts'
import { remind } from './breaches/remind.jobs.ts'
import { breachReminder } from './breaches/reminder-message.ts'
import * as cases from './cases/case.api.ts'
import { caseAnswerMessage, caseMentionMessage } from './cases/case-messages.ts'
import * as drafts from './drafts/draft.api.ts'
import { resumeComparing } from './duplicates/compare-changed.ts'
import * as duplicates from './duplicates/duplicates.api.ts'
import { compareEverybody, compareWhoChanged } from './duplicates/duplicates.jobs.ts'
import { eventPages } from './events/event.public.ts'
import * as events from './events/events.api.ts'
import { finishRotating } from './files/files.jobs.ts'
import { confirmLetter } from './forms/confirm-message.ts'
import { formPages } from './forms/form.public.ts'
import { form } from './forms/form-adapter.ts'
import * as forms from './forms/forms.api.ts'
import { tidyForms } from './forms/forms.jobs.ts'
import { resumeForms } from './forms/waiting.ts'
import { withdrawPages } from './forms/withdraw.public.ts'
import { withdrawal } from './forms/withdrawal-adapter.ts'
import { withdrawalLetter } from './forms/withdrawal-message.ts'
import { serveApiDocs } from './http/api-docs.ts'
import { serveApplication } from './http/application.ts'
import type { HttpEnv } from './http/arrival.ts'
import { hookMounter } from './http/hook.ts'
import { openKit } from './http/kit.ts'
import { mounter } from './http/mount.ts'
import { pageMounter } from './http/page.ts'
import type { Program } from './http/program.ts'
import { securityTxt } from './http/security-txt.ts'
import * as arrangements from './import/arrangement.api.ts'
import * as imports from './import/import.api.ts'
import { calendar } from './interactions/calendar.ts'
import * as interactions from './interactions/interactions.api.ts'
import { enqueue, type Job } from './jobs/job.ts'
import { liveChecks } from './live-checks.ts'
import type { MessageKind } from './mail/message-kind.ts'
import { resumeSending } from './mail/outbox.ts'
import { sendMail } from './mail/send.jobs.ts'
import type { Mail } from './mail/transport.ts'
import { mailAdapter } from './mailbox/letter-adapter.ts'
import * as mailboxes from './mailbox/mailbox.api.ts'
import * as mailboxJobs from './mailbox/mailbox.jobs.ts'
import { resumeTidying } from './mailbox/tidy.ts'
import { type Watch, watchMailboxes } from './mailbox/watch.ts'
import { messageAdapters } from './messages/known.ts'
import { sendReply } from './messages/reply.api.ts'
import { replyText } from './messages/reply-text.ts'
import { ownPageCode } from './my/code-text.ts'
import { doorPages } from './my/door.public.ts'
import { ownPageLink } from './my/link-message.ts'
import { lookUp } from './my/look-up.jobs.ts'
import * as ownPage from './my/my.api.ts'
import { ownPages } from './my/own.public.ts'
import { receipt } from './my/receipt-message.ts'
import { language } from './notice/language.api.ts'
import * as notice from './notice/notice.api.ts'
import { type FindMarks, type FindPast, noticePageAt, noticePages } from './notice/notice.public.ts'
import { readText } from './notice/read.api.ts'
import { tryPage, tryStylePage } from './notice/try.public.ts'
import type { Opened } from './opening.ts'
import { orderAdapters } from './orders/known.ts'
import { entryAdapter } from './participation/entry.ts'
import { preferenceLink } from './permissions/link-message.ts'
import * as permissions from './permissions/permissions.api.ts'
import { preferencePages } from './permissions/permissions.public.ts'
import { sendGate } from './permissions/send-gate.ts'
import { checkPromises } from './promises/check.jobs.ts'
import * as promises from './promises/promise.api.ts'
import { promisesFile } from './promises/promise.public.ts'
import { publicMarks } from './promises/public-marks.ts'
import { resumeChecking } from './promises/schedule.ts'
import { enteredLetter } from './raffles/entered-message.ts'
import { rafflePages } from './raffles/raffle.public.ts'
import * as raffles from './raffles/raffles.api.ts'
import * as raffleJobs from './raffles/raffles.jobs.ts'
import { wonLetter } from './raffles/won-message.ts'
import * as changes from './register/changes.api.ts'
import * as organisations from './register/organisations.api.ts'
import * as persons from './register/persons.api.ts'
import { resumeRetention } from './retention/passage.ts'
import * as retention from './retention/retention.api.ts'
import { removeNightly, tryOut } from './retention/retention.jobs.ts'
import { requestAcknowledgement } from './rights/acknowledgement-message.ts'
import * as acts from './rights/acts.api.ts'
import { receive as receiveRequest } from './rights/ask.jobs.ts'
import { askPages } from './rights/ask.public.ts'
import * as deliveries from './rights/delivery.api.ts'
import { clearPackages } from './rights/delivery.jobs.ts'
import { deliveryPages } from './rights/delivery.public.ts'
import { resumeClearing } from './rights/delivery.ts'
import { packageCode, packageLink } from './rights/delivery-message.ts'
import * as erasures from './rights/erasure.api.ts'
import * as identity from './rights/identity.api.ts'
import * as copies from './rights/package.api.ts'
import { recipientMessage } from './rights/recipient-message.ts'
import { remind as remindOfRequests } from './rights/reminder.jobs.ts'
import { resumeReminding } from './rights/reminder.ts'
import { requestReminder } from './rights/reminder-message.ts'
import * as requests from './rights/request.api.ts'
import { service } from './service-use/service.ts'
import * as serviceUse from './service-use/service-use.api.ts'
import type { Sms } from './sms/gateway.ts'
import { resumeTexting } from './sms/outbox.ts'
import { sendTexts } from './sms/send.jobs.ts'
import { socialAdapters } from './social/known.ts'
import * as tasks from './tasks/tasks.api.ts'
import { noticeChanged } from './telling/announce.ts'
import { comingNotice } from './telling/coming.ts'
import * as compare from './telling/compare.api.ts'
import { gather } from './telling/gather.jobs.ts'
import { pastNotice } from './telling/past-versions.ts'
import { resumeTelling } from './telling/publication.ts'
import { publish } from './telling/publish.jobs.ts'
import * as telling from './telling/telling.api.ts'
import { versionsPage } from './telling/versions.public.ts'
import { timelineSources } from './timeline-sources.ts'

/** All that the intake takes. */
const adapters = [
  ...orderAdapters,
  form,
  withdrawal,
  service,
  calendar,
  ...messageAdapters,
  ...socialAdapters,
  entryAdapter,
  mailAdapter,
]

/** What leaves the server, and by what. */
interface Carriers {
  readonly mail: Mail
  readonly sms: Sms
}

/** The whole server as one fetch handler. */
export function openApp(program: Program, access: Access, { mail, sms }: Carriers): OpenAPIHono<HttpEnv> {
  const hono = openKit(program)
  const mount = mounter(hono, program)
  const open = mount({ purpose: 'none', duty: 'without-sign-in' })
  const enrolling = mount({ purpose: 'none', duty: 'enrolling' })
  const signedIn = mount({ purpose: 'none', duty: 'any' })
  const staffOnly = mount({ purpose: 'none', duty: 'staff' })
  const administrators = mount({ purpose: 'none', duty: 'administrator' })
  const forPurpose = mount({ purpose: 'named', duty: 'any' })
  const forRights = mount({ purpose: 'rights', duty: 'any' })
  const page = pageMounter(hono, program)
  const door = openDoor(program, adapters)

  open(entrance.setUpStatus, entrance.setUpRoute(access), entrance.readInvitationRoute)
  open(entrance.acceptInvitationRoute(access), entrance.signInRoute(access), entrance.nextStepRoute(access))
  open(entrance.signInByCodeRoute(access), entrance.askForPasskeyRoute(access))
  open(entrance.signInByPasskeyRoute(access), entrance.signInAnewRoute(access))
  staffOnly(entrance.signOutRoute(access))

  signedIn(me.show)
  staffOnly(me.change, me.changePassword, me.sessions, me.endSession)
  enrolling(factors.show(access), factors.start(access), factors.confirm(access))
  staffOnly(factors.removeAuthenticator(access), factors.makeCodes(access))
  enrolling(factors.askForNewPasskey(access), factors.addPasskey(access))
  staffOnly(factors.renamePasskey, factors.removePasskey(access))
  staffOnly(views.list, views.create, views.change, views.remove)

  administrators(staff.list, staff.invite, staff.withdraw, staff.lock, staff.unlock, staff.remove, staff.setDuties)
  administrators(staff.endAll, staff.resetSecondFactor, staff.requireSecondFactor)
  administrators(keys.list, keys.create, keys.revoke)
  administrators(logins.list(access), logins.create(access), logins.end(access))

  forPurpose(looks.ofPerson)
  forRights(looks.search)
  administrators(unusualLooks.list, unusualLooks.review)

  // All of these before `persons.add`, whose {category} would take the last part of their paths.
  forPurpose(permissions.ofPerson, permissions.mayBeSent, permissions.receipt, permissions.giveLink)
  forPurpose(ownPage.sendLink, sendReply(sms))
  forPurpose(ownPage.sendLink)
  forPurpose(interactions.log, interactions.calendarFile(door))
  forPurpose(mailboxes.ofPerson, mailboxes.attachment)

  forPurpose(...Object.values(duplicates))
  forPurpose(persons.scope, persons.list, persons.find, persons.exportList, persons.open)
  forPurpose(erasures.returned)
  forPurpose(persons.card, persons.state, persons.add, persons.change, persons.remove)
  forPurpose(tasks.list, tasks.waiting, tasks.owners, tasks.show, tasks.add, tasks.take)
  forPurpose(changes.timeline(timelineSources), changes.history, changes.undo)
  forPurpose(organisations.list, organisations.find, organisations.open, organisations.show, organisations.change)
  forPurpose(organisations.changes)

  forPurpose(imports.receive, imports.list, imports.show)
  signedIn(imports.progress)
  forPurpose(imports.origin, imports.mapping, imports.startPreview, imports.choices, imports.rows, imports.startRun)
  forPurpose(imports.startUndo)
  signedIn(arrangements.list)
  administrators(arrangements.create, arrangements.end)

  const connections = connectionRoutes(adapters, door)
  forPurpose(arrivals.list, arrivals.replayAll, arrivals.show(adapters), arrivals.replayOne, arrivals.choose)
  forRights(arrivals.informingLetters)
  forPurpose(arrivals.informings, arrivals.informed, connections.file)
  forPurpose(serviceUse.access)
  administrators(connections.list, connections.create, connections.change, connections.rotate, connections.pause)
  administrators(connections.test)
  administrators(mailboxes.list, mailboxes.attempt, mailboxes.create, mailboxes.change, mailboxes.pause)

  forPurpose(forms.list, forms.offer, forms.create, forms.preview, forms.show(mail), forms.change, forms.open)
  forPurpose(cases.list, cases.open, cases.colleagues, cases.show, cases.step) // `colleagues` before `show`
  forPurpose(raffles.list, raffles.make, raffles.show(mail), raffles.entries, raffles.add, raffles.freeze)
  forPurpose(raffles.draw, raffles.pass, raffles.cancel)
  forPurpose(events.list, events.make, events.show, events.participants, events.add, events.mark, events.letIn)
  forPurpose(events.shutOut)

  forRights(requests.list, requests.record)
  staffOnly(requests.overdue) // before `show`, whose {id} would take `overdue`
  forRights(requests.show, requests.step)
  forRights(copies.make)
  forRights(identity.list, identity.note)
  forRights(deliveries.list, deliveries.deliver(mail), deliveries.print)
  forRights(acts.correction, acts.supplementing, acts.restriction, acts.tellingLift, acts.lift, acts.objection)
  forRights(acts.withdrawal)
  forRights(erasures.plan, erasures.erasure, erasures.certificate, erasures.recipients, erasures.tell)

  signedIn(notice.show, notice.checkText)
  signedIn(readText)
  signedIn(compare.versions, compare.version, compare.diff)
  signedIn(language)

  administrators(drafts.list, drafts.open, drafts.read, drafts.save, drafts.rename, drafts.discard)
  administrators(drafts.revisions, drafts.readOne, drafts.restore, drafts.come, drafts.leave)

  staffOnly(telling.list(mail))
  administrators(telling.plan(mail), telling.decide)
  staffOnly(telling.show)
  administrators(telling.cancel, telling.release, telling.retry)
  forRights(telling.letters, telling.printLetters, telling.noteSent)

  administrators(accountability.overview, accountability.processors, accountability.newContract)
  administrators(accountability.contract, accountability.revise, accountability.tests, accountability.test)
  administrators(accountability.weigh, accountability.processingRecord, accountability.lookedThrough)
  administrators(accountability.file)

  administrators(screenings.list, screenings.show, screenings.save)
  administrators(breaches.list, breaches.open, breaches.register, breaches.show(mail), breaches.write)
  administrators(breaches.form)

  staffOnly(retention.overview, retention.calendar, retention.runs, retention.run, retention.startDry)
  staffOnly(retention.statistics)
  forPurpose(retention.samples)
  forRights(retention.holds, retention.hold, retention.held, retention.review, retention.end)
  administrators(retention.tellYear, retention.forgetYear)

  signedIn(promises.list(liveChecks))
  staffOnly(promises.run)
  administrators(promises.show(liveChecks), promises.visited)

  administrators(backups.list, backups.sayNightly, backups.take, backups.drill, backups.file)

  const { app } = program.database
  const past: FindPast = (version, now) => pastNotice(app, version, now)
  const marks: FindMarks = (shown, lang) => publicMarks(app, liveChecks, shown, lang)
  page(...noticePages(past, marks), promisesFile(liveChecks), versionsPage)
  page(noticePageAt('/notice/coming', () => comingNotice(app)))
  page(...preferencePages, ...doorPages({ mail, sms }), ...ownPages(mail))
  page(...askPages(program.clock, mail), ...deliveryPages)
  page(...formPages({ door, mail }), ...withdrawPages({ door, mail }))
  page(...rafflePages(program.clock, door), ...eventPages(program.clock, door))
  page(tryPage, tryStylePage, securityTxt)
  hookMounter(hono, program)(hookDoor(door))
  serveApiDocs(hono, program.url)
  serveApplication(hono, join(import.meta.dirname, '..', 'dist', 'web')) // last: it answers what nothing else does

  return hono
}

/** Whatever is sent by e-mail. */
const letterKinds: readonly MessageKind[] = [
  ...[noticeChanged, breachReminder, preferenceLink, ownPageLink, receipt, confirmLetter, withdrawalLetter],
  ...[caseAnswerMessage, caseMentionMessage],
  ...[enteredLetter, wonLetter],
  ...[requestReminder, requestAcknowledgement, packageLink, packageCode, recipientMessage],
]

/** What the queue runs, inside the server. */
export const jobs: readonly Job<Opened>[] = [
  sendMail(letterKinds, sendGate),
  lookUp,
  sendTexts([ownPageCode, replyText]),
  gather,
  publish,
  remind,
  checkPromises(liveChecks),
  finishRotating,
  backupJobs.take,
  backupJobs.takeNightly,
  backupJobs.prove,
  removeNightly,
  tryOut,
  remindOfRequests,
  receiveRequest,
  clearPackages,
  arrivalJobs.write(adapters),
  arrivalJobs.tidy,
  tidyForms,
  mailboxJobs.follow(letterKinds),
  mailboxJobs.clear,
  mailboxJobs.tidy,
  compareEverybody,
  compareWhoChanged,
  raffleJobs.confirm,
  raffleJobs.note,
]

/** For every start: what was to be done goes on. */
export async function resume({ database, clock, home }: Opened): Promise<void> {
  await clearLeftovers({ database, clock, home })
  await resumeTelling(database.app, clock.now())
  await resumeSending(database.app)
  await resumeTexting(database.app)
  await resumeChecking(database.app, clock.now())
  await resumeRetention(database.app, clock.now())
  await enqueueNightly(database.app, clock.now())
  await resumeComparing({ database, clock })
  await enqueue(database.app, finishRotating.name, {}, { key: finishRotating.name })
  await resumeReminding(database.app, clock.now())
  await resumeClearing(database.app)
  await resumeArrivals(database.app)
  await resumeForms(database.app)
  await resumeTidying(database.app)
}

/** Reads the mailboxes until it is stopped; those of a demonstration are nobody's. */
export const readMail = (program: Program): Watch | undefined =>
  program.demo ? undefined : watchMailboxes(program, { door: openDoor(program, adapters) })
