/** The withdrawal function that a Finnish web shop must have since 19.6.2026: two steps, no account, and an acknowledgement that can be kept. */

import { createHash } from 'node:crypto'
import { noteTurnedAway } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { readEmail } from '../register/email.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { text } from '../texts/texts.ts'
import { type Declaring, declare, whereItBelongs, withdrawalConnection } from './declaration.ts'
import { toldPage } from './form-page.ts'
import { giveStamp, readStamp } from './stamp.ts'
import {
  askWithdrawal,
  confirmWithdrawal,
  type WithdrawFields,
  withdrawFields,
  withdrawnPage,
  withdrawPath,
} from './withdraw-page.ts'

/** Twenty at once from one address, and one more every ten seconds. */
const allowance = { burst: 20, millisecondsEach: 10_000 }

const typed = (sent: URLSearchParams): WithdrawFields => {
  const of = (name: (typeof withdrawFields)[number]) => (sent.get(name) ?? '').trim().slice(0, 300)
  return { name: of('name'), order: of('order').replace(/^#/, ''), part: of('part'), email: of('email') }
}

function wrongIn(
  fields: WithdrawFields,
  lang: OpenAsk['lang'],
): Partial<Record<(typeof withdrawFields)[number], string>> {
  const wrong: Partial<Record<(typeof withdrawFields)[number], string>> = {}
  for (const name of withdrawFields) {
    if (fields[name] === '' && name !== 'part') wrong[name] = text(lang, 'forms.wrong.required')
    else if (maskIdentityCodes(fields[name]).found > 0) wrong[name] = text(lang, 'rights.ask.wrong.identity-code')
  }
  if (fields.email !== '' && addressIn(fields) === undefined) wrong.email = text(lang, 'rights.ask.wrong.email')
  return wrong
}

function addressIn({ email }: WithdrawFields): string | undefined {
  try {
    return readEmail(email).address
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}

export function withdrawPages(carriers: Pick<Declaring, 'door' | 'mail'>): readonly PublicPage[] {
  const shownTo = async (ask: OpenAsk, fields: WithdrawFields) => {
    const { notice, version } = await ask.program.published()
    const shown = { form: withdrawPath, version: 1, lang: ask.lang, noticeVersion: version }
    return {
      lang: ask.lang,
      controller: notice?.controller.name ?? '',
      stamp: giveStamp(ask.program.home, shown, ask.clock.now()),
      fields,
    }
  }
  /** There is nothing to withdraw from where the notice keeps no orders. */
  const placeOf = async (ask: OpenAsk) => {
    const [belongs, { notice }] = await Promise.all([whereItBelongs(ask.program), ask.program.published()])
    return belongs && notice ? { belongs, notice } : undefined
  }
  const noOrders = ({ lang }: OpenAsk) =>
    toldPage(lang, '', {
      title: text(lang, 'forms.withdraw.title'),
      words: [text(lang, 'forms.withdraw.none')],
      status: 404,
    })

  const page: PublicPage = {
    path: withdrawPath,
    costs: () => true,
    handle: async (ask, query) => {
      if (!(await placeOf(ask))) return noOrders(ask)
      // A shop may link to an order: its number is no person's name.
      return askWithdrawal(await shownTo(ask, typed(new URLSearchParams({ order: query.get('order') ?? '' }))))
    },
    form: {
      maxBytes: 20_000,
      allowance,
      handle: async (ask, sent) => {
        const place = await placeOf(ask)
        if (!place) return noOrders(ask)
        const { program, clock, lang } = ask
        const fields = typed(sent)
        const by = { app: program.database.app, home: program.home, clock, actor: 'system' }
        const connection = await withdrawalConnection(
          by,
          place.notice,
          text('fi', 'forms.withdraw.name-of'),
          place.belongs,
        )
        const turnAway = async (why: 'forged' | 'early' | 'stale' | 'trap') => {
          await noteTurnedAway(program.database.app, connection, why, clock.now())
          return askWithdrawal(await shownTo(ask, fields), {}, text(lang, `forms.wrong.${why}`))
        }
        const stamp = readStamp(program.home, withdrawPath, sent.get('stamp') ?? '', clock.now())
        if (typeof stamp === 'string') return turnAway(stamp)
        if (sent.get('homepage')) return turnAway('trap')
        const wrong = wrongIn(fields, lang)
        const email = addressIn(fields)
        if (email === undefined || Object.keys(wrong).length > 0)
          return askWithdrawal(await shownTo(ask, fields), wrong)
        if (sent.get('act') !== 'confirm')
          return confirmWithdrawal({ ...(await shownTo(ask, fields)), stamp: sent.get('stamp') ?? '' })
        const declared = {
          // The same words by the same page count once; other words by it are another declaration.
          id: createHash('sha256')
            .update(JSON.stringify([stamp.nonce, fields]))
            .digest('base64url'),
          ...fields,
          email,
          at: clock.now().toISOString(),
          lang,
          noticeVersion: stamp.noticeVersion,
          shownAt: new Date(stamp.at).toISOString(),
        }
        await declare({ ...carriers, program }, connection, declared)
        return withdrawnPage(place.notice.controller.name, declared)
      },
    },
  }
  return [page]
}
