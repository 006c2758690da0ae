/** What staff are shown of a survey: what it asks, how far it has come, and of an open anonymous one no single answer coming in. */

import type { PurposeAsk } from '../http/ask.ts'
import type { Mail } from '../mail/transport.ts'
import { scopeFor } from '../register/scope.ts'
import { type TextKey, text, textIfAny } from '../texts/texts.ts'
import { countAnonymous } from './anonymous.ts'
import { faultsIn } from './check.ts'
import type { Content } from './content.ts'
import { countInvited, mayRemindFrom } from './invitation.ts'
import { countNamed } from './named.ts'
import { mayKeepByName, type Survey, stateOf, writesByEmail } from './survey.ts'
import type { SurveyAnswer, SurveyDetails } from './survey-answers.ts'
import { leastTold } from './withhold.ts'

export async function summaryOf({ program, clock }: PurposeAsk, survey: Survey): Promise<SurveyAnswer> {
  const { id, name, keeps, revision, segment, page, closesAt, closedAt } = survey
  const state = stateOf(survey, clock.now())
  return {
    id,
    name,
    keeps,
    state,
    revision,
    isInvited: segment !== null,
    address: `${program.url}/survey/${page}`,
    closes: closesAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    answered: state === 'draft' ? 0 : (survey.answered ?? (await countNow({ program }, survey))),
  }
}

async function countNow({ program }: Pick<PurposeAsk, 'program'>, survey: Survey): Promise<number> {
  if (survey.keeps === 'named') return countNamed(program, survey)
  const n = await countAnonymous(program.database.app, survey.id)
  return n - (n % leastTold)
}

export async function detailsOf(
  ask: PurposeAsk,
  mail: Pick<Mail, 'configured'>,
  survey: Survey,
): Promise<SurveyDetails> {
  const { app } = ask.program.database
  const { id, content, segment, reminders } = survey
  const state = stateOf(survey, ask.clock.now())
  const named = segment
    ? await app.query<{ name: string }>('select name from segments.segment where id = $1', [segment])
    : undefined
  const invited = segment ? await countInvited(app, id) : undefined
  return {
    ...(await summaryOf(ask, survey)),
    content,
    faults: state === 'draft' ? faultWords(content, ask.lang) : [],
    segment: named?.rows[0]?.name ?? null,
    invitations: invited
      ? { ...invited, leftOut: invited.leftOut.map(({ why, persons }) => ({ why: whyWords(ask.lang, why), persons })) }
      : null,
    reminders,
    mayRemind: state === 'open' ? (mayRemindFrom(survey)?.toISOString() ?? null) : null,
    mail: mail.configured,
  }
}

const whyWords = (lang: PurposeAsk['lang'], why: string): string =>
  textIfAny(lang, `permissions.reason.${why}`) ?? textIfAny(lang, `surveys.left-out.${why}`) ?? why

export const faultWords = (content: Content, lang: PurposeAsk['lang']): SurveyDetails['faults'] =>
  faultsIn(content).map(({ field, why, args }) => ({
    field,
    message: text(lang, `surveys.fault.${why}` satisfies TextKey, {
      ...args,
      ...(args.lang && { lang: text(lang, `surveys.language.${args.lang as 'fi' | 'sv' | 'en'}`) }),
    }),
  }))

/** What staff may choose when they make or open one. */
export async function choicesOf(ask: PurposeAsk) {
  const scope = await scopeFor(ask)
  return {
    languages: [...scope.notice.languages],
    byName: mayKeepByName(scope) && writesByEmail(scope),
    byEmail: writesByEmail(scope),
  }
}
