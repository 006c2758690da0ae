/** A few recipients at a time: the gate is asked, the letters are written, and each message is marked, handed over and settled before the gate's answer is a second old. */

import type { Id } from '../base/ids.ts'
import type { Mail } from '../mail/transport.ts'
import { lasts, makeLinks, oneClickOf, pageOf } from '../permissions/link.ts'
import type { Sms } from '../sms/gateway.ts'
import type { Carry, Outgoing } from './carry.ts'
import { type Judged, type Judging, judge, noteLooks, type Reached, type Sent } from './gate.ts'
import { measuredAmong } from './link.ts'
import { openPassage } from './passage.ts'
import { addressKey, type Due, dueRecipients, type Ended, leaveOut, type Next, putOff, sentTo } from './recipients.ts'
import { minuteOf, momentOf, type Throttle } from './throttle.ts'
import type { Letters, Writing } from './written.ts'

export type Delivering = Judging &
  Writing & { readonly mail: Pick<Mail, 'hash' | 'line' | 'configured' | 'perMinute'>; readonly sms: Sms }

/** A campaign that is being sent. */
export interface Under extends Sent {
  readonly letters: readonly Id[]
}

export interface By {
  readonly letters: Letters
  /** One for each connection: as many messages are handed over at a time. */
  readonly carriers: readonly Carry[]
  readonly throttle: Throttle
  readonly stopping: AbortSignal
  /** How many the gate is asked for at once: as many as the server takes before its answer is old. */
  readonly pace: { batch: number }
}

/** An answer of the gate is good for so long, in milliseconds. */
const good = 1000
/** The next ones are asked for meanwhile where handing over a batch takes less than this. */
const quick = 400
/** After so long other campaigns have their turn. */
const turn = 1000
const [fewest, atOnce] = [4, 100]

export const openingPace = (): By['pace'] => ({ batch: fewest })

export interface Delivered {
  /** How many recipients were looked at. */
  readonly taken: number
  /** How many messages were handed over, whatever came of them. */
  readonly handed: number
  /** Nothing more can be sent now. */
  readonly stopped: boolean
}

/** Takes recipients who are due, at most so many, for about a second. */
export async function deliver(program: Delivering, campaign: Under, by: By, most: number): Promise<Delivered> {
  const until = performance.now() + turn
  let [taken, handed, stopped] = [0, 0, false]
  let took = quick
  let next: Promise<Batch> | undefined
  const asked = (going: readonly Going[]) =>
    prepare(program, campaign, by, { most: Math.min(by.pace.batch, most - taken), going })
  do {
    const batch = await (next ?? asked([]))
    taken += batch.due
    const goesOn = batch.due > 0 && taken < most && performance.now() < until
    next = goesOn && took < quick ? asked(batch.queue) : undefined
    next?.catch(() => {}) // told where it is awaited
    const began = performance.now()
    const gone = await handOver(program, campaign, by, batch)
    took = performance.now() - began
    handed += gone.handed
    stopped ||= gone.stopped
    if (batch.due > 0) by.pace.batch = Math.min(atOnce, Math.max(fewest, 2 * gone.handed))
    if (!next && (!goesOn || stopped)) break
  } while (!stopped && !by.stopping.aborted)
  await next
  return { taken, handed, stopped }
}

/** Written to whom the gate allows. */
interface Going extends Outgoing {
  readonly mark: Next
}

interface Batch {
  readonly due: number
  readonly queue: readonly Going[]
  /** When the gate answered, by performance.now(). */
  readonly answered: number
}

/** Asks the gate and writes the letters, to some who are due; `going` are being handed over meanwhile. */
async function prepare(
  program: Delivering,
  campaign: Under,
  by: By,
  { most, going }: { readonly most: number; readonly going: readonly Going[] },
): Promise<Batch> {
  const { app } = program.database
  const at = program.clock.now()
  const due = await dueRecipients(app, campaign.id, { at, most, going: going.map(({ due }) => due.message) })
  if (due.length === 0) return { due: 0, queue: [], answered: 0 }
  const persons = due.map(({ person }) => person)
  await noteLooks(program, campaign, persons)
  const judged = await judge(program, campaign, persons)
  const answered = performance.now()
  const { reached, leftOut } = await oncePerAddress(program, campaign, judged, due, going)
  await leaveOut(app, campaign.id, leftOut, program.clock.now())
  const now = campaign.channel === 'email' ? await withRoom(program, campaign, due, reached, by.throttle) : reached
  const written = await write(program, campaign, due, now, by.letters)
  return { due: due.length, queue: written.map(one => ({ ...one, mark: markOf(program, campaign, one) })), answered }
}

/** Each connection marks, hands over and settles one after the other, as long as the gate's answer holds. */
async function handOver(
  program: Delivering,
  campaign: Under,
  { carriers, stopping }: By,
  { queue: all, answered }: Batch,
): Promise<Pick<Delivered, 'handed' | 'stopped'>> {
  const pass = openPassage(program.database.app, campaign, program.clock)
  const queue = [...all]
  let handed = 0
  let stopped = false
  const lane = async (carry: Carry): Promise<void> => {
    let before: Ended | undefined
    for (;;) {
      const isFresh = performance.now() - answered < good
      const next = isFresh && !stopped && !stopping.aborted ? queue.shift() : undefined
      if (!next && !before) return
      const isMarked = await pass(before, next?.mark)
      before = undefined
      if (!next || !isMarked) continue
      handed++
      const carried = await carry(campaign, next, program.clock.now())
      before = carried.ended
      stopped ||= carried.stops
    }
  }
  await Promise.all(carriers.map(lane))
  return { handed, stopped }
}

const markOf = ({ mail }: Delivering, { channel }: Under, { due, address }: Outgoing): Next => ({
  message: due.message,
  addressHash: mail.hash(address),
  domain: channel === 'email' ? domainHash(mail, address) : null,
})

const domainHash = (mail: Delivering['mail'], address: string): Buffer => mail.hash(`@${address.split('@').at(-1)}`)

/** Marketing goes to an address once, whoever of the register has it; what concerns somebody goes to each who is concerned. */
async function oncePerAddress(
  { mail, database }: Delivering,
  campaign: Under,
  judged: Judged,
  due: readonly Due[],
  going: readonly Going[],
): Promise<Judged> {
  if (campaign.kind === 'service') return judged
  const nth = new Map(due.map(one => [one.person, one.nth]))
  const keys = judged.reached.map(one => ({ one, hash: mail.hash(one.address) }))
  const had = new Set(
    await sentTo(
      database.app,
      campaign.id,
      keys.map(({ hash }) => hash),
    ),
  )
  for (const { mark, due: one } of going) had.add(addressKey(mark.addressHash, one.nth))
  const leftOut = new Map(judged.leftOut)
  const reached: Reached[] = []
  for (const { one, hash } of keys) {
    const key = addressKey(hash, nth.get(one.person) ?? 1)
    if (had.has(key)) leftOut.set(one.person, 'same-address')
    else reached.push(one)
    had.add(key)
  }
  return { reached, leftOut }
}

/** Those to whose domain one more may go in this minute; the others wait for theirs. */
async function withRoom(
  { mail, database, clock }: Delivering,
  campaign: Under,
  due: readonly Due[],
  reached: readonly Reached[],
  throttle: Throttle,
): Promise<readonly Reached[]> {
  const now = clock.now()
  const known = new Map(due.map(one => [one.person, one]))
  const later: { person: Id; next: Date; domain: Buffer }[] = []
  const here = reached.filter(({ person, address }) => {
    const domain = domainHash(mail, address)
    // Whoever was put off to this minute has their place in it.
    const one = known.get(person)
    if (one?.domain?.equals(domain) && minuteOf(one.next) === minuteOf(now)) return true
    const minute = throttle.place(domain.toString('hex'), now)
    if (minute <= minuteOf(now)) return true
    later.push({ person, next: momentOf(minute), domain })
    return false
  })
  await putOff(database.app, campaign.id, later)
  return here
}

async function write(
  program: Delivering,
  campaign: Under,
  due: readonly Due[],
  reached: readonly Reached[],
  letters: Letters,
): Promise<readonly Outgoing[]> {
  const { database, clock, url } = program
  const { purpose, channel } = campaign
  const tokens =
    campaign.kind === 'marketing' && reached.length > 0
      ? await makeLinks(
          database.app,
          reached.map(({ person }) => person),
          { stops: { purpose, channel }, by: 'system', at: clock.now(), days: lasts.inMessage },
        )
      : undefined
  const measured = await measuredAmong(program, channel === 'email' ? reached.map(({ person }) => person) : [])
  const known = new Map(due.map(one => [one.person, one]))
  const toWrite = reached.flatMap(one => {
    const token = tokens?.get(one.person)
    const leave = token === undefined ? undefined : { page: pageOf(url, token), oneClick: oneClickOf(url, token) }
    const row = known.get(one.person)
    return row ? [{ ...one, leave, row, message: row.message, isMeasured: measured.has(one.person) }] : []
  })
  const all: Outgoing[] = []
  for (const [nth, revision] of campaign.letters.entries()) {
    const some = toWrite.filter(({ row }) => row.letter === nth)
    const written = some.length > 0 ? await letters.write(program, purpose, revision, some) : []
    all.push(
      ...some.flatMap(({ row, address, leave }, at) => {
        const one = written[at]
        return one ? [{ due: row, address, written: one, oneClick: leave?.oneClick }] : []
      }),
    )
  }
  return all
}
