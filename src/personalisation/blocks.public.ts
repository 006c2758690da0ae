/** The site's side of personalisation: a script, and the answer to whoever comes with a pass; to everybody else it is that nothing is shown. */

import { Refused } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import { refusalFrom } from '../database/refusal.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { recordedAsk } from '../http/recorded-ask.ts'
import { langs } from '../notice/notice.ts'
import { showTo } from './choose.ts'
import { slotIfAny } from './slot.ts'
import type { Words } from './slot-answers.ts'
import { blocksScript } from './snippet.ts'
import { readPass } from './visitor.ts'

const anySite = { 'access-control-allow-origin': '*' }

/** Any site may ask: there is no cookie here, and who is meant is in the pass. */
const answer = (words: Words | null): Response =>
  Response.json({ words }, { headers: { ...anySite, 'cache-control': 'no-store' } })

async function wordsFor(ask: OpenAsk, slotId: string, sent: URLSearchParams): Promise<Words | null> {
  const { program, clock } = ask
  const person = readPass(program.home, sent.get('visitor') ?? '', clock.now())?.person
  const slot = person && isId(slotId) ? await slotIfAny(program.database.app, slotId) : undefined
  const published = await program.published()
  if (!person || !slot || !published.purposes.some(({ id }) => id === slot.purpose)) return null
  const lang = langs.find(one => one === sent.get('lang')) ?? ask.lang
  const asking = recordedAsk(
    // On their page it stands in the notice's own language.
    { ...ask, lang: published.notice?.languages[0] ?? ask.lang },
    { kind: 'person', id: person, actor: `person:${person}`, purpose: slot.purpose, published },
  )
  const { words } = await showTo(asking, slot, person, lang)
  if (words) asking.saw([person], 'personalisation.block', ['marketing-measures'])
  await asking.recorded()
  return words
}

const block: PublicPage = {
  path: '/blocks/:slot',
  handle: async () => answer(null),
  form: {
    maxBytes: 2_000,
    allowance: { burst: 100, millisecondsEach: 200 }, // as many as sit behind one address
    handle: async (ask, sent, { slot = '' }) => {
      try {
        return answer(await wordsFor(ask, slot, sent))
      } catch (fault) {
        const refused = refusalFrom(fault)
        if (refused instanceof Refused) return answer(null) // the notice does not let it be shown any more
        throw fault
      }
    },
  },
}

const script: PublicPage = {
  path: '/blocks.js',
  handle: async () =>
    new Response(blocksScript, {
      headers: {
        ...anySite,
        'content-type': 'text/javascript; charset=utf-8',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=3600',
      },
    }),
}

export const blockPages: readonly PublicPage[] = [script, block]
