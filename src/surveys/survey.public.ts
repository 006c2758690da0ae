/** A survey is answered page by page without script; the way through it is reckoned anew from all that was answered, each time. */

import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { openStamps } from '../http/stamp.ts'
import { scopeFor } from '../register/scope.ts'
import { type TextKey, text } from '../texts/texts.ts'
import { putAnonymous } from './anonymous.ts'
import { pathOf } from './branching.ts'
import { type Answers, type Question, wordsIn } from './content.ts'
import { behindLink } from './invitation.ts'
import { needsConsent, writeNamed } from './named.ts'
import { readAnswer, readCarried } from './read-answer.ts'
import { type Survey, stateOf, surveyOfPage } from './survey.ts'
import { questionPage, type Shown, startPage, toldPage } from './survey-page.ts'
import { surveyStylePage } from './survey-style.ts'

/** As from one office or library: sixty pages at once from one address, and one more every second. */
const allowance = { burst: 60, millisecondsEach: 1000 }

/** Somebody before a survey that they may answer. */
interface Visitor {
  readonly ask: OpenAsk
  readonly survey: Survey
  /** Who was invited, by their link. */
  readonly person: string | undefined
  readonly shown: Omit<Shown, 'stamp'>
}

type Params = Readonly<Record<string, string>>

export function surveyPages(clock: Clock): readonly PublicPage[] {
  const stamps = openStamps<true>(clock)
  const taking = new Map<string, Promise<Response>>()

  const closed = ({ lang }: OpenAsk, key: 'closed' | 'answered' = 'closed'): Promise<Response> =>
    toldPage(lang, {
      title: text(lang, `surveys.${key}.title`),
      words: text(lang, `surveys.${key}.words`),
      ...(key === 'closed' && { status: 404 }),
    })

  /** The page to show instead, where there is nothing to answer: the same for one that never was and one that is over. */
  async function comeIn(ask: OpenAsk, { page = '', secret }: Params): Promise<Visitor | Response> {
    const { program } = ask
    const { app } = program.database
    const survey = await surveyOfPage(app, page)
    if (!survey || stateOf(survey, ask.clock.now()) !== 'open') return closed(ask)
    const invited = secret === undefined ? undefined : await behindLink(app, survey.id, secret)
    if ((survey.segment !== null) !== (invited !== undefined)) return closed(ask)
    if (invited?.answered) return closed(ask, 'answered')
    const published = await program.published()
    if (!published.purposes.some(({ id }) => id === survey.purpose)) return closed(ask)
    const scope = await scopeFor({ purpose: survey.purpose, published, program })
    const { languages } = survey.content
    const lang = languages.find(one => one === ask.lang) ?? languages[0] ?? 'fi'
    const path = `/survey/${survey.page}${secret === undefined ? '' : `/${secret}`}`
    const shown = { survey, scope, lang, path, isInvited: invited !== undefined }
    return { ask: { ...ask, lang }, survey, person: invited?.person, shown }
  }

  const start = ({ ask, shown }: Visitor, wrong?: TextKey): Promise<Response> =>
    startPage({ ...shown, stamp: stamps.give(ask, shown.path), wrong })

  const thanks = ({ survey: { content }, shown: { lang } }: Visitor): Promise<Response> =>
    toldPage(lang, {
      title: text(lang, 'surveys.thanks.title'),
      words: wordsIn(content.thanks, content, lang) || text(lang, 'surveys.thanks.words'),
    })

  async function take(visitor: Visitor, path: readonly Question[], answers: Answers): Promise<Response> {
    const { ask, survey, person, shown } = visitor
    const { program } = ask
    const taken =
      survey.keeps === 'anonymous'
        ? await putAnonymous({ app: program.database.app, home: program.home }, survey, answers, {
            invited: person,
            at: ask.clock.now(),
          })
        : person !== undefined && (await writeNamed(program, survey, { person, path, answers, lang: shown.lang }))
    return taken ? thanks(visitor) : closed(ask, person === undefined ? 'closed' : 'answered')
  }

  /** Reads the page that was sent, and shows the one that follows, or the one before. */
  async function goOn(visitor: Visitor, sent: URLSearchParams): Promise<Response> {
    const { ask, survey, shown } = visitor
    const { questions } = survey.content
    const stamp = sent.get('stamp') ?? ''
    const { state } = stamps.look(ask, shown.path, stamp)
    if (state === 'used') return thanks(visitor)
    if (sent.get('homepage')) return start(visitor, 'surveys.wrong.trap')
    const agrees = sent.get('agree') === 'yes'
    const asksConsent = survey.keeps === 'named' && needsConsent(shown.scope.notice, survey.purpose)
    if (asksConsent && !agrees) return start(visitor, 'surveys.wrong.consent')
    const { path, answers } = pathOf(survey.content, readCarried(questions, sent))
    const show = (asked: Question, wrong?: TextKey): Promise<Response> =>
      questionPage({ ...shown, stamp: state === 'stale' ? stamps.give(ask, shown.path) : stamp, wrong }, asked, {
        answers,
        agrees,
        before: path[path.indexOf(asked) - 1]?.id,
      })
    const [first] = path
    if (!first) return closed(ask)
    const at = path.find(({ id }) => id === sent.get('at'))
    if (!at) return show(first)
    if (sent.get('to') === 'back') return show(path[path.indexOf(at) - 1] ?? at)
    const read = readAnswer(at, sent)
    if ('wrong' in read) return show(at, read.wrong)
    const next = path[path.indexOf(at) + 1]
    if (next) return show(next)
    // All of it once more: nobody sends an end to which no answers lead.
    const amiss = path.find(asked => 'wrong' in readAnswer(asked, sent))
    if (amiss) return show(amiss, 'surveys.wrong.required')
    if (state !== 'good') return show(at, `surveys.wrong.${state}`)
    // Sent twice at once, it is taken once, and both hear the same.
    const answer = taking.get(stamp) ?? take(visitor, path, answers).finally(() => taking.delete(stamp))
    taking.set(stamp, answer)
    const said = (await answer).clone()
    stamps.use(stamp, true)
    return said
  }

  const pageAt = (path: string): PublicPage => ({
    path,
    costs: () => true,
    handle: async (ask, _query, params) => {
      const visitor = await comeIn(ask, params)
      return visitor instanceof Response ? visitor : start(visitor)
    },
    form: {
      maxBytes: 200_000,
      allowance,
      handle: async (ask, sent, params) => {
        const visitor = await comeIn(ask, params)
        if (visitor instanceof Response) return visitor
        try {
          return await goOn(visitor, sent)
        } catch (fault) {
          if (fault instanceof Refused && fault.key === 'register.person-absent') return closed(ask)
          throw fault
        }
      },
    },
  })

  return [pageAt('/survey/:page'), pageAt('/survey/:page/:secret'), surveyStylePage]
}
