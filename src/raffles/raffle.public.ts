/** Anybody may enter a raffle at its page: what is answered is the same whether the register knows them, or they had entered before, or not. */

import type { Door } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { openStamps } from '../http/stamp.ts'
import { enqueue } from '../jobs/job.ts'
import type { Notice } from '../notice/notice.ts'
import { keepEntry, keyOf } from '../participation/entry.ts'
import { emailKeyOf, nothingTyped, type Typed, typedIn, type Wrong, wrongIn } from '../participation/entry-form.ts'
import { participationStylePage } from '../participation/participation-style.ts'
import { isContract, permitWords } from '../participation/place.ts'
import { agreementPage, type Decided } from './agreement-page.ts'
import { confirming } from './confirm.ts'
import { agree, namedOf, namesOf, namingPurpose, winnerAt, withdraw } from './naming.ts'
import { published } from './published.ts'
import { type Raffle, raffleOfPage, stateOf } from './raffle.ts'
import { enteredPage, rafflePage } from './raffle-page.ts'

/** As from a library or a stand: thirty at once from one address, and one more every ten seconds. */
const allowance = { burst: 30, millisecondsEach: 10_000 }

async function noticeOf({ program }: OpenAsk): Promise<Notice> {
  const { notice } = await program.published()
  if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
  return notice
}

const find = ({ program }: OpenAsk, { page }: Readonly<Record<string, string>>): Promise<Raffle> =>
  raffleOfPage(program.database.app, page ?? '')

const pathOf = ({ page }: Raffle): string => `/raffle/${page}`

/** A form that is shown again, with what was typed. */
interface Again {
  readonly typed?: Typed
  readonly wrong?: Wrong
  readonly stamp?: string
}

export function rafflePages(clock: Clock, door: Door): readonly PublicPage[] {
  const stamps = openStamps<true>(clock)

  async function shown(
    ask: OpenAsk,
    raffle: Raffle,
    { typed = nothingTyped, wrong = {}, stamp = stamps.give(ask, pathOf(raffle)) }: Again = {},
  ): Promise<Response> {
    const notice = await noticeOf(ask)
    const state = stateOf(raffle, ask.clock.now())
    return rafflePage(ask.lang, {
      raffle,
      state,
      notice,
      typed,
      wrong,
      stamp,
      permit: permitWords(notice, ask.lang, raffle.permits),
      draw: await published(ask.program.database.app, raffle),
      named: state === 'drawn' ? [...(await namedOf(ask.program, raffle)).values()] : [],
    })
  }

  /** Keeps the entry, and has its token sent once it is written. */
  async function take(ask: OpenAsk, raffle: Raffle, typed: Typed): Promise<void> {
    const { program, lang } = ask
    const [notice, { version }] = [await noticeOf(ask), await program.published()]
    const words = permitWords(notice, lang, raffle.permits)
    const permit =
      typed.permit && words !== undefined && raffle.permits ? { purpose: raffle.permits, wording: words } : null
    await keepEntry(door, raffle.connection, {
      key: keyOf(raffle.salt, emailKeyOf(typed.email) ?? ''),
      kind: raffle.kind,
      event: raffle.name,
      at: ask.clock.now().toISOString(),
      place: `${program.url}/raffle/${raffle.page}`,
      lang,
      noticeVersion: version,
      given: typed.given,
      family: typed.family,
      email: typed.email,
      ofAge: typed.ofAge,
      byContract: isContract(notice, raffle.purpose),
      permit,
    })
    await enqueue(program.database.app, confirming, { raffle: raffle.id }, { key: `${confirming} ${raffle.id}` })
  }

  const page: PublicPage = {
    path: '/raffle/:page',
    costs: () => true,
    handle: async (ask, _query, params) => shown(ask, await find(ask, params)),
    form: {
      maxBytes: 10_000,
      allowance,
      handle: async (ask, sent, params) => {
        const raffle = await find(ask, params)
        const state = stateOf(raffle, ask.clock.now())
        const stamp = sent.get('stamp') ?? ''
        const found = stamps.look(ask, pathOf(raffle), stamp)
        if (found.state === 'used') return enteredPage(ask.lang, raffle)
        if (state !== 'open') throw new Refused('raffles.not-open', 'conflict')
        const typed = typedIn(sent)
        if (found.state === 'stale') return shown(ask, raffle, { typed, wrong: { form: 'participation.wrong.stale' } })
        // With the same stamp: whoever sends it again a moment later has waited long enough.
        const again = (wrong: Wrong) => shown(ask, raffle, { typed, wrong, stamp })
        if (found.state === 'early') return again({ form: 'participation.wrong.early' })
        if (sent.get('homepage')) return again({ form: 'participation.wrong.trap' })
        const wrong = wrongIn(typed, await noticeOf(ask))
        if (Object.keys(wrong).length > 0) return again(wrong)
        await take(ask, raffle, typed)
        stamps.use(stamp, true)
        return enteredPage(ask.lang, raffle)
      },
    },
  }

  const file: PublicPage = {
    path: '/raffle/:page/draw',
    costs: () => true,
    handle: async (ask, _query, params) => {
      const raffle = await find(ask, params)
      const body = JSON.stringify(await published(ask.program.database.app, raffle), undefined, 1)
      return new Response(`${body}\n`, {
        headers: {
          'content-type': 'application/json',
          'content-disposition': 'attachment; filename="draw.json"',
        },
      })
    },
  }

  async function decide(ask: OpenAsk, params: Readonly<Record<string, string>>, sent: URLSearchParams | undefined) {
    const raffle = await find(ask, params)
    const winner = await winnerAt(ask.program, raffle, params.secret ?? '')
    const notice = await noticeOf(ask)
    const names = await namesOf(ask.program, raffle, winner.person)
    if (names === undefined || namingPurpose(notice) === undefined) throw new Refused('raffles.no-naming', 'conflict')
    let decided: Decided | undefined
    if (sent?.get('act') === 'withdraw') {
      await withdraw(ask.program, raffle, winner.person)
      decided = 'withdrawn'
    } else if (sent) {
      const name = sent.get('name') === 'whole' ? names.whole : sent.get('name') === 'short' ? names.short : undefined
      if (name === undefined || sent.get('agree') !== 'yes') decided = 'not-ticked'
      else {
        if ((await namedOf(ask.program, raffle)).has(winner.person)) await withdraw(ask.program, raffle, winner.person)
        await agree(ask.program, raffle, { person: winner.person, name, lang: ask.lang })
        decided = 'agreed'
      }
    }
    const named = (await namedOf(ask.program, raffle)).get(winner.person)
    return agreementPage(ask.lang, {
      raffle,
      notice,
      names,
      named,
      decided,
      path: `/raffle/${raffle.page}/winner/${params.secret ?? ''}`,
    })
  }

  const agreement: PublicPage = {
    path: '/raffle/:page/winner/:secret',
    costs: () => true,
    handle: (ask, _query, params) => decide(ask, params, undefined),
    form: { maxBytes: 2_000, handle: (ask, sent, params) => decide(ask, params, sent) },
  }

  return [page, file, agreement, participationStylePage]
}
