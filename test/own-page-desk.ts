/** Somebody at the door of their own page: a browser that keeps its cookie, the letters and codes that come, and what the register holds. */

import { prepareQueue } from '../src/jobs/queue.ts'
import { sendMail } from '../src/mail/send.jobs.ts'
import { openMail } from '../src/mail/transport.ts'
import { ownPageCode } from '../src/my/code-text.ts'
import { ownPageLink } from '../src/my/link-message.ts'
import { lookUp } from '../src/my/look-up.jobs.ts'
import { receipt } from '../src/my/receipt-message.ts'
import { openSms } from '../src/sms/gateway.ts'
import { sendTexts } from '../src/sms/send.jobs.ts'
import { runDueJobs } from './due-jobs.ts'
import { type MailServer, mailServer, partsOf } from './mail-server.ts'
import { type PermissionsDesk, permissionsDesk } from './permissions-desk.ts'
import { testServer } from './server.ts'
import { type SmsGateway, smsGateway } from './sms-gateway.ts'

/** A browser of its own: it keeps the cookie that it is given, and comes from an address of its own. */
export interface Browser {
  get(path: string): Promise<Response>
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
  /** A form of the page at `from`, with its hidden fields, sent to `path`. */
  submit(from: string, path: string, fields?: Readonly<Record<string, string>>): Promise<Response>
}

export async function ownPageDesk() {
  const desk: PermissionsDesk = await permissionsDesk()
  const { db } = desk
  await prepareQueue(db)
  const letters: MailServer = await mailServer()
  const texts: SmsGateway = await smsGateway()
  const server = await testServer(db, undefined, letters.url, texts.url)
  // The queue goes by the database's clock.
  db.clock.set(new Date(Date.now() + 3_600_000))
  let newcomers = 0

  const work = () =>
    runDueJobs(db, [lookUp, sendMail([ownPageLink, receipt]), sendTexts([ownPageCode])], {
      ...server.program,
      database: db,
      mail: openMail({ url: letters.url, perMinute: 1000, key: db.addressKey }),
      sms: openSms({ url: texts.url, patience: 2000 }),
    })

  function newBrowser(): Browser {
    let cookie = ''
    const from = `10.1.${Math.floor(++newcomers / 250)}.${newcomers % 250}`
    const keep = (answer: Response): Response => {
      for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
      return answer
    }
    const common = () => ({
      accept: 'text/html',
      'x-forwarded-for': from,
      ...(cookie.endsWith('=') || cookie === '' ? {} : { cookie }),
    })
    const get: Browser['get'] = async path => keep(await server.app.request(path, { headers: common() }))
    const post: Browser['post'] = async (path, fields = {}, headers = {}) =>
      keep(
        await server.app.request(path, {
          method: 'POST',
          headers: {
            ...common(),
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
            ...headers,
          },
          body: new URLSearchParams(fields).toString(),
        }),
      )
    return {
      get,
      post,
      submit: async (shownAt, path, fields = {}) => {
        const page = await (await get(shownAt)).text()
        const hidden = [...page.matchAll(/<input type="hidden" name="([\w.-]+)" value="([^"]*)">/g)]
        return post(path, {
          ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
          ...fields,
        })
      },
    }
  }

  /** Somebody with these addresses, each `address [state] [whose] [primary]`. */
  async function aPerson(...has: readonly string[]): Promise<string> {
    const person = await desk.call('rights', `register.add_person($1, 'forms', null)`)
    for (const words of has) {
      const [value = '', ...marks] = words.split(' ')
      await desk.write('contact-points', person, null, {
        [value.includes('@') ? 'email' : 'phone']: value,
        ...(marks.includes('bounced') && { state: 'bounced' }),
        ...(marks.includes('organisation') && { whose: 'organisation' }),
        ...(marks.includes('primary') && { is_primary: true }),
      })
    }
    return person
  }

  /** Asks at the door for the address and follows the link of the letter that comes; the browser is in. */
  async function signIn(address: string): Promise<Browser> {
    const browser = newBrowser()
    await browser.post('/my', { address })
    await work()
    const answer = await browser.post(linkIn(letters))
    if (answer.status !== 303) throw new Error(`nobody could come in: ${answer.status}`)
    return browser
  }

  return {
    desk,
    db,
    server,
    letters,
    texts,
    work,
    newBrowser,
    aPerson,
    signIn,
    close: async () => {
      await letters.close()
      await texts.close()
      await desk.close()
    },
  }
}

/** The path of the link in the last letter. */
export function linkIn({ received }: Pick<MailServer, 'received'>): string {
  const last = received.at(-1)
  const [, path = ''] = /https?:\/\/[^/]+(\/my\/in\/[\w-]+)/.exec((last && partsOf(last)['text/plain']) ?? '') ?? []
  if (path === '') throw new Error('no letter with a link has come')
  return path
}
