/** Anybody may ask for their rights at /rights: what is answered there, and how fast, is the same whether the register knows them or not. */

import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { openStamps } from '../http/stamp.ts'
import type { Mail } from '../mail/transport.ts'
import type { Notice } from '../notice/notice.ts'
import { readEmail } from '../register/email.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { type Asked, askedByForm, receiveForm, receiveWish } from './ask.ts'
import { askPage, askPath, type Fields, noFields, type Receipt, receivedPage, type Wrong } from './ask-page.ts'
import { rightsStylePage } from './rights-page-style.ts'

/** Ten at once from one address, as from a library, and one more every five minutes. */
const allowance = { burst: 10, millisecondsEach: 300_000 }

const typed = (fields: URLSearchParams): Fields => {
  const of = (name: keyof Fields, most: number) => (fields.get(name) ?? '').trim().slice(0, most)
  return {
    kind: of('kind', 20),
    words: of('words', 4000),
    name: of('name', 100),
    email: of('email', 100),
    post: of('post', 90),
  }
}

/** What cannot be taken as it is; an empty object when all can. */
function wrongIn({ words, name, email, post }: Fields): Wrong {
  const hasCode = (value: string) => maskIdentityCodes(value).found > 0
  return {
    ...(words === '' && { words: 'rights.ask.wrong.words' }),
    ...(name === '' && { name: 'rights.ask.wrong.name' }),
    ...(email === '' && post === '' && { email: 'rights.ask.wrong.address' }),
    ...(email !== '' && addressOf(email) === undefined && { email: 'rights.ask.wrong.email' }),
    ...(hasCode(words) && { words: 'rights.ask.wrong.identity-code' }),
    ...(hasCode(name) && { name: 'rights.ask.wrong.identity-code' }),
    ...(hasCode(post) && { post: 'rights.ask.wrong.identity-code' }),
  } satisfies Wrong
}

function addressOf(email: string): string | undefined {
  try {
    return readEmail(email).address
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}

async function noticeOf({ program }: OpenAsk): Promise<Notice> {
  const { notice } = await program.published()
  if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
  return notice
}

export function askPages(clock: Clock, mail: Pick<Mail, 'configured'>): readonly PublicPage[] {
  const stamps = openStamps<Receipt>(clock)
  const again = async (ask: OpenAsk, fields: Fields, wrong: Wrong) =>
    askPage(ask.lang, { notice: await noticeOf(ask), stamp: stamps.give(ask, askPath), fields, wrong })

  /** Records what was sent, if it can be taken. */
  async function take(ask: OpenAsk, act: string | null, fields: Fields): Promise<Receipt | Wrong> {
    const email = addressOf(fields.email)
    if (act === 'stop') {
      if (email === undefined) return { stop: 'rights.ask.wrong.email' }
      await receiveWish(ask.program, email, ask.lang)
      return { act: 'stop', byMail: mail.configured }
    }
    const wrong = wrongIn(fields)
    const kind: Asked['kind'] | undefined = askedByForm.find(one => one === fields.kind)
    if (kind === undefined || Object.keys(wrong).length > 0) return wrong
    const { name, words, post } = fields
    const received = await receiveForm(ask.program, {
      kind,
      name,
      words,
      email,
      post: post || undefined,
      lang: ask.lang,
    })
    return { act: 'ask', ...received }
  }

  const page: PublicPage = {
    path: askPath,
    handle: (ask, query) => again(ask, { ...noFields, kind: query.get('right') ?? '' }, {}),
    form: {
      maxBytes: 40_000,
      allowance,
      handle: async (ask, sent) => {
        const stamp = sent.get('stamp') ?? ''
        const found = stamps.look(ask, askPath, stamp)
        if (found.state === 'used') return receivedPage(ask.lang, await noticeOf(ask), found.answer)
        const fields = typed(sent)
        if (found.state !== 'good') return again(ask, fields, { form: `rights.ask.wrong.${found.state}` })
        if (sent.get('homepage')) return again(ask, fields, { form: 'rights.ask.wrong.trap' })
        const taken = await take(ask, sent.get('act'), fields)
        if (!('act' in taken)) return again(ask, sent.get('act') === 'stop' ? noFields : fields, taken)
        stamps.use(stamp, taken)
        return receivedPage(ask.lang, await noticeOf(ask), taken)
      },
    },
  }
  return [page, rightsStylePage]
}
