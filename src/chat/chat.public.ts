/** The visitor's side of the chat: a page that works without script, and the same for the script of another site's page. Nothing is kept in the browser by either. */

import { noteTurnedAway } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import { isId, newSecret } from '../base/ids.ts'
import { giveStamp, readStamp } from '../forms/stamp.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import type { Program } from '../http/program.ts'
import { readEmail } from '../register/email.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { chatPath } from './chat-adapter.ts'
import { type ChatDoor, findDoor, isSomebodyThere, mayChat } from './chat-door.ts'
import { chatLayerMarkup, chatPage, chatStylePage, chatTold, speaker } from './chat-page.ts'
import { begin, end, type Line, linesOf, longest, say, type Talk, talkOf } from './talk.ts'
import { widgetScript } from './widget.ts'

const maxBytes = 20_000
/** Without script: twenty at once from one address, and one more every three seconds. */
const pages = { burst: 20, millisecondsEach: 3000 }
/** By script, which looks every three seconds: as many as sit behind one address. */
const looks = { burst: 200, millisecondsEach: 250 }

interface Open {
  readonly door: ChatDoor
  readonly scope: PurposeScope
}

/** Undefined while the chat is closed, and where the notice has no place for it. */
async function openDoorOf(program: Program): Promise<Open | undefined> {
  const door = await findDoor(program.database.app)
  if (!door?.isOpen) return undefined
  const published = await program.published()
  if (!published.purposes.some(({ id }) => id === door.purpose)) return undefined
  const scope = await scopeFor({ purpose: door.purpose, published, program })
  return mayChat(scope) ? { door, scope } : undefined
}

const there = ({ program, clock }: OpenAsk, { door }: Open): Promise<boolean> =>
  isSomebodyThere(program.database.app, door.id, clock.now())

const stampFor = ({ program, lang, clock }: OpenAsk, { door, scope }: Open): string =>
  giveStamp(program.home, { form: door.id, version: 1, lang, noticeVersion: scope.version }, clock.now())

type Wrong = 'forged' | 'early' | 'stale' | 'trap' | 'empty' | 'email' | 'gone'

/** What became of what a visitor sent: where they are in the talk, or what is wrong with it. */
type Came = { readonly talk: Talk; readonly token: string } | { readonly wrong: Wrong }

/** Reads what was sent by either way. What is turned away is counted by the hour, and nothing of it is kept. */
async function take(ask: OpenAsk, { door }: Open, sent: URLSearchParams): Promise<Came> {
  const { program, clock } = ask
  const token = sent.get('talk') ?? ''
  const known = token === '' ? undefined : await talkOf(program, token)
  if (token !== '' && (known === undefined || known.connection !== door.id || known.ended)) return { wrong: 'gone' }
  const act = sent.get('act')
  if (known && act !== 'say') {
    if (act === 'end') await end(program, known.id, null)
    return { talk: act === 'end' ? { ...known, ended: true } : known, token }
  }
  const words = (sent.get('text') ?? '').trim().slice(0, longest)
  if (words === '') return { wrong: 'empty' }
  const email = emailIn(sent.get('email') ?? '')
  if (email === null) return { wrong: 'email' }
  const turnAway = async (wrong: 'forged' | 'early' | 'stale' | 'trap'): Promise<Came> => {
    await noteTurnedAway(program.database.app, door.id, wrong, clock.now())
    return { wrong }
  }
  if (sent.get('homepage')) return turnAway('trap')
  const stamp = known ? undefined : readStamp(program.home, door.id, sent.get('stamp') ?? '', clock.now())
  if (typeof stamp === 'string') return turnAway(stamp)
  const { talk, token: own } = stamp ? await begin(program, door.id, stamp) : { talk: known, token }
  if (talk === undefined || talk.ended) return { wrong: 'gone' }
  const client = (sent.get('id') ?? '').slice(0, 80)
  await say(program, talk.id, { client: client || newSecret(), text: words, by: null, email })
  return { talk: { ...talk, hasEmail: talk.hasEmail || email !== undefined }, token: own }
}

/** Undefined of none; null of one that is no address. */
function emailIn(written: string): string | undefined | null {
  if (written.trim() === '') return undefined
  try {
    return readEmail(written).address
  } catch (fault) {
    if (fault instanceof Refused) return null
    throw fault
  }
}

const wrongIn = ({ lang }: OpenAsk, wrong: Wrong): string =>
  wrong === 'empty' || wrong === 'email' || wrong === 'gone'
    ? text(lang, `chat.wrong.${wrong}`)
    : text(lang, `forms.wrong.${wrong}`)

/** Any site may ask: who asks has no cookie here, and shows by its token which talk is its own. */
const json = (answer: object, status = 200): Response =>
  Response.json(answer, {
    status,
    headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8' },
  })

const lineAnswers = ({ lang }: OpenAsk, lines: readonly Line[]) =>
  lines.map(line => ({ id: line.id, mine: line.by === null, by: speaker(lang, line), text: line.text }))

const page: PublicPage = {
  path: chatPath,
  costs: () => true,
  handle: async ask => {
    const open = await openDoorOf(ask.program)
    if (!open) return chatTold(ask.lang, await controllerOf(ask), 'closed')
    return chatPage({
      lang: ask.lang,
      scope: open.scope,
      isSomebodyThere: await there(ask, open),
      client: newSecret(),
      key: { stamp: stampFor(ask, open) },
      lines: [],
      hasEmail: false,
    })
  },
  form: {
    maxBytes,
    allowance: pages,
    handle: async (ask, sent) => {
      const { program, lang } = ask
      const open = await openDoorOf(program)
      if (!open) return chatTold(lang, await controllerOf(ask), 'closed')
      const came = await take(ask, open, sent)
      if ('talk' in came && came.talk.ended) return chatTold(lang, open.scope.notice.controller.name, 'ended')
      if ('wrong' in came && came.wrong === 'gone') return chatTold(lang, open.scope.notice.controller.name, 'ended')
      const token = 'token' in came ? came.token : (sent.get('talk') ?? '')
      const talk = 'talk' in came ? came.talk : await talkOf(program, token)
      const wrong = 'wrong' in came ? wrongIn(ask, came.wrong) : undefined
      return chatPage({
        lang,
        scope: open.scope,
        isSomebodyThere: await there(ask, open),
        client: wrong === undefined ? newSecret() : (sent.get('id') ?? ''),
        key: talk ? { talk: token } : { stamp: stampFor(ask, open) },
        lines: talk ? await linesOf(program, talk.id) : [],
        hasEmail: talk?.hasEmail ?? false,
        wrong,
        // What is being written stays while new lines are looked for.
        ...((wrong !== undefined || sent.get('act') !== 'say') && {
          typed: { text: sent.get('text') ?? '', email: sent.get('email') ?? '' },
        }),
      })
    },
  },
}

const controllerOf = async ({ program }: OpenAsk): Promise<string> =>
  (await program.published()).notice?.controller.name ?? ''

/** What the script asks when the visitor opens the chat. */
const beginning: PublicPage = {
  path: `${chatPath}/begin`,
  costs: () => true,
  handle: async ask => {
    const { lang, program } = ask
    const open = await openDoorOf(program)
    if (!open) return json({ closed: text(lang, 'chat.closed.words') }, 404)
    const words = Object.fromEntries(
      (['title', 'text', 'email', 'send', 'close', 'here', 'away', 'offline'] as const).map(name => [
        name,
        text(lang, `chat.${name}`),
      ]),
    )
    return json({
      here: await there(ask, open),
      stamp: stampFor(ask, open),
      words: { ...words, ended: text(lang, 'chat.ended.words'), notice: text(lang, 'forms.layer.title') },
      layer: String(await chatLayerMarkup(open.scope, lang, program.url)),
    })
  },
}

/** What the script says and looks for. */
const talking: PublicPage = {
  path: `${chatPath}/talk`,
  handle: async () => json({}, 405),
  form: {
    maxBytes,
    allowance: looks,
    handle: async (ask, sent) => {
      const open = await openDoorOf(ask.program)
      if (!open) return json({ wrong: text(ask.lang, 'chat.closed.words') }, 422)
      const came = await take(ask, open, sent)
      if ('wrong' in came)
        return json(
          { wrong: wrongIn(ask, came.wrong), early: came.wrong === 'early', ended: came.wrong === 'gone' },
          422,
        )
      const after = sent.get('after') ?? ''
      const lines = await linesOf(ask.program, came.talk.id, isId(after) ? after : undefined)
      return json({
        talk: came.token,
        named: came.talk.hasEmail,
        ended: came.talk.ended,
        here: await there(ask, open),
        lines: lineAnswers(ask, lines),
      })
    },
  },
}

/** The script of another site's page: the same for everybody. */
const widget: PublicPage = {
  path: `${chatPath}.js`,
  costs: () => true,
  handle: async ({ program }) => {
    const { notice } = await program.published()
    const isOpen = (await openDoorOf(program)) !== undefined
    return new Response(notice && isOpen ? widgetScript(notice, program.url) : '', {
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=300',
      },
    })
  },
}

export const chatPages: readonly PublicPage[] = [page, beginning, talking, widget, chatStylePage]
