/** A web address is http or https with a host name; nothing that a browser would run or open on the reader's own machine. */

import { Refused } from '../base/errors.ts'
import { readLine } from './plain-text.ts'

/** Reads an address with or without its scheme: `www.example.fi` becomes `https://www.example.fi/`. */
export function readWebAddress(text: string): string {
  const written = readLine(text)
  const full = /^[a-z][a-z0-9+.-]*:/i.test(written) && !/^[^/]+:\d/.test(written) ? written : `https://${written}`
  const url = URL.parse(full)
  const web = url && (url.protocol === 'https:' || url.protocol === 'http:')
  if (!web || !/[^.]\.[^.]/.test(url.hostname) || url.username !== '' || url.href.length > 2000) {
    throw new Refused('web-address.form', 'invalid')
  }
  return url.href
}
