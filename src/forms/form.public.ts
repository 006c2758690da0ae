/** The hosted form: fetched and sent without script, in the visitor's language; what it says afterwards is the same for everybody. */

import { noteTurnedAway } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { NoteAct } from '../http/act.ts'
import type { OpenAsk } from '../http/ask.ts'
import { readMultipart } from '../http/multipart.ts'
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
import { canTell, isOfFiles, type Offer, offerOf } from './offer.ts'
import { fieldName, readSent } from './read-sent.ts'
import { noteStep, type Step } from './results.ts'
import { type Taking as Files, fileLimits, takeFiles } from './sent-file.ts'
import { giveStamp, readStamp } from './stamp.ts'
import { confirm, type Taking, take } from './take.ts'
import { behindLink } from './waiting.ts'

/** Sixty at once from one address, as at a fair, and one more every two seconds. */
const allowance = { burst: 60, millisecondsEach: 2000 }
const maxBytes = 200_000
/** With files; and past those that are too large is read so far that the page can come back with what was typed. */
const fileAllowance = { burst: 20, millisecondsEach: 30_000 }
const multipart = { body: 100_000_000, fields: maxBytes, file: fileLimits.file }
const noFiles = { files: [], wrong: undefined }

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
  giveStamp(program.home, { form: form.id, version: form.version, lang, noticeVersion }, clock.now())

const showForm = (ask: OpenAsk, ready: Ready, more: Pick<FormShown, 'typed' | 'wrong' | 'trouble'> = {}) =>
  formPage({ offer: ready.offer, lang: ready.lang, address: ready.form.address, stamp: stampFor(ask, ready), ...more })

const count = ({ program, clock }: OpenAsk, { form, lang }: Ready, step: Step) =>
  noteStep(program.database.app, form.id, { lang, step, at: clock.now() })

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

export function formPages(
  taking: Pick<Taking, 'door' | 'mail'> & { readonly noteAct: NoteAct },
): readonly PublicPage[] {
  /** Answers what was sent, and whether its files belong to it from now on. */
  async function taken(
    ask: OpenAsk,
    ready: Ready,
    typed: URLSearchParams,
    files: Pick<Files, 'files' | 'wrong'>,
  ): Promise<Response> {
    const { form, lang } = ready
    const { app } = ask.program.database
    const turnAway = async (why: 'forged' | 'early' | 'stale' | 'trap') => {
      await noteTurnedAway(app, form.id, why, ask.clock.now())
      // A page that was left open for a day is nobody's attack.
      if (why !== 'stale') ask.program.noteAttempt({ what: 'form', address: ask.address, door: pathOf(form.address) })
      return showForm(ask, ready, { typed, trouble: text(lang, `forms.wrong.${why}`) })
    }
    const stamp = readStamp(ask.program.home, form.id, typed.get('stamp') ?? '', ask.clock.now())
    if (typeof stamp === 'string') return turnAway(stamp)
    if (typed.get('homepage')) return turnAway('trap')
    const content = stamp.version === form.version ? form.content : await versionOf(app, form.id, stamp.version)
    if (content === undefined) return turnAway('forged')
    const offer = offerOf(content, ready.offer.scope, form.source)
    const read = readSent(offer, typed, { lang: stamp.lang, at: ask.clock.now(), files })
    if ('wrong' in read) {
      await count(ask, ready, 'wrong')
      return showForm(ask, ready, { typed, wrong: read.wrong })
    }
    const sent = sentFormOf(read, {
      stamp,
      place: pathOf(form.address),
      at: ask.clock.now(),
      title: content.title[stamp.lang] ?? '',
      isContract: offer.bases.has('contract'),
    })
    // Before it is delivered: whoever writes it may be quicker than we are.
    await taking.noteAct(ask, { kind: 'form', visit: typed.get('visit') ?? '', delivery: sent.id })
    const next = await take({ ...taking, program: ask.program }, form, offer, sent)
    await count(ask, ready, 'sent')
    return new Response(null, {
      status: 303,
      headers: { location: `${pathOf(form.address)}?lang=${stamp.lang}&done=${next}` },
    })
  }

  /** Files of a page that nobody was shown are read past; of a form that is not taken nothing stays. */
  async function takenWithFiles(ask: OpenAsk, ready: Ready, request: Request): Promise<Response> {
    const files = takeFiles(ask.program)
    const mayTake = (before: URLSearchParams): boolean =>
      !before.get('homepage') &&
      typeof readStamp(ask.program.home, ready.form.id, before.get('stamp') ?? '', ask.clock.now()) !== 'string'
    const answer = await readMultipart(request, multipart, async (file, before) => {
      if (ready.offer.fields.some(field => isOfFiles(field) && fieldName(field) === file.field) && mayTake(before))
        await files.take(file)
    })
      .then(typed => taken(ask, ready, typed, files))
      .catch(async fault => {
        await files.drop()
        throw fault
      })
    if (answer.status !== 303) await files.drop()
    return answer
  }

  const page: PublicPage = {
    path: '/f/:address',
    costs: () => true,
    handle: async (ask, query, { address = '' }) => {
      const ready = await readyAt(ask, address)
      const done = query.get('done')
      if (!ready) return closedPage(ask)
      if (done === 'sent' || done === 'confirm') return donePage(ask, ready, done)
      await count(ask, ready, 'fetched')
      return showForm(ask, ready)
    },
    form: {
      maxBytes,
      allowance,
      handle: async (ask, typed, { address = '' }) => {
        const ready = await readyAt(ask, address)
        if (!ready) return closedPage(ask)
        return taken(ask, ready, typed, noFiles)
      },
      withFiles: {
        allowance: fileAllowance,
        handle: async (ask, request, { address = '' }) => {
          const ready = await readyAt(ask, address)
          return ready ? takenWithFiles(ask, ready, request) : closedPage(ask)
        },
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
      if (ready) await count(ask, ready, 'fetched')
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
