/** What a visitor has chosen stands in one cookie of their own browser, by what they are known again in another, and nothing else of ours is kept there. Runs in pages of other sites. */

import { type About, type AskedCategory, askedCategories } from './about.ts'

export interface Choice {
  /** Random, and this browser's only for the choice. */
  readonly id: string
  readonly granted: readonly AskedCategory[]
  /** Keys of everything that they were asked about. */
  readonly asked: readonly string[]
  /** The server does not know of a refusal yet. */
  readonly unsent: boolean
}

const name = 'seloste_choice'

export function readChoice(): Choice | undefined {
  const [, value] = new RegExp(`(?:^|; )${name}=([\\w.!-]+)`).exec(document.cookie) ?? []
  const [id = '', granted = '', asked = '', unsent] = value?.split('!') ?? []
  if (!/^[\da-f-]{36}$/.test(id)) return undefined
  return {
    id,
    granted: askedCategories.filter(category => granted.split('.').includes(category)),
    asked: asked.split('.'),
    unsent: unsent === '1',
  }
}

export function writeChoice({ remembers }: About, { id, granted, asked, unsent }: Choice): void {
  const value = [id, granted.join('.'), asked.join('.'), unsent ? '1' : ''].join('!')
  put(`${name}=${value};max-age=${remembers}`)
}

const put = (cookie: string): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there without TLS, nor in older browsers
  document.cookie = `${cookie};path=/;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`
}

const known = 'seloste_visit'

/** Empty for whoever is not known. Only to be asked of somebody who agreed. */
export const readKey = (): string => new RegExp(`(?:^|; )${known}=([\\w-]+)`).exec(document.cookie)?.[1] ?? ''

/** Where the website and the register have a name in common, it is of that name, so that the register's own pages are told of it. */
export function writeKey({ server, knows }: About, key: string): void {
  const labels = (host: string): readonly string[] => host.split('.').reverse()
  const here = labels(location.hostname)
  const there = labels(new URL(server).hostname)
  const apart = here.findIndex((label, n) => label !== there[n])
  const common = apart < 0 ? here : here.slice(0, apart)
  const cookie = `${known}=${key};max-age=${knows}`
  if (common.length > 1) put(`${cookie};domain=${[...common].reverse().join('.')}`)
  if (readKey() !== key) put(cookie) // a name that is everybody's, like co.uk
}

export const forgetKey = (): void => clear([known])

/** A UUID of version 4; `crypto.randomUUID` is not there in pages without TLS. */
export function newChoiceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = [...bytes].map((byte, n) => (n === 6 ? (byte & 15) | 64 : n === 8 ? (byte & 63) | 128 : byte))
  return hex
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Removes from this browser what these names stand for: cookies of this site and those above it, and both stores. */
export function clear(names: readonly string[]): void {
  const isOne = (found: string): boolean =>
    names.some(one => (one.endsWith('*') ? found.startsWith(one.slice(0, -1)) : found === one))
  const parts = location.hostname.split('.')
  const domains = ['', ...parts.map((_, n) => `;domain=${parts.slice(n).join('.')}`)]
  for (const pair of document.cookie.split('; ')) {
    const [found = ''] = pair.split('=')
    if (isOne(found)) for (const domain of domains) put(`${found}=;max-age=0${domain}`)
  }
  try {
    for (const store of [localStorage, sessionStorage])
      for (const found of Object.keys(store)) if (isOne(found)) store.removeItem(found)
  } catch {
    // The browser gives no store to this page: there is nothing in it.
  }
}
