/** The hosted form: fetched and sent without script, in the visitor's language; what it says afterwards is the same for everybody. */

import { noteTurnedAway } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import type { Lang } from '../notice/notice.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { confirmPage } from './confirm-page.ts'
import { closedScript, embedScript } from './embed.ts'
import { type FormRow, formAt, isOpen, versionOf } from './form.ts'
import { sentFormOf } from './form-adapter.ts'
import { type FormShown, formPage, pathOf, toldPage } from './form-page.ts'
import { formStylePage } from './form-style.ts'
import { canTell, type Offer, offerOf } from './offer.ts'
import { readSent } from './read-sent.ts'
import { giveStamp, readStamp } from './stamp.ts'
import { confirm, type Taking, take } from './take.ts'
import { behindLink } from './waiting.ts'

/** Sixty at once from one address, as at a fair, and one more every two seconds. */
const allowance = { burst: 60, millisecondsEach: 2000 }
const maxBytes = 200_000

/** A form that takes what is sent, as the notice in force lets it ask. */
interface Ready {
  readonly form: FormRow
  readonly offer: Offer
  readonly lang: Lang
  readonly noticeVersion: number
}

/** Undefined for one that is not there, is closed, or has nobody left to ask for. */
async function readyAt({ program, lang, clock }: OpenAsk, address: string): Promise<Ready | undefined> {
  const form = await formAt(program.database.app, address)
  if (!form || !isOpen(form, clock.now())) return undefined
  const published = await program.published()
  if (!published.purposes.some(({ id }) => id === form.purpose)) return undefined
  const scope = await scopeFor({ purpose: form.purpose, published, program })
  const offer = offerOf(form.content, scope, form.source)
  if (!canTell(offer)) return undefined
  const { languages } = form.content
  return {
    form,
    offer,
    lang: languages.find(one => one === lang) ?? languages[0] ?? 'fi',
    noticeVersion: scope.version,
  }
}

const controllerOf = async ({ program }: OpenAsk): Promise<string> =>
  (await program.published()).notice?.controller.name ?? ''

/** The same for a form that never was, one that is closed and one that the notice has no place for any more. */
async function closedPage(ask: OpenAsk): Promise<Response> {
  const { contact } = await ask.program.published()
  const words = [text(ask.lang, 'forms.closed.why')]
  if (contact !== undefined) words.push(text(ask.lang, 'forms.closed.ask', { contact }))
  return toldPage(ask.lang, await controllerOf(ask), {
    title: text(ask.lang, 'forms.closed.title'),
    words,
    status: 404,
  })
}

const stampFor = ({ program, clock }: OpenAsk, { form, lang, noticeVersion }: Ready): string =>
  giveStamp(program.home, { form: form.id, version: form.version, lang, noticeVersion, at: clock.now().getTime() })

const showForm = (ask: OpenAsk, ready: Ready, more: Pick<FormShown, 'typed' | 'wrong' | 'trouble'> = {}) =>
  formPage({ offer: ready.offer, lang: ready.lang, address: ready.form.address, stamp: stampFor(ask, ready), ...more })

async function donePage(
  ask: OpenAsk,
  { offer: { content }, lang }: Ready,
  done: 'sent' | 'confirm',
): Promise<Response> {
  const own = done === 'sent' ? content.thanks[lang] : undefined
  return toldPage(lang, await controllerOf(ask), {
    title: text(lang, `forms.done.${done}.title`),
    words: [own || text(lang, `forms.done.${done}.words`)],
  })
}

export function formPages(taking: Pick<Taking, 'door' | 'mail'>): readonly PublicPage[] {
  const page: PublicPage = {
    path: '/f/:address',
    costs: () => true,
    handle: async (ask, query, { address = '' }) => {
      const ready = await readyAt(ask, address)
      const done = query.get('done')
      if (!ready) return closedPage(ask)
      return done === 'sent' || done === 'confirm' ? donePage(ask, ready, done) : showForm(ask, ready)
    },
    form: {
      maxBytes,
      allowance,
      handle: async (ask, typed, { address = '' }) => {
        const ready = await readyAt(ask, address)
        if (!ready) return closedPage(ask)
        const { form, lang } = ready
        const { app } = ask.program.database
        const turnAway = async (why: 'forged' | 'early' | 'stale' | 'trap') => {
          await noteTurnedAway(app, form.id, why, ask.clock.now())
          return showForm(ask, ready, { typed, trouble: text(lang, `forms.wrong.${why}`) })
        }
        const stamp = readStamp(ask.program.home, form.id, typed.get('stamp') ?? '', ask.clock.now())
        if (typeof stamp === 'string') return turnAway(stamp)
        if (typed.get('homepage')) return turnAway('trap')
        const content = stamp.version === form.version ? form.content : await versionOf(app, form.id, stamp.version)
        if (content === undefined) return turnAway('forged')
        const offer = offerOf(content, ready.offer.scope, form.source)
        const read = readSent(offer, typed, { lang: stamp.lang, at: ask.clock.now() })
        if ('wrong' in read) return showForm(ask, ready, { typed, wrong: read.wrong })
        const sent = sentFormOf(read, {
          stamp,
          place: pathOf(address),
          at: ask.clock.now(),
          title: content.title[stamp.lang] ?? '',
          isContract: offer.bases.has('contract'),
        })
        const next = await take({ ...taking, program: ask.program }, form, offer, sent)
        return new Response(null, {
          status: 303,
          headers: { location: `${pathOf(address)}?lang=${stamp.lang}&done=${next}` },
        })
      },
    },
  }

  const confirmation: PublicPage = {
    path: '/f/:address/confirm/:secret',
    costs: () => true,
    handle: async (ask, _query, { address = '', secret = '' }) => {
      const found = await behindLink(ask.program.database.app, taking.mail, secret, ask.clock.now())
      return confirmPage(ask.lang, await controllerOf(ask), `${pathOf(address)}/confirm/${secret}`, found)
    },
    form: {
      maxBytes: 200,
      allowance,
      handle: async (ask, _fields, { address = '', secret = '' }) => {
        const { app } = ask.program.database
        const found = await behindLink(app, taking.mail, secret, ask.clock.now())
        if (found && !('confirmed' in found)) {
          const form = await formAt(app, address)
          if (form?.id !== found.form) throw new Refused('forms.absent', 'absent')
          await confirm({ ...taking, program: ask.program }, form, found)
        }
        return confirmPage(ask.lang, await controllerOf(ask), '', found && { confirmed: true, form: found.form })
      },
    },
  }
  /** Fetched by other sites' pages; it changes nothing and knows nobody, so any site may have it. */
  const embed: PublicPage = {
    path: '/f/:address/embed.js',
    costs: () => true,
    handle: async (ask, _query, { address = '' }) => {
      const ready = await readyAt(ask, address)
      const { offer, lang } = ready ?? {}
      const script =
        ready && offer && lang
          ? await embedScript({ offer, lang, address, site: ask.program.url, stamp: stampFor(ask, ready) })
          : closedScript(ask.lang)
      return new Response(script, {
        headers: { 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' },
      })
    },
  }
  return [page, confirmation, embed, formStylePage]
}
