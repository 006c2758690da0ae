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
import { adapters } from './adapters.ts'
import * as agreements from './agreements/agreements.api.ts'
import * as analysis from './analysis/analysis.api.ts'
import * as arrivals from './arrivals/arrival.api.ts'
import { connectionRoutes } from './arrivals/connection.api.ts'
import { hookDoor } from './arrivals/hook.public.ts'
import * as informings from './arrivals/informing.api.ts'
import { openDoor } from './arrivals/receive.ts'
import * as attribution from './attribution/attribution.api.ts'
import * as automations from './automations/automations.api.ts'
import * as backups from './backup/backup.api.ts'
import * as breaches from './breaches/breach.api.ts'
import { campaignRoutes } from './campaigns/campaigns.api.ts'
import { keptLetters } from './campaigns/letters.ts'
import { letterLinks } from './campaigns/link.public.ts'
import * as cases from './cases/case.api.ts'
import * as chats from './chat/chat.api.ts'
import { chatPages } from './chat/chat.public.ts'
import * as drafts from './drafts/draft.api.ts'
import * as duplicates from './duplicates/duplicates.api.ts'
import { eventPages } from './events/event.public.ts'
import * as events from './events/events.api.ts'
import { formPages } from './forms/form.public.ts'
import * as forms from './forms/forms.api.ts'
import { withdrawPages } from './forms/withdraw.public.ts'
import { serveApiDocs } from './http/api-docs.ts'
import { serveApplication } from './http/application.ts'
import type { HttpEnv } from './http/arrival.ts'
import { type DirectListener, openDirect } from './http/direct.ts'
import { hookMounter } from './http/hook.ts'
import { openKit } from './http/kit.ts'
import { mounter } from './http/mount.ts'
import { pageMounter } from './http/page.ts'
import type { Program } from './http/program.ts'
import { securityTxt } from './http/security-txt.ts'
import * as arrangements from './import/arrangement.api.ts'
import * as imports from './import/import.api.ts'
import * as inbox from './inbox/inbox.api.ts'
import * as inference from './inference/inference.api.ts'
import * as interactions from './interactions/interactions.api.ts'
import { letterImages } from './letters/image.public.ts'
import * as letters from './letters/letters.api.ts'
import { liveChecks } from './live-checks.ts'
import type { Mail } from './mail/transport.ts'
import * as mailboxes from './mailbox/mailbox.api.ts'
import { feedPage } from './meetings/feed.public.ts'
import * as meetings from './meetings/meetings.api.ts'
import { sendReply } from './messages/reply.api.ts'
import { doorPages } from './my/door.public.ts'
import * as ownPage from './my/my.api.ts'
import { ownPages } from './my/own.public.ts'
import { language } from './notice/language.api.ts'
import * as notice from './notice/notice.api.ts'
import { type FindMarks, type FindPast, noticePageAt, noticePages } from './notice/notice.public.ts'
import { readText } from './notice/read.api.ts'
import { tryPage, tryStylePage } from './notice/try.public.ts'
import * as permissions from './permissions/permissions.api.ts'
import { preferencePages } from './permissions/permissions.public.ts'
import { blockPages } from './personalisation/blocks.public.ts'
import * as personalisation from './personalisation/personalisation.api.ts'
import * as promises from './promises/promise.api.ts'
import { promisesFile } from './promises/promise.public.ts'
import { publicMarks } from './promises/public-marks.ts'
import * as publication from './publication/publication.api.ts'
import { publicationPages } from './publication/publication.public.ts'
import { rafflePages } from './raffles/raffle.public.ts'
import * as raffles from './raffles/raffles.api.ts'
import * as changes from './register/changes.api.ts'
import * as organisations from './register/organisations.api.ts'
import * as persons from './register/persons.api.ts'
import * as retention from './retention/retention.api.ts'
import * as acts from './rights/acts.api.ts'
import { askPages } from './rights/ask.public.ts'
import * as deliveries from './rights/delivery.api.ts'
import { deliveryPage } from './rights/delivery.public.ts'
import * as erasures from './rights/erasure.api.ts'
import * as identity from './rights/identity.api.ts'
import * as copies from './rights/package.api.ts'
import * as requests from './rights/request.api.ts'
import { offerPages } from './sales/offer.public.ts'
import * as sales from './sales/sales.api.ts'
import * as security from './security/security.api.ts'
import * as segments from './segments/segments.api.ts'
import * as serviceUse from './service-use/service-use.api.ts'
import type { Sms } from './sms/gateway.ts'
import { surveyPages } from './surveys/survey.public.ts'
import * as surveys from './surveys/surveys.api.ts'
import * as tasks from './tasks/tasks.api.ts'
import * as recordings from './telephone/recording.api.ts'
import { comingNotice } from './telling/coming.ts'
import * as compare from './telling/compare.api.ts'
import { pastNotice } from './telling/past-versions.ts'
import * as telling from './telling/telling.api.ts'
import { versionsPage } from './telling/versions.public.ts'
import { timelineSources } from './timeline-sources.ts'
import * as cookies from './visits/cookies.api.ts'
import { noteAct } from './visits/joined.ts'
import * as visits from './visits/report.api.ts'
import { viewDoor, visitPages } from './visits/visits.public.ts'

/** What leaves the server, and by what. */
interface Carriers {
  readonly mail: Mail
  readonly sms: Sms
}

/** Doors that answer before the rest of the server is asked. */
export const openDoors = (program: Program): DirectListener => openDirect(program, [viewDoor(program)])

/** The whole server as one fetch handler, but for those. */
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
  staffOnly(me.change, me.changePassword(access), me.sessions, me.endSession)
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

  forPurpose(security.list, security.tried, security.looked)
  staffOnly(security.own)

  // All of these before `persons.add`, whose {category} would take the last part of their paths.
  forPurpose(permissions.ofPerson, permissions.mayBeSent, permissions.receipt, permissions.giveLink)
  forPurpose(automations.ofPerson, automations.stopFor, personalisation.ofPerson, inference.ofPerson)
  forPurpose(ownPage.sendLink, ownPage.contest, sendReply(sms))
  forPurpose(interactions.log, interactions.calendarFile(door))
  forPurpose(mailboxes.ofPerson, mailboxes.attachment)
  forPurpose(recordings.list, recordings.add, recordings.play, recordings.remove)
  forPurpose(meetings.arrange, meetings.list, meetings.change, meetings.off, meetings.file)
  forPurpose(meetings.feed, meetings.newFeed, meetings.feedEnd)
  forPurpose(agreements.list, agreements.record, agreements.show, agreements.change, agreements.step)
  forPurpose(agreements.attach, agreements.document, agreements.removal)

  open(publication.current)
  forPurpose(publication.list, publication.draft, publication.photo, publication.send, publication.signed)
  forPurpose(publication.attach, publication.paper, publication.removal, publication.end)
  forPurpose(sales.list, sales.board, sales.sources, sales.record) // `board` and `sources` before `show`
  forPurpose(sales.show, sales.change, sales.move, sales.call, sales.offer)
  forPurpose(sales.showOffer, sales.reviseOffer, sales.stepOffer, sales.offerFile)

  forPurpose(...Object.values(duplicates))
  forPurpose(persons.scope, persons.list, persons.find, persons.exportList, persons.open)
  forPurpose(erasures.returned)
  forPurpose(persons.card, persons.state, persons.add, persons.change, persons.remove)
  forPurpose(automations.list, automations.make, automations.show, automations.change, automations.takeTurn)
  forPurpose(personalisation.pass, personalisation.list, personalisation.save)
  forPurpose(personalisation.show, personalisation.change, personalisation.end, personalisation.block)
  forPurpose(segments.words, segments.count, segments.list, segments.save) // `words` before `show`
  forPurpose(segments.show, segments.change, segments.end, segments.members)
  forPurpose(inference.preview, inference.list, inference.save, inference.show, inference.change, inference.end)
  forPurpose(inference.quality)
  forPurpose(letters.fields, letters.revision, letters.look, letters.image, letters.test({ mail, sms })) // the words before `show`
  forPurpose(letters.list, letters.save, letters.show, letters.change, letters.end)
  forPurpose(analysis.words, analysis.run, analysis.file, analysis.list, analysis.save) // `words` before `show`
  forPurpose(analysis.show, analysis.change, analysis.remove, analysis.cohorts)
  forPurpose(attribution.show)
  forPurpose(...Object.values(campaignRoutes(keptLetters, { mail, sms })))
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
  forPurpose(arrivals.beforeUndo, arrivals.undo)
  forPurpose(connections.file)
  forRights(informings.letters, informings.send)
  forPurpose(informings.list(mail), informings.posted, informings.note) // the words before `note`, whose {id} would take them
  forPurpose(serviceUse.access, serviceUse.orders)
  administrators(connections.list, connections.create, connections.change, connections.rotate, connections.pause)
  administrators(connections.test)
  administrators(mailboxes.list, mailboxes.attempt, mailboxes.create, mailboxes.change, mailboxes.pause)
  administrators(mailboxes.signIn, mailboxes.signedIn)

  forPurpose(forms.list, forms.offer, forms.create, forms.preview, forms.show(mail), forms.change, forms.open)
  forPurpose(forms.results, forms.files, forms.file)
  signedIn(cases.terms) // `terms` and `colleagues` before `show`
  administrators(cases.changeTerms)
  forPurpose(cases.list, cases.open, cases.colleagues, cases.show, cases.step)
  forPurpose(raffles.list, raffles.make, raffles.show(mail), raffles.entries, raffles.add, raffles.freeze)
  forPurpose(raffles.draw, raffles.pass, raffles.cancel)
  forPurpose(events.list, events.make, events.show, events.participants, events.add, events.mark, events.letIn)
  forPurpose(events.shutOut)

  forPurpose(surveys.list, surveys.make, surveys.preview, surveys.show(mail), surveys.change, surveys.open)
  forPurpose(surveys.close, surveys.remind, surveys.results, surveys.texts, surveys.file)

  forPurpose(chats.door, chats.open, chats.join, chats.end)

  signedIn(inbox.pulse) // it, the times and the templates before `show`, whose {id} would take them
  forPurpose(inbox.list(adapters), inbox.begin, inbox.times, inbox.templates, inbox.newTemplate, inbox.dropTemplate)
  forPurpose(
    inbox.show({ mail, sms }, adapters),
    inbox.answer({ mail, sms }, adapters),
    inbox.turn(adapters),
    inbox.ready,
  )
  forPurpose(inbox.attach, inbox.file, inbox.dropFile)

  forRights(requests.list, requests.record)
  staffOnly(requests.overdue) // before `show`, whose {id} would take `overdue`
  forRights(requests.show, requests.step)
  forRights(copies.make)
  forRights(identity.list, identity.note)
  forRights(deliveries.list({ mail, sms }), deliveries.deliver({ mail, sms }), deliveries.print)
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

  staffOnly(cookies.overview, cookies.proof, cookies.inspection)
  staffOnly(visits.report, visits.live, visits.addGoal, visits.endGoal)
  staffOnly(attribution.listCampaigns, attribution.addCampaign, attribution.changeCampaign, attribution.removeCampaign)
  staffOnly(attribution.putCost, attribution.removeCost, attribution.costFile)

  administrators(backups.list, backups.sayNightly, backups.take, backups.drill, backups.file)

  const { app } = program.database
  const past: FindPast = (version, now) => pastNotice(app, version, now)
  const marks: FindMarks = (shown, lang) => publicMarks(app, liveChecks, shown, lang)
  page(...noticePages(past, marks), promisesFile(liveChecks), versionsPage)
  page(noticePageAt('/notice/coming', () => comingNotice(app)))
  page(...preferencePages, ...doorPages({ mail, sms, noteAct }), ...ownPages(mail))
  page(...askPages(program.clock, mail), deliveryPage(sms))
  page(...formPages({ door, mail, noteAct }), ...withdrawPages({ door, mail }))
  page(...chatPages, ...blockPages)
  page(...visitPages)
  page(...rafflePages(program.clock, door), ...eventPages(program.clock, door))
  page(...surveyPages(program.clock))
  page(feedPage)
  page(letterImages, letterLinks)
  page(...offerPages, ...publicationPages)
  page(tryPage, tryStylePage, securityTxt)
  hookMounter(hono, program)(hookDoor(door))
  serveApiDocs(hono, program.url)
  serveApplication(hono, join(import.meta.dirname, '..', 'dist', 'web')) // last: it answers what nothing else does

  return hono
}
