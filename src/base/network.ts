/** Addresses of one owner are one: whoever has an IPv6 network has more addresses than can be counted one by one. */

import { isIPv4, isIPv6 } from 'node:net'

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Of an IPv4 address its first bytes, of an IPv6 address its first groups of 16 bits; what is neither stays as it is. It is an address again, and may be cut further. */
export function prefixOf(
  address: string,
  { bytes, groups }: { readonly bytes: number; readonly groups: number },
): string {
  const four = mapped.exec(address)?.[1] ?? address
  if (isIPv4(four)) return four.split('.').slice(0, bytes).join('.')
  const bare = address.replace(/%.*$/, '') // a zone is of this machine
  return isIPv6(bare) ? `${groupsOf(bare).slice(0, groups).join(':')}::` : address
}

/** Eight groups without leading zeros. An address that ends as IPv4 does is written by URL in groups. */
function groupsOf(address: string): readonly string[] {
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const first = before === '' ? [] : before.split(':')
  if (after === undefined) return first
  const last = after === '' ? [] : after.split(':')
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last]
}

/** By which requests are counted: one address, or the network that a provider gives one customer (RFC 6177). */
export const countedBy = (address: string): string => prefixOf(address, { bytes: 4, groups: 4 })

/** By which it is seen that somebody comes from elsewhere than before. */
export const neighbourhoodOf = (address: string): string => prefixOf(address, { bytes: 3, groups: 3 })
