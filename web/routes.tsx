/** The contents page of the staff application: one line a screen, from which navigation, ⌘K and the go-to keys follow. */

import { Loader } from '@mantine/core'
import {
  IconBriefcase,
  IconBuilding,
  IconBulb,
  IconCalendarEvent,
  IconCalendarTime,
  IconChartLine,
  IconChecklist,
  IconClipboardList,
  IconCookie,
  IconDatabase,
  IconDatabaseExport,
  IconEyeExclamation,
  IconFileCertificate,
  IconFileImport,
  IconFileText,
  IconFilter,
  IconForms,
  IconHeartHandshake,
  IconHourglass,
  IconInbox,
  IconKey,
  IconLayoutBoard,
  IconListCheck,
  IconMailbox,
  IconMailForward,
  IconMailOpened,
  IconMessage2,
  IconMessageCircle,
  IconMessageQuestion,
  IconMessages,
  IconPlugConnected,
  IconQuote,
  IconReportAnalytics,
  IconRoad,
  IconRoute,
  IconScale,
  IconSend,
  IconShieldCheck,
  IconShieldExclamation,
  IconSpeakerphone,
  IconTicket,
  IconUsers,
  IconUsersGroup,
  IconUsersMinus,
} from '@tabler/icons-react'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  redirect,
  useRouter,
} from '@tanstack/react-router'
import { sidesIn } from '../src/telling/compare-address.web.ts'
import { accountQuery } from './account.ts'
import { Refusal } from './ask.ts'
import { isLangChosenHere, langNow, speak, speakFurther } from './language.ts'
import { type LazyScreen, lazyScreen } from './lazy-screen.ts'
import { ProblemNotice } from './problem-notice.tsx'
import type { AboutScreen } from './screen.ts'
import { Shell } from './shell.tsx'

/** Comes with its code and with the texts that are not needed before it. */
const lazy = <Name extends string>(importer: Parameters<typeof lazyScreen<Name>>[0], name: Name): LazyScreen =>
  lazyScreen(importer, name, speakFurther)

const root = createRootRouteWithContext<{ client: QueryClient }>()({})

/** Screens of a signed-in person: anyone else is sent to sign in, and comes back to where they were going. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      const { lang } = await context.client.ensureQueryData(accountQuery)
      if (lang !== null && lang !== langNow() && !isLangChosenHere()) await speak(lang)
    } catch (error) {
      if (error instanceof Refusal && error.problem.status === 401)
        throw redirect({ to: '/sign-in', search: { back: location.pathname } })
      throw error
    }
  },
})

const screen = <const Path extends string>(path: Path, component: LazyScreen, about: AboutScreen) =>
  createRoute({ getParentRoute: () => signedIn, path, component, staticData: { about, fetch: component.fetch } })

const before = <const Path extends string>(path: Path, component: LazyScreen) =>
  createRoute({ getParentRoute: () => root, path, component })

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { purposes } = await context.client.ensureQueryData(accountQuery)
    throw redirect({ to: purposes.length > 0 ? '/customers' : '/account', replace: true })
  },
})

/** What is compared stands in the address, so that a comparison can be linked to and kept. */
const compare = createRoute({
  getParentRoute: () => signedIn,
  path: '/our-notice/compare',
  component: lazy(() => import('../src/telling/compare.web.tsx'), 'Compare'),
  validateSearch: sidesIn,
  staticData: { about: { title: 'ui.compare.title' } },
})

/** Whose contract is recorded may stand in the address: a processor's name is no person's data. */
const newContract = createRoute({
  getParentRoute: () => signedIn,
  path: '/accountability/contracts/new',
  component: lazy(() => import('../src/accountability/contract.web.tsx'), 'NewContract'),
  validateSearch: ({ processor }): { processor?: string } => (typeof processor === 'string' ? { processor } : {}),
  staticData: { about: { title: 'ui.contracts.new', for: 'administrator' } },
})

// biome-ignore format: one line a screen
const screens = signedIn.addChildren([
  home,
  screen('/customers', lazyScreen(() => import('../src/register/customers.web.tsx'), 'Customers'), { title: 'ui.customers.title', group: 'customers', icon: IconUsers, go: 'c', needsPurpose: true }),
  screen('/customers/new', lazy(() => import('../src/register/new-customer.web.tsx'), 'NewCustomer'), { title: 'ui.new-customer.title', needsPurpose: true }),
  screen('/customers/$person', lazy(() => import('../src/register/person.web.tsx'), 'Person'), { title: 'ui.person.title', needsPurpose: true }),
  screen('/organisations', lazy(() => import('../src/register/organisations.web.tsx'), 'Organisations'), { title: 'ui.organisations.title', group: 'customers', icon: IconBuilding, go: 'o', needsPurpose: true, needsCategory: 'work' }),
  screen('/organisations/$organisation', lazy(() => import('../src/register/organisation.web.tsx'), 'Organisation'), { title: 'ui.organisation.title', needsPurpose: true }),
  screen('/cases', lazy(() => import('../src/cases/cases.web.tsx'), 'Cases'), { title: 'ui.cases.title', group: 'customers', icon: IconMessages, go: 'e', needsPurpose: true, needsCategory: 'feedback' }),
  screen('/cases/new', lazy(() => import('../src/cases/new-case.web.tsx'), 'NewCase'), { title: 'ui.cases.new', needsPurpose: true }),
  screen('/cases/$case', lazy(() => import('../src/cases/case.web.tsx'), 'Case'), { title: 'ui.cases.one', needsPurpose: true }),
  screen('/agreements', lazy(() => import('../src/agreements/agreements.web.tsx'), 'Agreements'), { title: 'ui.agreements.title', group: 'customers', icon: IconFileCertificate, needsPurpose: true, needsCategory: 'contracts' }),
  screen('/agreements/new', lazy(() => import('../src/agreements/new-agreement.web.tsx'), 'NewAgreement'), { title: 'ui.agreements.new', needsPurpose: true }),
  screen('/agreements/$agreement', lazy(() => import('../src/agreements/agreement.web.tsx'), 'Agreement'), { title: 'ui.agreements.one', needsPurpose: true }),
  screen('/leads', lazy(() => import('../src/sales/leads.web.tsx'), 'Leads'), { title: 'ui.leads.title', group: 'customers', icon: IconBriefcase, needsPurpose: true, needsCategory: 'leads' }),
  screen('/leads/new', lazy(() => import('../src/sales/lead-form.web.tsx'), 'NewLead'), { title: 'ui.leads.new', needsPurpose: true }),
  screen('/leads/sources', lazy(() => import('../src/sales/sources.web.tsx'), 'Sources'), { title: 'ui.lead-sources.title', needsPurpose: true }),
  screen('/leads/$lead', lazy(() => import('../src/sales/lead.web.tsx'), 'Lead'), { title: 'ui.leads.one', needsPurpose: true }),
  screen('/leads/$lead/offer', lazy(() => import('../src/sales/offer-form.web.tsx'), 'NewOffer'), { title: 'ui.offers.new', needsPurpose: true }),
  screen('/offers/$offer', lazy(() => import('../src/sales/offer.web.tsx'), 'Offer'), { title: 'ui.offers.one', needsPurpose: true }),
  screen('/published', lazy(() => import('../src/publication/published.web.tsx'), 'Published'), { title: 'ui.published.title', group: 'customers', icon: IconQuote, needsPurpose: true, needsCategory: 'publication' }),
  screen('/chats', lazy(() => import('../src/chat/chat-door.web.tsx'), 'ChatDoor'), { title: 'ui.chats.title', group: 'settings', icon: IconMessageCircle, for: 'administrator', needsPurpose: true, needsCategory: 'service-events' }),
  screen('/inbox', lazy(() => import('../src/inbox/inbox.web.tsx'), 'Inbox'), { title: 'ui.inbox.title', group: 'messages', icon: IconMessage2, go: 'm', needsPurpose: true, needsCategory: 'service-events' }),
  screen('/inbox/templates', lazy(() => import('../src/inbox/templates.web.tsx'), 'Templates'), { title: 'ui.inbox.title', needsPurpose: true }),
  screen('/inbox/times', lazy(() => import('../src/inbox/times.web.tsx'), 'AnswerTimes'), { title: 'ui.inbox.title', needsPurpose: true }),
  screen('/inbox/$conversation', lazy(() => import('../src/inbox/conversation.web.tsx'), 'Conversation'), { title: 'ui.inbox.one', needsPurpose: true }),
  screen('/segments', lazy(() => import('../src/segments/segments.web.tsx'), 'Segments'), { title: 'ui.segments.title', group: 'messages', icon: IconFilter, needsPurpose: true }),
  screen('/segments/new', lazy(() => import('../src/segments/segment-editor.web.tsx'), 'NewSegment'), { title: 'ui.segments.new', needsPurpose: true }),
  screen('/segments/$segment', lazy(() => import('../src/segments/segment.web.tsx'), 'Segment'), { title: 'ui.segments.one', needsPurpose: true }),
  screen('/inference-rules', lazy(() => import('../src/inference/rules.web.tsx'), 'Rules'), { title: 'ui.inferences.title', group: 'messages', icon: IconBulb, needsPurpose: true, needsCategory: 'inferences', notForRights: true }),
  screen('/inference-rules/new', lazy(() => import('../src/inference/rule-editor.web.tsx'), 'NewRule'), { title: 'ui.inferences.new', needsPurpose: true }),
  screen('/inference-rules/$rule', lazy(() => import('../src/inference/rule.web.tsx'), 'Rule'), { title: 'ui.inferences.one', needsPurpose: true }),
  screen('/inference-rules/$rule/edit', lazy(() => import('../src/inference/rule-editor.web.tsx'), 'EditRule'), { title: 'ui.inferences.one', needsPurpose: true }),
  screen('/campaigns', lazy(() => import('../src/campaigns/campaigns.web.tsx'), 'Campaigns'), { title: 'ui.campaigns.title', group: 'messages', icon: IconMailForward, needsPurpose: true }),
  screen('/campaigns/new', lazy(() => import('../src/campaigns/campaign-editor.web.tsx'), 'NewCampaign'), { title: 'ui.campaigns.new', needsPurpose: true }),
  screen('/campaigns/$campaign', lazy(() => import('../src/campaigns/campaign.web.tsx'), 'Campaign'), { title: 'ui.campaigns.one', needsPurpose: true }),
  screen('/campaigns/$campaign/edit', lazy(() => import('../src/campaigns/campaign-editor.web.tsx'), 'EditCampaign'), { title: 'ui.campaigns.one', needsPurpose: true }),
  screen('/segments/$segment/edit', lazy(() => import('../src/segments/segment-editor.web.tsx'), 'EditSegment'), { title: 'ui.segments.one', needsPurpose: true }),
  screen('/reports', lazy(() => import('../src/analysis/reports.web.tsx'), 'Reports'), { title: 'ui.reports.title', group: 'reports', icon: IconReportAnalytics, needsPurpose: true }),
  screen('/reports/new', lazy(() => import('../src/analysis/report.web.tsx'), 'NewReport'), { title: 'ui.reports.new', needsPurpose: true }),
  screen('/reports/$report', lazy(() => import('../src/analysis/report.web.tsx'), 'SavedReportScreen'), { title: 'ui.reports.one', needsPurpose: true }),
  screen('/cohorts', lazy(() => import('../src/analysis/cohorts.web.tsx'), 'CohortsScreen'), { title: 'ui.cohorts.title', group: 'reports', icon: IconChartLine, needsPurpose: true, needsCategory: 'orders' }),
  screen('/attribution', lazy(() => import('../src/attribution/attribution.web.tsx'), 'AttributionScreen'), { title: 'ui.attribution.title', group: 'reports', icon: IconRoad, needsPurpose: true, needsCategory: 'orders' }),
  screen('/attribution/costs', lazy(() => import('../src/attribution/campaign-costs.web.tsx'), 'CampaignCosts'), { title: 'ui.campaign-costs.title' }),
  screen('/automations', lazy(() => import('../src/automations/automations.web.tsx'), 'Automations'), { title: 'ui.automations.title', group: 'messages', icon: IconRoute, needsPurpose: true }),
  screen('/automations/new', lazy(() => import('../src/automations/automation-editor.web.tsx'), 'NewAutomation'), { title: 'ui.automations.new', needsPurpose: true }),
  screen('/automations/$automation', lazy(() => import('../src/automations/automation.web.tsx'), 'Automation'), { title: 'ui.automations.one', needsPurpose: true }),
  screen('/automations/$automation/edit', lazy(() => import('../src/automations/automation-editor.web.tsx'), 'EditAutomation'), { title: 'ui.automations.one', needsPurpose: true }),
  screen('/slots', lazy(() => import('../src/personalisation/slots.web.tsx'), 'Slots'), { title: 'ui.slots.title', group: 'messages', icon: IconLayoutBoard, needsPurpose: true, needsCategory: 'marketing-measures' }),
  screen('/slots/new', lazy(() => import('../src/personalisation/slot-editor.web.tsx'), 'NewSlot'), { title: 'ui.slots.new', needsPurpose: true }),
  screen('/slots/$slot', lazy(() => import('../src/personalisation/slot.web.tsx'), 'Slot'), { title: 'ui.slots.one', needsPurpose: true }),
  screen('/slots/$slot/edit', lazy(() => import('../src/personalisation/slot-editor.web.tsx'), 'EditSlot'), { title: 'ui.slots.one', needsPurpose: true }),
  screen('/letters', lazy(() => import('../src/letters/letters.web.tsx'), 'Letters'), { title: 'ui.compose.title', group: 'messages', icon: IconMailOpened, needsPurpose: true }),
  screen('/letters/new', lazy(() => import('../src/letters/letter-editor.web.tsx'), 'NewLetter'), { title: 'ui.compose.new', needsPurpose: true }),
  screen('/letters/$letter', lazy(() => import('../src/letters/letter-editor.web.tsx'), 'EditLetter'), { title: 'ui.compose.one', needsPurpose: true }),
  screen('/meetings', lazy(() => import('../src/meetings/meetings.web.tsx'), 'MeetingsScreen'), { title: 'ui.meetings.title', group: 'customers', icon: IconCalendarTime, needsPurpose: true, needsCategory: 'service-events' }),
  screen('/tasks', lazy(() => import('../src/tasks/tasks.web.tsx'), 'Tasks'), { title: 'ui.tasks.title', group: 'customers', icon: IconListCheck, go: 't', needsPurpose: true }),
  screen('/requests', lazy(() => import('../src/rights/requests.web.tsx'), 'Requests'), { title: 'ui.requests.title', group: 'customers', icon: IconMessageQuestion, go: 'r', needsRights: true, showsOverdue: true }),
  screen('/requests/new', lazy(() => import('../src/rights/new-request.web.tsx'), 'RecordRequest'), { title: 'ui.requests.record', needsPurpose: true }),
  screen('/requests/$request', lazy(() => import('../src/rights/request.web.tsx'), 'RightsRequest'), { title: 'ui.requests.one', needsPurpose: true }),
  screen('/arrivals', lazy(() => import('../src/arrivals/arrivals.web.tsx'), 'Arrivals'), { title: 'ui.arrivals.title', group: 'arrivals', icon: IconInbox, go: 'a', needsPurpose: true }),
  screen('/arrivals/$arrival', lazy(() => import('../src/arrivals/arrival.web.tsx'), 'Arrival'), { title: 'ui.arrivals.one', needsPurpose: true }),
  screen('/informings', lazy(() => import('../src/arrivals/informings.web.tsx'), 'Informings'), { title: 'ui.informings.title', group: 'arrivals', icon: IconSpeakerphone, needsPurpose: true }),
  screen('/connections', lazy(() => import('../src/arrivals/connections.web.tsx'), 'Connections'), { title: 'ui.connections.title', group: 'settings', icon: IconPlugConnected, for: 'administrator' }),
  screen('/arrangements', lazy(() => import('../src/import/arrangements.web.tsx'), 'Arrangements'), { title: 'ui.arrangements.title', group: 'settings', icon: IconHeartHandshake, for: 'administrator' }),
  screen('/mailboxes', lazy(() => import('../src/mailbox/mailboxes.web.tsx'), 'Mailboxes'), { title: 'ui.mailboxes.title', group: 'settings', icon: IconMailbox, for: 'administrator' }),
  screen('/duplicates', lazy(() => import('../src/duplicates/duplicates.web.tsx'), 'Duplicates'), { title: 'ui.duplicates.title', group: 'arrivals', icon: IconUsersMinus, go: 'd', needsPurpose: true }),
  screen('/forms', lazy(() => import('../src/forms/forms.web.tsx'), 'Forms'), { title: 'ui.forms.title', group: 'arrivals', icon: IconForms, go: 'f', needsPurpose: true }),
  screen('/forms/new', lazy(() => import('../src/forms/form-editor.web.tsx'), 'NewForm'), { title: 'ui.forms.new', needsPurpose: true }),
  screen('/forms/$form', lazy(() => import('../src/forms/form.web.tsx'), 'Form'), { title: 'ui.forms.one', needsPurpose: true }),
  screen('/forms/$form/edit', lazy(() => import('../src/forms/form-editor.web.tsx'), 'EditForm'), { title: 'ui.forms.one', needsPurpose: true }),
  screen('/imports', lazy(() => import('../src/import/imports.web.tsx'), 'Imports'), { title: 'ui.import.title', group: 'arrivals', icon: IconFileImport, go: 'i', needsPurpose: true }),
  screen('/imports/new', lazy(() => import('../src/import/new-import.web.tsx'), 'NewImport'), { title: 'ui.import.new', needsPurpose: true }),
  screen('/imports/$import', lazy(() => import('../src/import/import.web.tsx'), 'Import'), { title: 'ui.import.one', needsPurpose: true }),
  screen('/events', lazy(() => import('../src/events/events.web.tsx'), 'Events'), { title: 'ui.events.title', group: 'customers', icon: IconCalendarEvent, needsPurpose: true, needsCategory: 'participation' }),
  screen('/events/new', lazy(() => import('../src/events/new-event.web.tsx'), 'NewEvent'), { title: 'ui.events.new', needsPurpose: true }),
  screen('/events/$event', lazy(() => import('../src/events/event.web.tsx'), 'EventScreen'), { title: 'ui.events.one', needsPurpose: true }),
  screen('/raffles', lazy(() => import('../src/raffles/raffles.web.tsx'), 'Raffles'), { title: 'ui.raffles.title', group: 'customers', icon: IconTicket, needsPurpose: true, needsCategory: 'participation' }),
  screen('/raffles/new', lazy(() => import('../src/raffles/new-raffle.web.tsx'), 'NewRaffle'), { title: 'ui.raffles.new', needsPurpose: true }),
  screen('/raffles/$raffle', lazy(() => import('../src/raffles/raffle.web.tsx'), 'Raffle'), { title: 'ui.raffles.one', needsPurpose: true }),
  screen('/surveys', lazy(() => import('../src/surveys/surveys.web.tsx'), 'Surveys'), { title: 'ui.surveys.title', group: 'messages', icon: IconClipboardList, needsPurpose: true, needsCategory: 'surveys' }),
  screen('/surveys/new', lazy(() => import('../src/surveys/survey-editor.web.tsx'), 'NewSurvey'), { title: 'ui.surveys.new', needsPurpose: true }),
  screen('/surveys/$survey', lazy(() => import('../src/surveys/survey.web.tsx'), 'Survey'), { title: 'ui.surveys.one', needsPurpose: true }),
  screen('/surveys/$survey/edit', lazy(() => import('../src/surveys/survey-editor.web.tsx'), 'EditSurvey'), { title: 'ui.surveys.one', needsPurpose: true }),
  screen('/our-notice', lazy(() => import('../src/notice/notice.web.tsx'), 'OurNotice'), { title: 'ui.notice.title', group: 'notice', icon: IconFileText, go: 'n' }),
  screen('/cookies', lazy(() => import('../src/visits/cookies.web.tsx'), 'Cookies'), { title: 'ui.cookies.title', group: 'notice', icon: IconCookie }),
  screen('/visits', lazy(() => import('../src/visits/visits.web.tsx'), 'Visits'), { title: 'ui.visits.title', group: 'reports', icon: IconChartLine }),
  screen('/our-notice/drafts', lazy(() => import('../src/drafts/drafts.web.tsx'), 'Drafts'), { title: 'ui.drafts.title', for: 'administrator' }),
  screen('/our-notice/drafts/$draft', lazy(() => import('../src/drafts/draft.web.tsx'), 'DraftOfNotice'), { title: 'ui.drafts.one', for: 'administrator' }),
  screen('/our-notice/read', lazy(() => import('../src/drafts/old-notice.web.tsx'), 'ReadOldNotice'), { title: 'ui.read.title' }),
  screen('/our-notice/versions', lazy(() => import('../src/telling/versions.web.tsx'), 'NoticeVersions'), { title: 'ui.versions.title' }),
  compare,
  screen('/promises', lazy(() => import('../src/promises/promises.web.tsx'), 'Promises'), { title: 'ui.promises.title', group: 'notice', icon: IconChecklist, go: 'p' }),
  screen('/publications', lazy(() => import('../src/telling/publications.web.tsx'), 'Publications'), { title: 'ui.publications.title', group: 'notice', icon: IconSend }),
  screen('/publications/$publication', lazy(() => import('../src/telling/publication.web.tsx'), 'Publication'), { title: 'ui.publications.one' }),
  screen('/publications/draft/$draft', lazy(() => import('../src/telling/publish.web.tsx'), 'PublishDraft'), { title: 'ui.publish.title', for: 'administrator' }),
  screen('/retention', lazy(() => import('../src/retention/retention.web.tsx'), 'Retention'), { title: 'ui.retention.title', group: 'notice', icon: IconHourglass }),
  screen('/accountability', lazy(() => import('../src/accountability/accountability.web.tsx'), 'Accountability'), { title: 'ui.accountability.title', group: 'notice', icon: IconScale, for: 'administrator' }),
  screen('/accountability/processors', lazy(() => import('../src/accountability/processors.web.tsx'), 'Processors'), { title: 'ui.contracts.title', for: 'administrator' }),
  newContract,
  screen('/accountability/contracts/$contract', lazy(() => import('../src/accountability/contract.web.tsx'), 'ProcessorContract'), { title: 'ui.contracts.one', for: 'administrator' }),
  screen('/accountability/balancing-tests', lazy(() => import('../src/accountability/balancing-tests.web.tsx'), 'BalancingTests'), { title: 'ui.balancing.title', for: 'administrator' }),
  screen('/accountability/balancing-tests/$interest', lazy(() => import('../src/accountability/balancing-test.web.tsx'), 'BalancingTestOfInterest'), { title: 'ui.balancing.one', for: 'administrator' }),
  screen('/accountability/record', lazy(() => import('../src/accountability/record.web.tsx'), 'ProcessingRecord'), { title: 'ui.processing-record.title', for: 'administrator' }),
  screen('/breaches', lazy(() => import('../src/breaches/breaches.web.tsx'), 'Breaches'), { title: 'ui.breaches.title', group: 'notice', icon: IconShieldExclamation, go: 'b', for: 'administrator' }),
  screen('/breaches/new', lazy(() => import('../src/breaches/new-breach.web.tsx'), 'NewBreach'), { title: 'ui.breaches.new', for: 'administrator' }),
  screen('/breaches/$breach', lazy(() => import('../src/breaches/breach.web.tsx'), 'Breach'), { title: 'ui.breaches.one', for: 'administrator' }),
  screen('/accountability/screenings', lazy(() => import('../src/accountability/screenings.web.tsx'), 'Screenings'), { title: 'ui.screening.title', for: 'administrator' }),
  screen('/accountability/screenings/$purpose', lazy(() => import('../src/accountability/screening.web.tsx'), 'ScreeningOfPurpose'), { title: 'ui.screening.one', for: 'administrator' }),
  screen('/staff', lazy(() => import('../src/access/staff.web.tsx'), 'Staff'), { title: 'ui.staff.title', group: 'settings', icon: IconUsersGroup, go: 's', for: 'administrator' }),
  screen('/security', lazy(() => import('../src/security/security.web.tsx'), 'Security'), { title: 'ui.security.title', group: 'reports', icon: IconShieldCheck, needsPurpose: true, onlyFor: 'security' }),
  screen('/looks', lazy(() => import('../src/access/unusual-looks.web.tsx'), 'UnusualLooks'), { title: 'ui.unusual-looks.title', group: 'settings', icon: IconEyeExclamation, for: 'administrator' }),
  screen('/keys', lazy(() => import('../src/access/keys.web.tsx'), 'Keys'), { title: 'ui.keys-of-programs.title', group: 'settings', icon: IconKey, go: 'k', for: 'administrator' }),
  screen('/logins', lazy(() => import('../src/access/logins.web.tsx'), 'Logins'), { title: 'ui.logins.title', group: 'settings', icon: IconDatabase, for: 'administrator' }),
  screen('/backups', lazy(() => import('../src/backup/backups.web.tsx'), 'BackupsScreen'), { title: 'ui.backups.title', group: 'settings', icon: IconDatabaseExport, for: 'administrator' }),
  screen('/account', lazy(() => import('../src/access/my-account.web.tsx'), 'MyAccount'), { title: 'ui.account.title' }),
])

/** Only a path of our own: a link must not be able to send one who signs in to another site. */
const ownPath = (back: unknown): { back?: string } =>
  typeof back === 'string' && /^\/(?![/\\])/.test(back) ? { back } : {}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyScreen(() => import('../src/access/sign-in.web.tsx'), 'SignIn'),
  validateSearch: search => ownPath(search.back),
})

// biome-ignore format: one line a screen
const withoutSignIn = [
  signIn,
  before('/set-up', lazy(() => import('../src/access/set-up.web.tsx'), 'SetUp')),
  before('/invitation', lazy(() => import('../src/access/invitation.web.tsx'), 'Invitation')),
] as const

function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return <ProblemNotice error={error} retry={again} />
}

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([screens, ...withoutSignIn]),
    context: { client },
    defaultPreload: 'intent',
    defaultNotFoundComponent: lazyScreen(() => import('./no-such-screen.tsx'), 'NoSuchScreen'),
    defaultErrorComponent: Failed,
    defaultPendingComponent: () => <Loader m="xl" size="sm" aria-hidden />,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
