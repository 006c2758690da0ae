/** What rules infer follows what is known and allowed: whoever changed is judged anew, everybody when the rule or the notice did, and what expired goes. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { parameters } from '../register/condition-sql.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { ruleContent } from './rule-answers.ts'
import { foundBy, planRule, type RulePlan } from './rule-plan.ts'
import { keptWords, namesOf } from './rule-words.ts'

/** Whoever brings inferences up to date: the server, a command or a test. */
export type Judging = Pick<Program, 'sign' | 'published' | 'database' | 'clock'>

interface Stored {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly content: unknown
  readonly filled_version: number | null
  readonly filled_notice: number | null
}

/** Persons that one transaction judges. */
const atOnce = { touched: 1_000, everybody: 10_000 }

const tokenOf = ({ sign }: Judging, purpose: string): string => sign({ actor: 'system', purpose, request: newId() })

/**
 * Brings whatever the rules of the purpose infer up to date, some persons at a time; two that come at once follow each other. When it is
 * stopped in between, the next time goes on.
 */
export async function bringUpToDate(program: Judging, purpose: string, stopping?: AbortSignal): Promise<void> {
  const { app } = program.database
  const published = await program.published()
  const scope = await scopeFor({ purpose, published, program })
  for (const rule of await rulesOf(program, purpose)) {
    if (stopping?.aborted) return
    const isStale = rule.filled_version !== rule.version || rule.filled_notice !== published.version
    if (!isStale) continue
    const ready = await made(program, scope, rule)
    if (ready instanceof Refused) await clear(program, rightsPurpose(published), rule.id)
    else if (!(await judgeEverybody(program, purpose, ready, stopping))) return
    await app.query(
      'update inference.rule set filled_version = $2, filled_notice = $3, fault = $4 where id = $1 and version = $2',
      [rule.id, rule.version, published.version, ready instanceof Refused ? ready.key : null],
    )
  }
  const rules: Ready[] = []
  for (const rule of await rulesOf(program, purpose)) {
    const ready = await made(program, scope, rule)
    if (!(ready instanceof Refused)) rules.push(ready)
  }
  let taken = atOnce.touched
  while (taken >= atOnce.touched && !stopping?.aborted) taken = await judgeTouched(program, purpose, rules)
}

async function rulesOf({ database }: Judging, purpose: string): Promise<readonly Stored[]> {
  const { rows } = await database.app.query<Stored>(
    `select r.id, r.version, v.name, v.content, r.filled_version, r.filled_notice
      from inference.rule r join inference.version v on v.rule_id = r.id and v.n = r.version
      where r.purpose = $1 and r.ended_at is null order by r.id`,
    [purpose],
  )
  return rows
}

interface Ready {
  readonly id: Id
  readonly version: number
  readonly plan: RulePlan
  readonly said: ReturnType<typeof keptWords>
}

/** A rule that the notice in force does not let the purpose have any more infers nothing. */
async function made(program: Judging, scope: PurposeScope, rule: Stored): Promise<Ready | Refused> {
  const { id, version, name, content } = rule
  try {
    const plan = planRule(ruleContent.parse(content), scope, program.clock.now())
    const lang = scope.notice.languages[0] ?? 'fi'
    const names = await namesOf({ program, published: scope }, scope.purpose.id, lang)
    return { id, version, plan, said: keptWords(name, version, plan, names, lang) }
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

/** Answers whether it came to the end. */
async function judgeEverybody(
  program: Judging,
  purpose: string,
  rule: Ready,
  stopping?: AbortSignal,
): Promise<boolean> {
  let after: Id | null = null
  for (;;) {
    if (stopping?.aborted) return false
    const { rows }: { rows: { person: Id }[] } = await program.database
      .purpose(purpose)
      .query('select inference.next_persons($1, $2, $3, $4) as person', [
        tokenOf(program, purpose),
        rule.id,
        after,
        atOnce.everybody,
      ])
    const persons = rows.map(({ person }) => person)
    const [first] = persons
    const last = persons.at(-1)
    if (first === undefined || last === undefined) return true
    const between = { first, last }
    await transaction(program.database.purpose(purpose), db => settle(program, purpose, db, rule, persons, between))
    if (persons.length < atOnce.everybody) return true
    after = last
  }
}

/** Answers how many were taken. */
const judgeTouched = (program: Judging, purpose: string, rules: readonly Ready[]): Promise<number> =>
  transaction(program.database.purpose(purpose), async db => {
    const { rows } = await db.query<{ person: Id }>('select inference.take_touched($1, $2, $3) as person', [
      tokenOf(program, purpose),
      program.clock.now(),
      atOnce.touched,
    ])
    const persons = rows.map(({ person }) => person)
    if (persons.length === 0) return 0
    for (const rule of rules) await settle(program, purpose, db, rule, persons)
    return persons.length
  })

type Querying = Parameters<Parameters<typeof transaction>[1]>[0]

/** What is found does not leave the database: the purpose's login weighs, and the owner's function writes. */
async function settle(
  program: Judging,
  purpose: string,
  db: Querying,
  { id, version, plan, said }: Ready,
  persons: readonly Id[],
  between?: { readonly first: Id; readonly last: Id },
): Promise<void> {
  const at = program.clock.now()
  const token = tokenOf(program, purpose)
  const { values, bind } = parameters()
  const whom = bind(persons)
  const allowed = `select inference.allowed(${bind(token)}, ${bind(plan.content.value)}, ${whom}::uuid[])`
  // Those who follow each other by id are read in that order; a few here and there one by one.
  const near = between
    ? (person: string) => ` and ${person} between ${bind(between.first)}::uuid and ${bind(between.last)}::uuid`
    : (person: string) => ` and ${person} = any (${whom}::uuid[])`
  const found = foundBy(plan, { bind, on: dateInHelsinki(at), allowed, near })
  await db.query(`set local work_mem = '64MB'; set local jit = off`)
  await db.query(
    `select inference.settle(${bind(token)}, ${bind(id)}, ${bind(version)}, ${bind(JSON.stringify(said))}, ${bind(at)}, ${whom}::uuid[], array(${found}))`,
    values,
  )
}

const clearedAtOnce = 5_000

/** Removes whatever the rule inferred, each with its change row. */
export async function clear(program: Judging, by: string, rule: Id): Promise<void> {
  const { notice } = await program.published()
  const source = notice?.sources.find(({ kind }) => kind === 'inferred')?.id ?? 'inferred'
  for (;;) {
    const { rows } = await program.database
      .purpose(by)
      .query<{ n: number }>('select inference.clear($1, $2, $3, $4) as n', [
        tokenOf(program, by),
        rule,
        source,
        clearedAtOnce,
      ])
    if ((rows[0]?.n ?? 0) < clearedAtOnce) return
  }
}

/** Purposes that have rules. */
export async function purposesWithRules({ database }: Judging): Promise<readonly string[]> {
  const { rows } = await database.app.query<{ purpose: string }>(
    `select distinct r.purpose from inference.rule r join notice.purpose p on p.purpose = r.purpose and p.live where r.ended_at is null`,
  )
  return rows.map(({ purpose }) => purpose)
}
