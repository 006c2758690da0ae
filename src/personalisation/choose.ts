/** A block is shown to whoever is in its segment and lets the purpose see them; what they were shown, and why, is written on their page first. */

import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Lang } from '../notice/notice.ts'
import { condition } from '../register/condition.ts'
import { namesFor } from '../register/condition-names.ts'
import { printCondition } from '../register/condition-print.ts'
import { addRow } from '../register/persons.ts'
import type { ScopedCategory } from '../register/scope.ts'
import { segmentsOf } from '../segments/members.ts'
import { text } from '../texts/texts.ts'
import { measuresOf, type StoredSlot, slotsOf } from './slot.ts'
import type { Chosen, Content, PersonSlots } from './slot-answers.ts'

const nothing: Chosen = { words: null, block: null, why: null }

/**
 * What the person is shown in the slot, in the language or the first that there is; what was shown is on record when this returns.
 * Nobody whom the purpose does not see, and nobody in none of the segments, is shown anything but the page's own content.
 */
export async function showTo(ask: PurposeAsk, slot: StoredSlot, person: Id, lang: Lang): Promise<Chosen> {
  const measures = await measuresOf(ask)
  const block = (await blockFor(ask, [slot], person)).get(slot.id)
  if (!block) return nothing
  const why = await whyOf(ask, block.segment)
  if (!why) return nothing
  await note(
    ask,
    measures,
    person,
    slot,
    text(ask.lang, 'personalisation.shown', {
      slot: slot.name,
      block: block.name,
      segment: why.segment,
    }),
  )
  const words = block.words[lang] ?? Object.values(block.words).find(Boolean) ?? null
  return { words, block: block.name, why }
}

type Block = Content['blocks'][number]

/** By slot. */
async function blockFor(ask: PurposeAsk, slots: readonly StoredSlot[], person: Id): Promise<ReadonlyMap<Id, Block>> {
  const asked = slots.flatMap(({ content }) => content.blocks.map(({ segment }) => segment))
  const own = await segmentsOf(ask.program, ask.purpose, person, asked)
  return new Map(
    slots.flatMap(({ id, content }) => {
      const block = content.blocks.find(({ segment }) => own.has(segment))
      return block ? [[id, block] as const] : []
    }),
  )
}

/** The segment's name and what it asks, in the asker's language. */
async function whyOf(ask: PurposeAsk, segment: Id): Promise<Chosen['why']> {
  const { rows } = await ask.program.database.app.query<{ name: string; condition: unknown }>(
    `select s.name, v.condition from segments.segment s
      join segments.version v on v.segment_id = s.id and v.n = s.version
      where s.id = $1 and s.purpose = $2 and s.ended_at is null`,
    [segment, ask.purpose],
  )
  const [found] = rows
  if (!found) return null
  const sentence = printCondition(condition.parse(found.condition), await namesFor(ask, ask.lang), ask.lang)
  return { segment: found.name, sentence }
}

/** Once a person, day and version: a page that is loaded again says nothing new. */
async function note(
  ask: PurposeAsk,
  { table, category, columns }: ScopedCategory,
  person: Id,
  slot: StoredSlot,
  measure: string,
): Promise<void> {
  const source = ['site', 'service', 'register'].find(one => category.from.includes(one)) ?? category.from[0] ?? ''
  const now = ask.clock.now()
  const since = new Date(Math.max(slot.at.getTime(), now.getTime() - 86_400_000))
  const all = { measure, channel: 'web', occurred: now.toISOString(), response: 'none' }
  const values = Object.fromEntries(Object.entries(all).filter(([name]) => columns.some(one => one.name === name)))
  const wasTold = async (): Promise<boolean> => {
    const { rowCount } = await ask.reader.query(
      `select from ${table} where person_id = $1 and measure = $2 and occurred >= $3 limit 1`,
      [person, measure, since],
    )
    return rowCount !== 0
  }
  if (await wasTold()) return
  // Whoever waited for the lock would keep a connection from its holder, who needs a second one: within a server pages wait here, for one of them.
  const key = `${slot.id} ${person} ${measure}`
  const write = () =>
    transaction(ask.program.database.app, async db => {
      // Two servers at the same moment: the second waits and finds the row.
      await db.query('select pg_advisory_xact_lock(7356024, hashtext($1))', [`${slot.id} ${person}`])
      if (await wasTold()) return
      await addRow(ask, person, category.id, { source, reference: `${slot.id} v${slot.version}`, values })
    }).finally(() => telling.delete(key))
  const told = telling.get(key) ?? write()
  telling.set(key, told)
  await told
}

const telling = new Map<string, Promise<void>>()

/** For staff: what the person would be shown now, in each slot of the purpose, and why. Nothing is written. */
export async function slotsFor(ask: PurposeAsk, person: Id): Promise<PersonSlots> {
  const slots = await slotsOf(ask.program.database.app, ask.purpose, 50)
  const blocks = await blockFor(ask, slots, person)
  return {
    slots: await Promise.all(
      slots.map(async ({ id, name }) => {
        const block = blocks.get(id)
        return { id, name, block: block?.name ?? null, why: block ? await whyOf(ask, block.segment) : null }
      }),
    ),
  }
}
