/** An offer says what it says once it was sent, and is accepted only as the law on telephone sale allows: the database refuses everything else. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Values } from '../register/answers.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readListed } from '../register/listed.ts'
import { type Asking, scopeFor } from '../register/scope.ts'
import type { NoticeAsk } from '../rights/as-rights.ts'
import { text } from '../texts/texts.ts'
import { type NewOffer, type OfferAnswer, type OfferStep, offerStates } from './sales-answers.ts'
import { type Line, totalsOf, vatRatesOn } from './vat.ts'

interface Stored {
  readonly id: Id
  readonly person: Id
  readonly lead: Id
  readonly held: Values
  readonly change: Id
  readonly may_write: boolean
  readonly lang: OfferAnswer['lang']
  readonly consumer: boolean
  readonly terms: string | null
  readonly made_at: Date
  readonly frozen: boolean
  readonly sent_at: Date | null
  readonly accepted_at: Date | null
  readonly accepted_how: NonNullable<OfferAnswer['accepted']>['how'] | null
  readonly accepted_name: string | null
  readonly accepted_hash: string | null
  readonly called_at: Date | null
  readonly lines: readonly Line[]
}

/** Those of the ids that the purpose sees, the newest first. */
export async function showOffers(ask: Asking, ids: readonly Id[]): Promise<readonly OfferAnswer[]> {
  const { rows } = await ask.reader.query<Stored>('select * from sales.show_offers($1, $2)', [ask.token, ids])
  const scope = await scopeFor(ask)
  const persons = await readListed({ ask, scope, db: ask.reader }, [...new Set(rows.map(({ person }) => person))], [])
  const today = dateInHelsinki(ask.clock.now())
  return rows.map(row => ({
    id: row.id,
    lead: row.lead,
    person: { id: row.person, name: persons.find(({ id }) => id === row.person)?.name ?? null },
    values: row.held,
    state: stateOf(row, today),
    change: row.change,
    mayWrite: row.may_write,
    lang: row.lang,
    consumer: row.consumer,
    terms: row.terms,
    lines: [...row.lines],
    totals: totalsOf(row.lines, row.consumer),
    madeAt: row.made_at.toISOString(),
    frozen: row.frozen,
    sentAt: row.sent_at?.toISOString() ?? null,
    accepted:
      row.accepted_at && row.accepted_how
        ? {
            at: row.accepted_at.toISOString(),
            how: row.accepted_how,
            name: row.accepted_name,
            hash: row.accepted_hash ?? '',
          }
        : null,
    writing: writingOf(row),
  }))
}

function stateOf({ held }: Stored, today: string): OfferAnswer['state'] {
  const state = offerStates.find(one => one === held.state) ?? 'draft'
  return state === 'sent' && typeof held.valid_until === 'string' && held.valid_until < today ? 'expired' : state
}

/** 38/1978 ch. 6: after a sales call, a confirmation on a durable medium and then an acceptance in writing. */
function writingOf({ consumer, called_at, sent_at, accepted_at }: Stored): OfferAnswer['writing'] {
  if (accepted_at) return 'given'
  if (!consumer || !called_at) return 'not-needed'
  return sent_at && sent_at > called_at ? 'awaited' : 'to-send'
}

/** Refuses (`sales.absent`) what is not there for this purpose. */
export async function readOffer(ask: Asking, id: Id): Promise<OfferAnswer> {
  const [found] = await showOffers(ask, [id])
  if (!found) throw new Refused('sales.absent', 'absent')
  return found
}

/** A draft for the lead; whether its prices have tax in them follows from as whom they would buy. */
export async function makeOffer(ask: Asking, lead: Id, consumer: boolean, input: NewOffer): Promise<Id> {
  const { offer, values } = written(ask, input, consumer)
  const { rows } = await ask.reader.query<{ id: Id }>('select sales.make_offer($1, $2, $3, $4, $5) as id', [
    ask.token,
    lead,
    offer,
    values,
    ask.clock.now(),
  ])
  return rows[0]?.id ?? ''
}

/** While it is a draft. Refused: `sales.frozen` once it was sent; 409 when somebody else has changed it since `expected`. */
export async function changeOffer(ask: Asking, id: Id, expected: Id, input: NewOffer): Promise<Id> {
  const { consumer, person } = await readOffer(ask, id)
  const { offer, values } = written(ask, input, consumer)
  await ask.reader.query('select sales.change_offer($1, $2, $3, $4, $5)', [ask.token, id, offer, values, expected])
  return person.id
}

/** What the database keeps of it, with identity codes masked; refuses rates that are not in force and a last day that has passed. */
function written({ clock }: Asking, { subject, validUntil, lang, terms, lines }: NewOffer, consumer: boolean) {
  const today = dateInHelsinki(clock.now())
  if (validUntil < today) throw new Refused('sales.past', 'invalid', {}, { field: 'validUntil' })
  const rates = vatRatesOn(today)
  const wrong = lines.findIndex(({ vatPermille }) => !rates.includes(vatPermille))
  if (wrong >= 0) throw new Refused('sales.no-such-rate', 'invalid', {}, { field: `lines.${wrong}.vatPermille` })
  const masked = (words: string): string => maskIdentityCodes(words).text
  return {
    offer: {
      ...{ lang, consumer, terms: masked(terms) },
      lines: lines.map(line => ({ ...line, what: masked(line.what) })),
    },
    values: { subject: masked(subject), amount: totalsOf(lines, consumer).grossCents, valid_until: validUntil },
  }
}

/** It is sent, answered on another way than its page, or taken back. Refused as `sales.send_offer` and `sales.answer` refuse. */
export async function takeOfferStep(ask: NoticeAsk, id: Id, step: OfferStep): Promise<Id> {
  if (step.did === 'sent') {
    const { rows } = await ask.reader.query<{ person: Id }>('select sales.send_offer($1, $2, $3, $4, $5) as person', [
      ask.token,
      id,
      step.how,
      step.expected,
      ask.clock.now(),
    ])
    return rows[0]?.person ?? ''
  }
  const why = step.why === undefined ? null : maskIdentityCodes(step.why).text
  return step.did === 'accepted'
    ? answerOffer(ask, id, { did: step.did, how: step.how, name: step.name ?? null, why })
    : answerOffer(ask, id, { did: step.did, how: null, name: null, why })
}

export interface OfferReply {
  readonly did: 'accepted' | 'declined' | 'withdrawn'
  readonly how: 'page' | 'email' | 'paper' | 'spoken' | null
  readonly name: string | null
  readonly why: string | null
}

/** With the task that follows from an acceptance, in the language of the notice's record. */
export async function answerOffer(ask: NoticeAsk, id: Id, { did, how, name, why }: OfferReply): Promise<Id> {
  const { values } = await readOffer(ask, id)
  const lang = ask.published.notice?.languages[0] ?? 'fi'
  const subject = String(values.subject ?? '')
  const task = did === 'accepted' ? text(lang, 'sales.task.accepted', { subject }).slice(0, 300) : null
  const { rows } = await ask.reader.query<{ person: Id }>(
    'select sales.answer($1, $2, $3, $4, $5, $6, $7, $8) as person',
    [...[ask.token, id, did, how, name === null ? null : maskIdentityCodes(name).text, why, task], ask.clock.now()],
  )
  return rows[0]?.person ?? ''
}
