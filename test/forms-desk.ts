/** Forms that visitors fetch and send through the server's own doors, the queue that writes them, and the letters that ask for a confirmation. */

import { confirmLetter } from '../src/forms/confirm-message.ts'
import { type FormContent, formContent } from '../src/forms/content.ts'
import { findForm, makeForm, openForm } from '../src/forms/form.ts'
import { form } from '../src/forms/form-adapter.ts'
import { withdrawal } from '../src/forms/withdrawal-adapter.ts'
import { withdrawalLetter } from '../src/forms/withdrawal-message.ts'
import { sendMail } from '../src/mail/send.jobs.ts'
import { openMail } from '../src/mail/transport.ts'
import { parse } from '../src/notice/parse.ts'
import { orderAdapters } from '../src/orders/known.ts'
import { arrivalsDesk, shopNotice } from './arrivals-desk.ts'
import { runDueJobs } from './due-jobs.ts'
import { mailServer } from './mail-server.ts'
import { testServer } from './server.ts'

export const inAll = (fi: string) => ({ fi, sv: `${fi} (sv)`, en: `${fi} (en)` })

/** A newsletter of the purpose marketing: an address, a name and a permit, confirmed. */
export const newsletter: FormContent = formContent.parse({
  languages: ['fi', 'sv', 'en'],
  title: inAll('Uutiskirje'),
  intro: inAll('Kerran kuussa.'),
  fields: [
    { category: 'contact-points', column: 'email', given: 'asked', required: true },
    { category: 'identity', column: 'given_name', given: 'asked' },
    { category: 'profile', column: 'language', given: 'page-language' },
  ],
  permits: [
    { purpose: 'marketing', channel: 'email', wording: inAll('Kyllä, haluan uutiskirjeen sähköpostiini.') },
    { purpose: 'research', channel: 'email', wording: inAll('Kyllä, minulle saa lähettää kyselyitä.') },
  ],
  confirmation: 'everything',
})

/** A word of feedback for customer care, with a permit beside it that nobody must give. */
export const feedback: FormContent = formContent.parse({
  languages: ['fi', 'sv', 'en'],
  title: inAll('Palaute'),
  fields: [
    { category: 'identity', column: 'given_name', given: 'asked' },
    { category: 'identity', column: 'family_name', given: 'asked' },
    { category: 'contact-points', column: 'email', given: 'asked', required: true },
    { category: 'feedback', column: 'kind', given: 'fixed', value: 'feedback' },
    { category: 'feedback', column: 'content', given: 'asked', long: true },
    { category: 'feedback', column: 'received', given: 'sent-at' },
  ],
  permits: [{ purpose: 'marketing', channel: 'email', wording: inAll('Kyllä, haluan uutiskirjeen sähköpostiini.') }],
  confirmation: 'none',
})

export async function formsDesk(text = shopNotice) {
  const desk = await arrivalsDesk(text, [...orderAdapters, form, withdrawal])
  const { db, by } = desk
  const letters = await mailServer()
  const server = await testServer(db, desk.program.home, letters.url)
  const { notice } = parse(text)
  if (!notice) throw new Error('the notice of this test cannot be read')
  let visitors = 0

  const fetchPage = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await server.app.request(path, { headers: { accept: 'text/html', ...headers } })
    return { status: answer.status, page: await answer.text(), headers: answer.headers }
  }
  const post = async (path: string, fields: Readonly<Record<string, string>>, from = `10.2.0.${++visitors % 250}`) => {
    const answer = await server.app.request(path, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
      body: new URLSearchParams(fields).toString(),
    })
    return { status: answer.status, page: await answer.text(), location: answer.headers.get('location') }
  }
  const stampOf = async (path: string) => /name="stamp" value="([^"]+)"/.exec((await fetchPage(path)).page)?.[1] ?? ''

  return {
    ...desk,
    server,
    letters,
    notice,
    fetchPage,
    post,
    stampOf,
    /** Makes a form and opens it. */
    form: async (content: FormContent, more: { readonly purpose?: string; readonly source?: string } = {}) => {
      const made = { name: content.title.fi ?? '', purpose: 'customer-care', source: 'forms', ...more, content }
      const id = await makeForm(by, notice, made)
      await openForm(by, id, { until: null })
      return { id, path: `/f/${(await findForm(db.app, undefined, id)).address}` }
    },
    /** The page is fetched, half a minute passes, and it is sent. */
    send: async (path: string, fields: Readonly<Record<string, string>>) => {
      const stamp = await stampOf(path)
      db.clock.forward(30_000)
      return post(path, { stamp, ...fields })
    },
    /** What waits to be sent by mail is sent. */
    sendLetters: () =>
      runDueJobs(db, [sendMail([confirmLetter, withdrawalLetter])], {
        ...server.program,
        mail: openMail({ url: letters.url, perMinute: 1000, key: db.addressKey }),
      }),
    said: async () =>
      (
        await db.admin.query(
          'select kind, purpose, channel, method, place, wording, lang, age, notice_version, given_at from register.statement order by kind, purpose',
        )
      ).rows,
    close: async () => {
      await letters.close()
      await server.access.close()
      await desk.close()
    },
  }
}
