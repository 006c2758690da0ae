/** Rules of a purpose: each save is a version of its own, with who, when and why. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { enqueue } from '../jobs/job.ts'
import { nameActors } from '../register/actors.ts'
import { type Asking, scopeFor } from '../register/scope.ts'
import { inWords } from '../register/scope-words.ts'
import { isNameless, shown } from '../segments/count.ts'
import { text, textIfAny } from '../texts/texts.ts'
import { clear } from './judge.ts'
import { type NewRule, type NextVersion, type Rule, type RuleDetails, ruleContent } from './rule-answers.ts'
import { mayInfer, planRule } from './rule-plan.ts'
import { aboutInWords, namesOf, tell } from './rule-words.ts'

/** The job that brings inferences up to date. */
export const keepingName = 'inference.keep'

/** Whoever saves a rule, for a purpose. */
type Saving = Asking & { readonly asker: { readonly actor: string } }

/** Refuses what the notice does not let the purpose infer, or not so. */
const check = async (ask: Asking, { content }: NewRule): Promise<void> => {
  planRule(content, await scopeFor(ask), ask.clock.now())
}

const categoriesOf = ({ parts }: NewRule['content']): string[] => [...new Set(parts.map(({ rows }) => rows))]

type Db = Parameters<Parameters<typeof transaction>[1]>[0]

async function addVersion(db: Db, ask: Saving, id: Id, n: number, { name, content, why }: NewRule): Promise<void> {
  await db.query(
    `insert into inference.version (rule_id, n, name, content, reads, at, by, why, notice_version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      n,
      name,
      JSON.stringify(content),
      categoriesOf(content),
      ask.clock.now(),
      ask.asker.actor,
      why ?? null,
      ask.published.version,
    ],
  )
  await enqueue(db, keepingName, {}, { key: `${keepingName}:now` })
}

/** Saves a rule for the purpose that asks; everybody is judged by it from the next minute on. Answers its id. */
export async function saveRule(ask: Saving, body: NewRule): Promise<Id> {
  await check(ask, body)
  const id = newId()
  await transaction(ask.program.database.app, async db => {
    await db.query('insert into inference.rule (id, purpose, version, made_at, made_by) values ($1, $2, 1, $3, $4)', [
      id,
      ask.purpose,
      ask.clock.now(),
      ask.asker.actor,
    ])
    await addVersion(db, ask, id, 1, body)
  })
  return id
}

/** Saves the next version. Refuses (409) when somebody else has meanwhile. */
export async function changeRule(ask: PurposeAsk, id: Id, body: NextVersion): Promise<void> {
  await check(ask, body)
  await transaction(ask.program.database.app, async db => {
    const { rowCount } = await db.query(
      'update inference.rule set version = version + 1 where id = $1 and purpose = $2 and version = $3 and ended_at is null',
      [id, ask.purpose, body.expected],
    )
    if (rowCount === 0) {
      await readRule(ask, id)
      throw new Refused('inference.changed-meanwhile', 'conflict')
    }
    await addVersion(db, ask, id, body.expected + 1, body)
  })
}

/** The rule infers nothing any more, and what it inferred is removed; its versions stay. */
export async function endRule(ask: PurposeAsk, id: Id): Promise<void> {
  await readRule(ask, id)
  await ask.program.database.app.query(
    'update inference.rule set ended_at = $3, ended_by = $4 where id = $1 and purpose = $2 and ended_at is null',
    [id, ask.purpose, ask.clock.now(), ask.asker.actor],
  )
  await clear(ask.program, ask.purpose, id)
}

interface Stored {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly content: unknown
  readonly at: Date
  readonly by: string
  readonly filled_version: number | null
  readonly fault: string | null
}

const ruleQuery = `select r.id, r.version, v.name, v.content, v.at, v.by, r.filled_version, r.fault
  from inference.rule r join inference.version v on v.rule_id = r.id and v.n = r.version
  where r.purpose = $1 and r.ended_at is null`

/** The rule as it stands now; one of another purpose is as if it were not there. */
export async function readRule(ask: PurposeAsk, id: Id): Promise<Stored> {
  const { rows } = await ask.program.database.app.query<Stored>(`${ruleQuery} and r.id = $2`, [ask.purpose, id])
  const [found] = rows
  if (!found) throw new Refused('inference.absent', 'absent')
  return found
}

/** Rules of the purpose, the newest first, with of how many persons each infers something now. */
export async function listRules(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly rules: readonly Rule[]; readonly next: Id | null }> {
  mayInfer(await scopeFor(ask))
  const { rows } = await ask.program.database.app.query<Stored>(
    `${ruleQuery} and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`,
    [ask.purpose, after ?? null, limit + 1],
  )
  const rules = await describe(ask, rows.slice(0, limit))
  return { rules, next: rows.length > limit ? (rules.at(-1)?.id ?? null) : null }
}

export async function showRule(ask: PurposeAsk, id: Id): Promise<RuleDetails> {
  const stored = await readRule(ask, id)
  const scope = await scopeFor(ask)
  const { category } = mayInfer(scope)
  const [[rule], { rows }, names] = await Promise.all([
    describe(ask, [stored]),
    ask.program.database.app.query<{
      n: number
      name: string
      content: unknown
      at: Date
      by: string
      why: string | null
      notice_version: number
    }>(
      'select n, name, content, at, by, why, notice_version from inference.version where rule_id = $1 order by n desc',
      [id],
    ),
    namesOf(ask, ask.purpose, ask.lang),
  ])
  if (!rule) throw new Refused('inference.absent', 'absent')
  const nameOf = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  const content = ruleContent.parse(stored.content)
  return {
    ...rule,
    content,
    told: tell(content, scope, names, ask.lang),
    logic: category.logic ? inWords(category.logic, scope.notice, ask.lang) : null,
    versions: rows.map(one => ({
      n: one.n,
      name: one.name,
      told: tell(ruleContent.parse(one.content), scope, names, ask.lang),
      at: one.at.toISOString(),
      by: nameOf(one.by),
      why: one.why,
      noticeVersion: one.notice_version,
    })),
  }
}

async function describe(ask: PurposeAsk, stored: readonly Stored[]): Promise<readonly Rule[]> {
  const scope = await scopeFor(ask)
  const isAbout = isNameless(scope)
  const [{ rows: counts }, all, nameOf] = await Promise.all([
    ask.reader.query<{ rule: Id; n: string }>('select rule, n from inference.count_results($1, $2)', [
      ask.token,
      stored.map(({ id }) => id),
    ]),
    isAbout ? countAllowed(ask, '') : 0,
    nameActors(
      ask,
      stored.map(({ by }) => by),
    ),
  ])
  return stored.map(({ id, version, name, content, at, by, filled_version, fault }) => {
    const { about, value } = ruleContent.parse(content)
    const persons = Number(counts.find(({ rule }) => rule === id)?.n ?? 0)
    return {
      id,
      name,
      about: aboutInWords(about, ask.lang),
      value,
      version,
      changedAt: at.toISOString(),
      changedBy: nameOf(by),
      persons: isAbout ? shown(persons, all) : persons,
      isAbout,
      isFilling: filled_version !== version,
      fault: fault === null ? null : (textIfAny(ask.lang, `errors.${fault}`) ?? text(ask.lang, 'inference.fault')),
    }
  })
}

/** Of how many persons the purpose may infer this. */
export async function countAllowed(ask: Pick<PurposeAsk, 'reader' | 'token'>, value: string): Promise<number> {
  const { rows } = await ask.reader.query<{ n: number }>(
    'select count(*)::int as n from inference.allowed($1, $2, null)',
    [ask.token, value],
  )
  return rows[0]?.n ?? 0
}
