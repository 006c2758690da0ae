/** Anybody registers for an event at its page, and a tablet notes visitors at the stand: what is answered is the same for everybody. */

import type { Door } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { openStamps } from '../http/stamp.ts'
import type { Notice } from '../notice/notice.ts'
import { nothingTyped, typedIn, type Wrong, wrongIn } from '../participation/entry-form.ts'
import { hashOf } from './device.ts'
import { eventOfDevice, eventOfPage } from './event.ts'
import { eventPage, registeredPage, standPage } from './event-page.ts'
import { standFiles } from './stand-files.ts'
import { takeEntry } from './take-entry.ts'

/** As from a library: thirty at once from one address, and one more every ten seconds. */
const visitors = { burst: 30, millisecondsEach: 10_000 }
/** A tablet that was without a connection sends a day's visitors at once. */
const tablets = { burst: 2_000, millisecondsEach: 200 }
/** So long may what a tablet kept be late. */
const latest = 7 * 86_400_000

async function noticeOf({ program }: OpenAsk): Promise<Notice> {
  const { notice } = await program.published()
  if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
  return notice
}

export function eventPages(clock: Clock, door: Door): readonly PublicPage[] {
  const stamps = openStamps<true>(clock)

  const page: PublicPage = {
    path: '/event/:page',
    costs: () => true,
    handle: async (ask, _query, { page: address = '' }) => {
      const event = await eventOfPage(ask.program.database.app, address)
      const isOver = ask.clock.now() >= event.ends
      const notice = await noticeOf(ask)
      const shown = { event, notice, typed: nothingTyped, wrong: {}, path: `/event/${address}`, isOver }
      return eventPage(ask.lang, { ...shown, stamp: stamps.give(ask, shown.path) })
    },
    form: {
      maxBytes: 10_000,
      allowance: visitors,
      handle: async (ask, sent, { page: address = '' }) => {
        const event = await eventOfPage(ask.program.database.app, address)
        const stamp = sent.get('stamp') ?? ''
        const path = `/event/${address}`
        const found = stamps.look(ask, path, stamp)
        if (found.state === 'used') return registeredPage(ask.lang, event)
        if (ask.clock.now() >= event.ends) throw new Refused('events.over', 'conflict')
        const typed = typedIn(sent)
        const notice = await noticeOf(ask)
        // With the same stamp unless it is too old: whoever sends it again a moment later has waited long enough.
        const again = (wrong: Wrong) =>
          eventPage(ask.lang, {
            ...{ event, notice, typed, wrong, path, isOver: false },
            stamp: found.state === 'stale' ? stamps.give(ask, path) : stamp,
          })
        if (found.state !== 'good') return again({ form: `participation.wrong.${found.state}` })
        if (sent.get('homepage')) return again({ form: 'participation.wrong.trap' })
        const wrong = wrongIn(typed, notice)
        if (Object.keys(wrong).length > 0) return again(wrong)
        const at = ask.clock.now()
        await takeEntry(ask, door, { event, notice, typed, path, at, attended: false })
        stamps.use(stamp, true)
        return registeredPage(ask.lang, event)
      },
    },
  }

  const stand: PublicPage = {
    path: '/stand/:secret',
    costs: () => true,
    handle: async (ask, _query, { secret = '' }) => {
      const event = await eventOfDevice(ask.program.database.app, hashOf(secret), ask.clock.now())
      const shown = { event, notice: await noticeOf(ask), typed: nothingTyped, wrong: {}, path: `/stand/${secret}` }
      return standPage(ask.lang, { ...shown, stamp: '', isOver: false, taken: false })
    },
    form: {
      maxBytes: 10_000,
      allowance: tablets,
      handle: async (ask, sent, { secret = '' }) => {
        const now = ask.clock.now()
        const event = await eventOfDevice(ask.program.database.app, hashOf(secret), now)
        const [typed, notice] = [typedIn(sent), await noticeOf(ask)]
        const wrong = wrongIn(typed, notice)
        const shown = { event, notice, path: `/stand/${secret}`, stamp: '', isOver: false }
        if (Object.keys(wrong).length > 0) return standPage(ask.lang, { ...shown, typed, wrong, taken: false })
        const written = Date.parse(sent.get('at') ?? '')
        const isNear = written <= now.getTime() && written > now.getTime() - latest
        const at = isNear ? new Date(written) : now
        await takeEntry(ask, door, { event, notice, typed, path: `/event/${event.page}`, at, attended: true })
        return standPage(ask.lang, { ...shown, typed: nothingTyped, wrong: {}, taken: true })
      },
    },
  }

  return [...standFiles, page, stand]
}
