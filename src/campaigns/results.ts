/** What became of a campaign: who got it, who did not and why, and what those who did have done since, as far as the purpose sees it. */

import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { whyOf } from './audience.ts'
import type { Figures, Outcome, RecipientList, Results } from './campaign-answers.ts'
import { type Kept, readCampaign } from './state.ts'
import { type Followed, followed } from './trial.ts'

interface Counted {
  readonly letter: number | null
  readonly outcome: Outcome
  readonly why: string | null
  readonly delivery: string | null
  readonly persons: number
}

export async function resultsOf(ask: PurposeAsk, id: Id): Promise<Results> {
  const { app } = ask.program.database
  const campaign = await readCampaign(app, { id, purpose: ask.purpose })
  const { rows } = await app.query<Counted>(
    `select letter, state as outcome, why, delivery, count(*)::int as persons from campaigns.became where campaign_id = $1
     group by 1, 2, 3, 4 order by 5 desc`,
    [id],
  )
  const done = await followed({ ...ask.program, clock: ask.clock }, campaign)
  const days = [...new Set(done.map(({ day }) => day))].filter(day => day >= 0).toSorted((a, b) => a - b)
  const onDay = (day: number, what: Followed['what']) => sum(done.filter(one => one.day === day && one.what === what))
  return {
    all: figuresOf(campaign, rows, done, undefined),
    byLetter: campaign.plan.trial ? [0, 1].map(letter => figuresOf(campaign, rows, done, letter)) : [],
    outcomes: outcomesOf(ask, rows),
    days: days.map(day => ({
      day,
      withdrawn: onDay(day, 'withdrawn'),
      replied: onDay(day, 'replied'),
      ordered: onDay(day, 'ordered'),
    })),
  }
}

const sum = (some: readonly { readonly n: number }[]): number => some.reduce((all, { n }) => all + n, 0)

function figuresOf(
  campaign: Kept,
  rows: readonly Counted[],
  done: readonly Followed[],
  letter: number | undefined,
): Figures {
  const own = rows.filter(one => letter === undefined || one.letter === letter)
  const many = (of: (row: Counted) => boolean) => own.filter(of).reduce((all, { persons }) => all + persons, 0)
  const did = (what: Followed['what']) =>
    sum(done.filter(one => one.what === what && (letter === undefined || one.letter === letter)))
  return {
    letter: letter ?? null,
    recipients: many(() => true),
    sent: many(({ outcome }) => outcome === 'sent' || outcome === 'bounced'),
    bounced: many(({ outcome }) => outcome === 'bounced'),
    delivered: campaign.channel === 'sms' ? many(({ delivery }) => delivery === 'delivered') : null,
    withdrawn: did('withdrawn'),
    replied: campaign.channel === 'email' ? did('replied') : null,
    ordered: done.some(({ what }) => what === 'ordered') ? did('ordered') : null,
  }
}

/** By outcome and reason, most first; what a server's answer was in detail is one of the recipient's. */
function outcomesOf(ask: PurposeAsk, rows: readonly Counted[]): Results['outcomes'] {
  const all = new Map<string, { outcome: Outcome; why: string | null; persons: number }>()
  for (const { outcome, why, persons } of rows) {
    const reason = outcome === 'sent' || outcome === 'waiting' || outcome === 'sending' ? null : why
    const key = `${outcome} ${reason ?? ''}`
    const known = all.get(key) ?? { outcome, why: reason, persons: 0 }
    all.set(key, { ...known, persons: known.persons + persons })
  }
  return [...all.values()]
    .map(one => ({ ...one, name: nameOf(ask, one.outcome, one.why) }))
    .toSorted((a, b) => b.persons - a.persons)
}

const nameOf = ({ lang }: Pick<PurposeAsk, 'lang'>, outcome: Outcome, why: string | null): string =>
  why === null ? text(lang, `campaigns.outcome.${outcome}`) : whyOf(lang, why)

/** Recipients whom the purpose sees, a page at a time, with what became of each. */
export async function recipientsOf(
  ask: PurposeAsk,
  id: Id,
  {
    after,
    limit,
    outcome,
    why,
  }: { after?: Id | undefined; limit: number; outcome?: Outcome | undefined; why?: string | undefined },
): Promise<RecipientList> {
  await readCampaign(ask.program.database.app, { id, purpose: ask.purpose })
  const { rows } = await ask.reader.query<{
    person: Id
    state: Outcome
    why: string | null
    letter: number | null
    at: Date | null
  }>('select * from campaigns.recipients($1, $2, $3, $4, $5, $6)', [
    ask.token,
    id,
    outcome ?? null,
    why ?? null,
    after ?? null,
    limit + 1,
  ])
  const { page, next } = wholePersons(rows, limit)
  const listed = await readListed(
    { ask, scope: await scopeFor(ask), db: ask.reader },
    page.map(({ person }) => person),
    [],
  )
  const names = new Map(listed.map(({ id: person, name }) => [person, name]))
  return {
    recipients: page.map(({ person, state, why: reason, letter, at }) => ({
      person,
      name: names.get(person) ?? null,
      outcome: state,
      why: reason === null ? null : whyOf(ask.lang, reason),
      letter,
      at: at?.toISOString() ?? null,
    })),
    next,
  }
}

/** A page ends between two persons: somebody who went through an automation twice has two rows, and the last one's rows all came. */
function wholePersons<Row extends { readonly person: Id }>(rows: readonly Row[], limit: number) {
  if (rows.length <= limit) return { page: rows, next: null }
  const last = rows.at(-1)?.person
  const before = rows.filter(({ person }) => person !== last)
  const page = before.length > 0 ? before : rows
  return { page, next: page.at(-1)?.person ?? null }
}
