/** A visitor of a website beside the register: chooses of cookies, sees pages and does what tells who they are, as their browser would send it. */

import { randomUUID } from 'node:crypto'
import type { testServer } from './server.ts'

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const site = 'https://kauppa.example.fi'
let visitors = 0

type Fields = Readonly<Record<string, string>>

export function siteVisitor({ app, direct }: Pick<Awaited<ReturnType<typeof testServer>>, 'app' | 'direct'>) {
  const choice = randomUUID()
  const address = `10.7.${Math.floor(++visitors / 250)}.${visitors % 250}`
  let key = ''
  const post = async (path: string, fields: Fields, headers: Fields = {}): Promise<Response> => {
    const sent = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': address,
        'user-agent': firefox,
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    }
    return path === '/visit' ? direct(path, sent) : app.request(path, sent)
  }
  const visitor = {
    choice,
    address,
    post,
    /** As it stands in the browser; empty when nobody is known by it. */
    key: (): string => key,
    take: (other: string): void => {
      key = other
    },
    /** Answers the status. */
    choose: async (categories: string, more: Fields = {}): Promise<number> => {
      const words: { hash: string } = await (
        await app.request('/visit/words?lang=fi', { headers: { 'x-forwarded-for': address } })
      ).json()
      const answer = await post(
        '/visit/choice',
        {
          ...{ visitor: choice, categories, lang: 'fi', wording: words.hash, visit: key },
          ...{ method: categories === '' ? 'withdrawn' : 'chosen', ...more },
        },
        { origin: site },
      )
      if (answer.status === 200) key = await answer.text()
      else if (!categories.includes('analytics')) key = ''
      return answer.status
    },
    see: async (path: string, more: Fields = {}): Promise<number> => {
      const { status } = await post('/visit', { path, visit: key, ...more }, { origin: site })
      if (status === 205) key = ''
      return status
    },
    /** What the register's own pages are told, where they are of the same site. */
    cookie: (): Fields => (key === '' ? {} : { cookie: `seloste_visit=${key}` }),
  }
  return visitor
}
