/** An e-mail address is kept as written and compared by its key: composed, lower case, the domain in ASCII. */

import { domainToASCII } from 'node:url'
import { Refused } from '../base/errors.ts'
import { readLine } from './plain-text.ts'

export interface Email {
  readonly address: string
  /** Equal for two writings of one address; a tag after a plus is part of the address and stays. */
  readonly key: string
}

const atom = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
const octets = (text: string) => Buffer.byteLength(text)

/**
 * An address that a mail server of today would take: RFC 5321 without quoted local parts, comments, address literals and
 * domains of one label, which nobody's customer has. Letters of any script are allowed (RFC 6531).
 */
export function readEmail(text: string): Email {
  const address = readLine(text).replace(/^mailto:/i, '')
  const at = address.lastIndexOf('@')
  if (at < 1) throw new Refused('email.no-at', 'invalid')
  const local = address.slice(0, at)
  const domain = domainToASCII(address.slice(at + 1)) // lower-cases; empty when the domain is impossible
  const labels = domain.split('.')
  if (!atom.test(local) || octets(local) > 64) throw new Refused('email.local-part', 'invalid')
  if (
    labels.length < 2 ||
    octets(domain) > 253 ||
    octets(local) + 1 + octets(domain) > 254 || // RFC 5321 § 4.5.3.1.3, less the angle brackets
    !labels.every(part => label.test(part) && part.length <= 63) ||
    /^\d+$/.test(labels.at(-1) ?? '')
  ) {
    throw new Refused('email.domain', 'invalid')
  }
  return { address, key: `${local.toLowerCase()}@${domain}` }
}
