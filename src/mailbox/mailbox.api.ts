/** Mailboxes over HTTP, kept by an administrator who reads no letter by it; and a person's letters, for a purpose that sees them. */

import { z } from '@hono/zod-openapi'
import { inForce } from '../accountability/interests.ts'
import { type Connecting, pauseConnection } from '../arrivals/connection.ts'
import type { Ask } from '../http/ask.ts'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import type { Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import { backTo, beginSignIn, endSignIn } from './access.ts'
import { openAttachment, readLetters } from './letters.ts'
import * as answers from './mailbox-answers.ts'
import * as verbs from './mailboxes.ts'

const params = z.object({ id: idField })

const by = ({ program, clock, asker }: Ask): Connecting => ({
  app: program.database.app,
  home: program.home,
  clock,
  actor: asker.actor,
})

const noticeOf = async ({ program }: Ask): Promise<Notice> => inForce(await program.published()).notice

export const list = plainRoute({
  method: 'get',
  path: '/mailboxes',
  summary: 'mailbox.api.list',
  answer: answers.mailboxList,
  handler: async ask => {
    const notice = await noticeOf(ask)
    const { lang, program, clock } = ask
    const named = (all: Notice['purposes'] | Notice['sources']) =>
      all.map(({ id, name }) => ({ id, name: inWords(name, notice, lang) }))
    return {
      back: backTo(program.url),
      mailboxes: (await verbs.listMailboxes(program.database.app, clock.now())).map(
        ({ madeAt, pausedAt, lastAt, readAt, trouble, ...rest }) => ({
          ...rest,
          madeAt: madeAt.toISOString(),
          pausedAt: pausedAt?.toISOString() ?? null,
          lastAt: lastAt?.toISOString() ?? null,
          readAt: readAt?.toISOString() ?? null,
          trouble: trouble && {
            code: trouble.code,
            text: text(lang, `errors.mailbox.trouble.${trouble.code}`),
            since: trouble.since.toISOString(),
          },
        }),
      ),
      purposes: named(notice.purposes),
      // What others than the person say comes by other ways.
      sources: named(notice.sources.filter(({ kind }) => kind === 'person')),
    }
  },
})

export const create = plainRoute({
  method: 'post',
  path: '/mailboxes',
  summary: 'mailbox.api.create',
  body: answers.newMailbox,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body: { password, ...told } }) => ({
    id: await verbs.addMailbox(by(ask), await noticeOf(ask), told, password),
  }),
})

export const change = plainRoute({
  method: 'put',
  path: '/mailboxes/{id}',
  summary: 'mailbox.api.change',
  params,
  body: answers.changedMailbox,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { password, ...told } }) =>
    verbs.changeMailbox(by(ask), await noticeOf(ask), id, told, password),
})

export const pause = plainRoute({
  method: 'put',
  path: '/mailboxes/{id}/paused',
  summary: 'mailbox.api.pause',
  params,
  body: z.strictObject({ paused: z.boolean() }),
  status: 204,
  answer: nothing,
  handler: (ask, { params: { id }, body }) => pauseConnection(by(ask), id, body.paused),
})

export const signIn = plainRoute({
  method: 'post',
  path: '/mailboxes/{id}/sign-in',
  summary: 'mailbox.api.sign-in',
  params,
  answer: answers.begunSignIn,
  handler: async (ask, { params: { id } }) => ({ address: await beginSignIn(by(ask), ask.program.url, id) }),
})

export const signedIn = plainRoute({
  method: 'post',
  path: '/mailboxes/signed-in',
  summary: 'mailbox.api.signed-in',
  body: answers.endedSignIn,
  status: 204,
  answer: nothing,
  handler: (ask, { body }) => endSignIn(by(ask), ask.program.url, body),
})

export const attempt = plainRoute({
  method: 'post',
  path: '/mailboxes/try',
  summary: 'mailbox.api.try',
  body: answers.triedMailbox,
  answer: answers.tried,
  handler: (ask, { body }) => verbs.tryMailbox(by(ask), body),
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/letters',
  summary: 'mailbox.api.letters',
  params,
  query: z.object({ after: z.uuid().optional() }),
  answer: answers.letterList,
  handler: async (ask, { params: { id }, query }) => {
    const { letters, next } = await readLetters(ask, id, query.after)
    ask.saw([id], 'letters', [...new Set(letters.map(({ category }) => category))])
    return { letters: letters.map(({ at, category: _, ...rest }) => ({ ...rest, at: at.toISOString() })), next }
  },
})

export const attachment = route({
  method: 'get',
  path: '/persons/{id}/attachments/{attachment}',
  summary: 'mailbox.api.attachment',
  params: params.extend({ attachment: idField }),
  answer: answers.attachmentFile,
  handler: async (ask, { params: { id, attachment: one } }) => {
    const { name, type, bytes, category } = await openAttachment(ask, id, one)
    ask.saw([id], 'attachment', [category])
    return { name, type, base64: bytes.toString('base64') }
  },
})
