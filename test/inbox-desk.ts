/** An inbox with real servers about it: mail comes in and goes out over SMTP, text messages and chats by their own doors, at a test's own pace. */

import { openDoor } from '../src/arrivals/receive.ts'
import { newId } from '../src/base/ids.ts'
import { caseAnswerMessage } from '../src/cases/case-messages.ts'
import { hand as handChat } from '../src/chat/chat.jobs.ts'
import { chat } from '../src/chat/chat-adapter.ts'
import { begin, say } from '../src/chat/talk.ts'
import { clear } from '../src/inbox/inbox.jobs.ts'
import type { Conversation, ConversationList } from '../src/inbox/inbox-answers.ts'
import { inboxMention } from '../src/inbox/mention-message.ts'
import { inboxReply } from '../src/inbox/reply-message.ts'
import { sendMail } from '../src/mail/send.jobs.ts'
import { deliveryOf, mailAdapter, mailKind } from '../src/mailbox/letter-adapter.ts'
import { clear as clearLetters, follow } from '../src/mailbox/mailbox.jobs.ts'
import { messageAdapters } from '../src/messages/known.ts'
import { replyText } from '../src/messages/reply-text.ts'
import { openPerson } from '../src/register/persons.ts'
import { sendTexts } from '../src/sms/send.jobs.ts'
import { meta } from '../src/social/meta.ts'
import { arrivalsDesk, shopNotice } from './arrivals-desk.ts'
import { runDueJobs } from './due-jobs.ts'
import { type MailServer, mailServer } from './mail-server.ts'
import { nowhere } from './mailbox-desk.ts'
import { type Send, testServer } from './server.ts'
import { smsGateway } from './sms-gateway.ts'
import { messageFields, twilioDelivery, twilioToken } from './text-messages.ts'

export const care = 'customer-care'

export async function inboxDesk() {
  const adapters = [mailAdapter, chat, meta, ...messageAdapters]
  const desk = await arrivalsDesk(shopNotice, adapters)
  const { db } = desk
  const smtp: MailServer = await mailServer()
  const gateway = await smsGateway()
  const server = await testServer(db, desk.program.home, smtp.url, gateway.url)
  const program = { ...server.program, database: db, mail: server.mail, sms: server.sms }
  const place = { ...nowhere, address: 'asiakaspalvelu@example.fi' }
  const mailbox = await desk.connect(mailKind, { source: 'email', settings: place, secret: 'salasana-loopback' })
  const numbers = await desk.connect('twilio', { source: 'sms', secret: twilioToken })
  await server.addStaff('Hilla', ['administrator', 'customer-service'])
  await server.addStaff('Maija', ['customer-service'])
  await server.addStaff('Kaarlo', ['marketing'])
  const by: Record<string, Send> = {}
  const staff = async (name: string): Promise<Send> => {
    by[name] ??= await server.signedIn(`${name.toLowerCase()}@example.fi`)
    return by[name]
  }
  const call = async (method: string, path: string, body?: unknown, name = 'Hilla', purpose = care) =>
    (await staff(name))(method, `/api/v1${path}`, { purpose, ...(body !== undefined && { body }) })
  const mailboxes: Record<string, Awaited<ReturnType<typeof desk.connect>>> = {}
  const door = openDoor(desk.program, adapters)
  let uid = 0
  let texts = 0

  /** Does what waits: what came is written and followed, what is to be sent is sent. */
  const work = async (): Promise<void> => {
    for (let n = 0; n < 2; n++) {
      await desk.write()
      const kinds = [inboxReply, inboxMention, caseAnswerMessage]
      const jobs = [follow(kinds), clearLetters, clear, handChat, sendMail(kinds), sendTexts([replyText])]
      const faults = await runDueJobs(db, jobs, program)
      if (faults.length > 0) throw new Error(faults.join())
    }
  }

  return {
    ...desk,
    server,
    smtp,
    gateway,
    program,
    mailbox,
    call,
    work,
    staff,
    answer: async <Answer>(method: string, path: string, body?: unknown, name?: string): Promise<Answer> => {
      const response = await call(method, path, body, name)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.status === 204 ? (undefined as Answer) : response.json()
    },
    refusal: async (method: string, path: string, body?: unknown, name?: string, purpose?: string) => {
      const response = await call(method, path, body, name, purpose)
      const { type = '' } = response.ok ? {} : await response.json()
      return [response.status, String(type).split('/').at(-1)]
    },
    list: async (which: object = {}, name?: string): Promise<ConversationList> => {
      const response = await call('POST', '/inbox/search', which, name)
      if (!response.ok) throw new Error(await response.text())
      return response.json()
    },
    show: async (id: string, name?: string): Promise<Conversation> => {
      const response = await call('GET', `/inbox/${id}`, undefined, name)
      if (!response.ok) throw new Error(await response.text())
      return response.json()
    },
    customer: (given_name: string, email: string, phone?: string) =>
      openPerson(desk.ask(care), {
        source: 'forms',
        categories: {
          identity: [{ given_name, family_name: 'Virtanen' }],
          'contact-points': [{ email, ...(phone && { phone }) }],
        },
        statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
      }),
    /** Into a mailbox whose letters become rows of another category. */
    receiveAs: async (as: string, mail: string) => {
      mailboxes[as] ??= await desk.connect(mailKind, {
        source: 'email',
        settings: { ...place, as },
        secret: 'salasana-loopback',
      })
      const fetched = { bytes: Buffer.from(mail), uid: ++uid, at: db.clock.now(), isHead: false }
      await door.keep({ id: mailboxes[as].id, kind: mailKind, keep_days: 14 }, deliveryOf(fetched), false)
      await work()
    },
    /** Mails come as if they had been fetched. */
    receive: async (mail: string, at = db.clock.now()) => {
      const fetched = { bytes: Buffer.from(mail), uid: ++uid, at, isHead: false }
      await door.keep({ id: mailbox.id, kind: mailKind, keep_days: 14 }, deliveryOf(fetched), false)
      await work()
    },
    receiveText: async (text: string, from: string) => {
      await desk.deliver(
        numbers,
        twilioDelivery(numbers, messageFields(text, { From: from, MessageSid: `SM${++texts}abcdefgh` })),
      )
      await work()
    },
    /** A visitor of the website. */
    chat: async () => {
      const door = await desk.connect('chat', { source: 'chat' })
      const stamp = {
        nonce: newId(),
        form: door.id,
        version: 1,
        lang: 'fi',
        noticeVersion: desk.version,
        at: db.clock.now().getTime(),
      } as const
      const { talk } = await begin(desk.program, door.id, stamp)
      return {
        says: async (text: string, email?: string) => {
          await say(desk.program, talk.id, { client: newId(), text, by: null, email })
          await work()
        },
        isForgotten: () => db.admin.query('delete from chat.talk where id = $1', [talk.id]),
      }
    },
    emptyInbox: async () => {
      await desk.empty()
      await db.admin.query(
        `truncate inbox.conversation, inbox.template, mailbox.letter, mailbox.attachment, mail.message, sms.message, chat.talk, permissions.barred, rights.request, tasks.task, cases.matter cascade`,
      )
      await db.admin.query('delete from graphile_worker._private_jobs')
      smtp.received.length = 0
      gateway.received.length = 0
    },
    close: async () => {
      await server.access.close()
      await smtp.close()
      await gateway.close()
      await desk.close()
    },
  }
}
