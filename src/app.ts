/** The contents page: every route and job, with its purpose and duty on the same line. */

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
import * as drafts from './drafts/draft.api.ts'
import { resumeComparing } from './duplicates/compare-changed.ts'
import * as duplicates from './duplicates/duplicates.api.ts'
import { compareEverybody, compareWhoChanged } from './duplicates/duplicates.jobs.ts'
import { finishRotating } from './files/files.jobs.ts'
import { serveApiDocs } from './http/api-docs.ts'
import { serveApplication } from './http/application.ts'
import type { HttpEnv } from './http/arrival.ts'
import { hookMounter } from './http/hook.ts'
import { openKit } from './http/kit.ts'
import { mounter } from './http/mount.ts'
import { pageMounter } from './http/page.ts'
import type { Program } from './http/program.ts'
import { securityTxt } from './http/security-txt.ts'
import * as imports from './import/import.api.ts'
import { enqueue, type Job } from './jobs/job.ts'
import { liveChecks } from './live-checks.ts'
import { resumeSending } from './mail/outbox.ts'
import { sendMail } from './mail/send.jobs.ts'
import type { Mail } from './mail/transport.ts'
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
import { preferenceLink } from './permissions/link-message.ts'
import * as permissions from './permissions/permissions.api.ts'
import { preferencePages } from './permissions/permissions.public.ts'
import { sendGate } from './permissions/send-gate.ts'
import { checkPromises } from './promises/check.jobs.ts'
import * as promises from './promises/promise.api.ts'
import { promisesFile } from './promises/promise.public.ts'
import { publicMarks } from './promises/public-marks.ts'
import { resumeChecking } from './promises/schedule.ts'
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
import type { Sms } from './sms/gateway.ts'
import { resumeTexting } from './sms/outbox.ts'
import { sendTexts } from './sms/send.jobs.ts'
import { noticeChanged } from './telling/announce.ts'
import { comingNotice } from './telling/coming.ts'
import * as compare from './telling/compare.api.ts'
import { gather } from './telling/gather.jobs.ts'
import { pastNotice } from './telling/past-versions.ts'
import { resumeTelling } from './telling/publication.ts'
import { publish } from './telling/publish.jobs.ts'
import * as telling from './telling/telling.api.ts'
import { versionsPage } from './telling/versions.public.ts'

/** What leaves the server, and by what. */
interface Carriers {
  readonly mail: Mail
  readonly sms: Sms
}

/** The whole server as one fetch handler. */
export function openApp(program: Program, access: Access, { mail, sms }: Carriers): OpenAPIHono<HttpEnv> {
  const hono = openKit(program)
  const mount = mounter(hono, program)
  const page = pageMounter(hono, program)
  const door = openDoor(program, orderAdapters)

  mount(entrance.setUpStatus, { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.setUpRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.readInvitationRoute, { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.acceptInvitationRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.signInRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.nextStepRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.signInByCodeRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.askForPasskeyRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.signInByPasskeyRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.signInAnewRoute(access), { purpose: 'none', duty: 'without-sign-in' })
  mount(entrance.signOutRoute(access), { purpose: 'none', duty: 'staff' })

  mount(me.show, { purpose: 'none', duty: 'any' })
  mount(me.change, { purpose: 'none', duty: 'staff' })
  mount(me.changePassword, { purpose: 'none', duty: 'staff' })
  mount(me.sessions, { purpose: 'none', duty: 'staff' })
  mount(me.endSession, { purpose: 'none', duty: 'staff' })
  mount(factors.show(access), { purpose: 'none', duty: 'enrolling' })
  mount(factors.start(access), { purpose: 'none', duty: 'enrolling' })
  mount(factors.confirm(access), { purpose: 'none', duty: 'enrolling' })
  mount(factors.removeAuthenticator(access), { purpose: 'none', duty: 'staff' })
  mount(factors.makeCodes(access), { purpose: 'none', duty: 'staff' })
  mount(factors.askForNewPasskey(access), { purpose: 'none', duty: 'enrolling' })
  mount(factors.addPasskey(access), { purpose: 'none', duty: 'enrolling' })
  mount(factors.renamePasskey, { purpose: 'none', duty: 'staff' })
  mount(factors.removePasskey(access), { purpose: 'none', duty: 'staff' })
  mount(views.list, { purpose: 'none', duty: 'staff' })
  mount(views.create, { purpose: 'none', duty: 'staff' })
  mount(views.change, { purpose: 'none', duty: 'staff' })
  mount(views.remove, { purpose: 'none', duty: 'staff' })

  mount(staff.list, { purpose: 'none', duty: 'administrator' })
  mount(staff.invite, { purpose: 'none', duty: 'administrator' })
  mount(staff.withdraw, { purpose: 'none', duty: 'administrator' })
  mount(staff.lock, { purpose: 'none', duty: 'administrator' })
  mount(staff.unlock, { purpose: 'none', duty: 'administrator' })
  mount(staff.remove, { purpose: 'none', duty: 'administrator' })
  mount(staff.setDuties, { purpose: 'none', duty: 'administrator' })
  mount(staff.endAll, { purpose: 'none', duty: 'administrator' })
  mount(staff.resetSecondFactor, { purpose: 'none', duty: 'administrator' })
  mount(staff.requireSecondFactor, { purpose: 'none', duty: 'administrator' })
  mount(keys.list, { purpose: 'none', duty: 'administrator' })
  mount(keys.create, { purpose: 'none', duty: 'administrator' })
  mount(keys.revoke, { purpose: 'none', duty: 'administrator' })
  mount(logins.list(access), { purpose: 'none', duty: 'administrator' })
  mount(logins.create(access), { purpose: 'none', duty: 'administrator' })
  mount(logins.end(access), { purpose: 'none', duty: 'administrator' })

  mount(looks.ofPerson, { purpose: 'named', duty: 'any' })
  mount(looks.search, { purpose: 'rights', duty: 'any' })
  mount(unusualLooks.list, { purpose: 'none', duty: 'administrator' })
  mount(unusualLooks.review, { purpose: 'none', duty: 'administrator' })

  // before `persons.add`, whose {category} would take `preference-links`
  mount(permissions.ofPerson, { purpose: 'named', duty: 'any' })
  mount(permissions.mayBeSent, { purpose: 'named', duty: 'any' })
  mount(permissions.receipt, { purpose: 'named', duty: 'any' })
  mount(permissions.giveLink, { purpose: 'named', duty: 'any' })
  mount(ownPage.sendLink, { purpose: 'named', duty: 'any' })

  for (const each of Object.values(duplicates)) mount(each, { purpose: 'named', duty: 'any' }) // `ofPerson` before `persons.add`
  mount(persons.scope, { purpose: 'named', duty: 'any' })
  mount(persons.list, { purpose: 'named', duty: 'any' })
  mount(persons.find, { purpose: 'named', duty: 'any' })
  mount(persons.exportList, { purpose: 'named', duty: 'any' })
  mount(persons.open, { purpose: 'named', duty: 'any' })
  mount(erasures.returned, { purpose: 'named', duty: 'any' }) // before `add`
  mount(persons.card, { purpose: 'named', duty: 'any' })
  mount(persons.state, { purpose: 'named', duty: 'any' }) // before `add`, whose {category} would take `statements`
  mount(persons.add, { purpose: 'named', duty: 'any' })
  mount(persons.change, { purpose: 'named', duty: 'any' })
  mount(persons.remove, { purpose: 'named', duty: 'any' })
  mount(changes.timeline, { purpose: 'named', duty: 'any' })
  mount(changes.history, { purpose: 'named', duty: 'any' })
  mount(changes.undo, { purpose: 'named', duty: 'any' })
  mount(organisations.list, { purpose: 'named', duty: 'any' })
  mount(organisations.find, { purpose: 'named', duty: 'any' })
  mount(organisations.open, { purpose: 'named', duty: 'any' })
  mount(organisations.show, { purpose: 'named', duty: 'any' })
  mount(organisations.change, { purpose: 'named', duty: 'any' })
  mount(organisations.changes, { purpose: 'named', duty: 'any' })

  mount(imports.receive, { purpose: 'named', duty: 'any' })
  mount(imports.list, { purpose: 'named', duty: 'any' })
  mount(imports.show, { purpose: 'named', duty: 'any' })
  mount(imports.progress, { purpose: 'none', duty: 'any' })
  mount(imports.origin, { purpose: 'named', duty: 'any' })
  mount(imports.mapping, { purpose: 'named', duty: 'any' })
  mount(imports.startPreview, { purpose: 'named', duty: 'any' })
  mount(imports.choices, { purpose: 'named', duty: 'any' })
  mount(imports.rows, { purpose: 'named', duty: 'any' })
  mount(imports.startRun, { purpose: 'named', duty: 'any' })
  mount(imports.startUndo, { purpose: 'named', duty: 'any' })

  const connections = connectionRoutes(orderAdapters, door)
  mount(arrivals.list, { purpose: 'named', duty: 'any' })
  mount(arrivals.replayAll, { purpose: 'named', duty: 'any' })
  mount(arrivals.show(orderAdapters), { purpose: 'named', duty: 'any' })
  mount(arrivals.replayOne, { purpose: 'named', duty: 'any' })
  mount(arrivals.choose, { purpose: 'named', duty: 'any' })
  mount(arrivals.informings, { purpose: 'named', duty: 'any' })
  mount(arrivals.informed, { purpose: 'named', duty: 'any' })
  mount(connections.list, { purpose: 'none', duty: 'administrator' })
  mount(connections.create, { purpose: 'none', duty: 'administrator' })
  mount(connections.change, { purpose: 'none', duty: 'administrator' })
  mount(connections.rotate, { purpose: 'none', duty: 'administrator' })
  mount(connections.pause, { purpose: 'none', duty: 'administrator' })
  mount(connections.test, { purpose: 'none', duty: 'administrator' })

  mount(requests.list, { purpose: 'rights', duty: 'any' })
  mount(requests.record, { purpose: 'rights', duty: 'any' })
  mount(requests.overdue, { purpose: 'none', duty: 'staff' }) // before `show`, whose {id} would take `overdue`
  mount(requests.show, { purpose: 'rights', duty: 'any' })
  mount(requests.step, { purpose: 'rights', duty: 'any' })
  mount(copies.make, { purpose: 'rights', duty: 'any' })
  mount(identity.list, { purpose: 'rights', duty: 'any' })
  mount(identity.note, { purpose: 'rights', duty: 'any' })
  mount(deliveries.list, { purpose: 'rights', duty: 'any' })
  mount(deliveries.deliver(mail), { purpose: 'rights', duty: 'any' })
  mount(deliveries.print, { purpose: 'rights', duty: 'any' })
  mount(acts.correction, { purpose: 'rights', duty: 'any' })
  mount(acts.supplementing, { purpose: 'rights', duty: 'any' })
  mount(acts.restriction, { purpose: 'rights', duty: 'any' })
  mount(acts.tellingLift, { purpose: 'rights', duty: 'any' })
  mount(acts.lift, { purpose: 'rights', duty: 'any' })
  mount(acts.objection, { purpose: 'rights', duty: 'any' })
  mount(acts.withdrawal, { purpose: 'rights', duty: 'any' })
  mount(erasures.plan, { purpose: 'rights', duty: 'any' })
  mount(erasures.erasure, { purpose: 'rights', duty: 'any' })
  mount(erasures.certificate, { purpose: 'rights', duty: 'any' })
  mount(erasures.recipients, { purpose: 'rights', duty: 'any' })
  mount(erasures.tell, { purpose: 'rights', duty: 'any' })

  mount(notice.show, { purpose: 'none', duty: 'any' })
  mount(notice.checkText, { purpose: 'none', duty: 'any' })
  mount(readText, { purpose: 'none', duty: 'any' })
  mount(compare.versions, { purpose: 'none', duty: 'any' })
  mount(compare.version, { purpose: 'none', duty: 'any' })
  mount(compare.diff, { purpose: 'none', duty: 'any' })
  mount(language, { purpose: 'none', duty: 'any' })

  mount(drafts.list, { purpose: 'none', duty: 'administrator' })
  mount(drafts.open, { purpose: 'none', duty: 'administrator' })
  mount(drafts.read, { purpose: 'none', duty: 'administrator' })
  mount(drafts.save, { purpose: 'none', duty: 'administrator' })
  mount(drafts.rename, { purpose: 'none', duty: 'administrator' })
  mount(drafts.discard, { purpose: 'none', duty: 'administrator' })
  mount(drafts.revisions, { purpose: 'none', duty: 'administrator' })
  mount(drafts.readOne, { purpose: 'none', duty: 'administrator' })
  mount(drafts.restore, { purpose: 'none', duty: 'administrator' })
  mount(drafts.come, { purpose: 'none', duty: 'administrator' })
  mount(drafts.leave, { purpose: 'none', duty: 'administrator' })

  mount(telling.list(mail), { purpose: 'none', duty: 'staff' })
  mount(telling.plan(mail), { purpose: 'none', duty: 'administrator' })
  mount(telling.decide, { purpose: 'none', duty: 'administrator' })
  mount(telling.show, { purpose: 'none', duty: 'staff' })
  mount(telling.cancel, { purpose: 'none', duty: 'administrator' })
  mount(telling.release, { purpose: 'none', duty: 'administrator' })
  mount(telling.retry, { purpose: 'none', duty: 'administrator' })
  mount(telling.letters, { purpose: 'rights', duty: 'any' })
  mount(telling.printLetters, { purpose: 'rights', duty: 'any' })
  mount(telling.noteSent, { purpose: 'rights', duty: 'any' })

  mount(accountability.overview, { purpose: 'none', duty: 'administrator' })
  mount(accountability.processors, { purpose: 'none', duty: 'administrator' })
  mount(accountability.newContract, { purpose: 'none', duty: 'administrator' })
  mount(accountability.contract, { purpose: 'none', duty: 'administrator' })
  mount(accountability.revise, { purpose: 'none', duty: 'administrator' })
  mount(accountability.tests, { purpose: 'none', duty: 'administrator' })
  mount(accountability.test, { purpose: 'none', duty: 'administrator' })
  mount(accountability.weigh, { purpose: 'none', duty: 'administrator' })
  mount(accountability.processingRecord, { purpose: 'none', duty: 'administrator' })
  mount(accountability.lookedThrough, { purpose: 'none', duty: 'administrator' })
  mount(accountability.file, { purpose: 'none', duty: 'administrator' })

  mount(screenings.list, { purpose: 'none', duty: 'administrator' })
  mount(screenings.show, { purpose: 'none', duty: 'administrator' })
  mount(screenings.save, { purpose: 'none', duty: 'administrator' })
  mount(breaches.list, { purpose: 'none', duty: 'administrator' })
  mount(breaches.open, { purpose: 'none', duty: 'administrator' })
  mount(breaches.register, { purpose: 'none', duty: 'administrator' })
  mount(breaches.show(mail), { purpose: 'none', duty: 'administrator' })
  mount(breaches.write, { purpose: 'none', duty: 'administrator' })
  mount(breaches.form, { purpose: 'none', duty: 'administrator' })

  mount(retention.overview, { purpose: 'none', duty: 'staff' })
  mount(retention.calendar, { purpose: 'none', duty: 'staff' })
  mount(retention.runs, { purpose: 'none', duty: 'staff' })
  mount(retention.run, { purpose: 'none', duty: 'staff' })
  mount(retention.startDry, { purpose: 'none', duty: 'staff' })
  mount(retention.statistics, { purpose: 'none', duty: 'staff' })
  mount(retention.samples, { purpose: 'named', duty: 'any' })
  mount(retention.holds, { purpose: 'rights', duty: 'any' })
  mount(retention.hold, { purpose: 'rights', duty: 'any' })
  mount(retention.held, { purpose: 'rights', duty: 'any' })
  mount(retention.review, { purpose: 'rights', duty: 'any' })
  mount(retention.end, { purpose: 'rights', duty: 'any' })
  mount(retention.tellYear, { purpose: 'none', duty: 'administrator' })
  mount(retention.forgetYear, { purpose: 'none', duty: 'administrator' })

  mount(promises.list(liveChecks), { purpose: 'none', duty: 'any' })
  mount(promises.run, { purpose: 'none', duty: 'staff' })
  mount(promises.show(liveChecks), { purpose: 'none', duty: 'administrator' })
  mount(promises.visited, { purpose: 'none', duty: 'administrator' })

  mount(backups.list, { purpose: 'none', duty: 'administrator' })
  mount(backups.sayNightly, { purpose: 'none', duty: 'administrator' })
  mount(backups.take, { purpose: 'none', duty: 'administrator' })
  mount(backups.drill, { purpose: 'none', duty: 'administrator' })
  mount(backups.file, { purpose: 'none', duty: 'administrator' })

  const { app } = program.database
  const past: FindPast = (version, now) => pastNotice(app, version, now)
  const marks: FindMarks = (shown, lang) => publicMarks(app, liveChecks, shown, lang)
  for (const each of noticePages(past, marks)) page(each)
  page(promisesFile(liveChecks))
  page(versionsPage)
  page(noticePageAt('/notice/coming', () => comingNotice(app)))
  for (const each of preferencePages) page(each)
  for (const each of [...doorPages({ mail, sms }), ...ownPages(mail)]) page(each)
  for (const each of askPages(program.clock, mail)) page(each)
  for (const each of deliveryPages) page(each)
  page(tryPage)
  page(tryStylePage)
  page(securityTxt)
  hookMounter(hono, program)(hookDoor(door))
  serveApiDocs(hono, program.url)
  serveApplication(hono, join(import.meta.dirname, '..', 'dist', 'web')) // last: it answers what nothing else does

  return hono
}

/** What the queue runs, inside the server. */
export const jobs: readonly Job<Opened>[] = [
  sendMail(
    [
      ...[noticeChanged, breachReminder, preferenceLink, ownPageLink, receipt],
      ...[requestReminder, requestAcknowledgement, packageLink, packageCode, recipientMessage],
    ],
    sendGate,
  ),
  lookUp,
  sendTexts([ownPageCode]),
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
  arrivalJobs.write(orderAdapters),
  arrivalJobs.tidy,
  compareEverybody,
  compareWhoChanged,
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
}
