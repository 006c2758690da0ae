/** A message is taken apart within limits, so that no bytes of a stranger cost more than a mail should; whatever it holds, its text is readable. */

import PostalMime, { type Address, type Email } from 'postal-mime'
import { Refused } from '../base/errors.ts'
import { withoutControls } from '../register/plain-text.ts'
import { boundDecoders } from './decoders.ts'
import { textOfHtml } from './html-text.ts'

/** A larger message is not fetched: only its head is, so that staff know that it came. */
export const mostBytes = 25_000_000
/** Parts of a multipart, however deep they lie: the parser's work grows with their square. */
const mostParts = 500
/** Bytes of a line: RFC 5321 allows a thousand. */
const longestLine = 1_000_000
const limits = { maxNestingDepth: 20, maxHeadersSize: 256_000, forceRfc822Attachments: true }
/** Characters of what is read of a body; more than a person writes. */
const mostText = 100_000

await boundDecoders()

export interface Part {
  /** Lower case: `application/pdf`. */
  readonly type: string
  readonly name: string | undefined
  readonly content: Uint8Array
}

/** A message, its own text apart from what came with it. */
export interface Mail {
  /** By names in lower case, in the order in which they stand. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly from: { readonly name: string; readonly address: string } | undefined
  readonly subject: string
  /** With its angle brackets. */
  readonly messageId: string | undefined
  /** Message-IDs that it answers, the oldest first. */
  readonly answers: readonly string[]
  readonly text: string
  readonly parts: readonly Part[]
}

/** Refuses (`mailbox.not-a-mail`) what has more parts, deeper ones, longer heads or longer lines than a mail has. */
export async function readMail(bytes: Uint8Array): Promise<Mail> {
  refuseLongLines(bytes)
  refuseManyParts(bytes)
  const email = await PostalMime.parse(inUtf8(bytes), limits).catch(() => {
    throw new Refused('mailbox.not-a-mail', 'invalid')
  })
  const from = addressesOf(email.from)[0] ?? addressesOf(email.sender)[0]
  return {
    headers: headersOf(email),
    from,
    subject: withoutControls(email.subject ?? '')
      .trim()
      .slice(0, 1000),
    messageId: idsIn(email.messageId)[0],
    answers: [...new Set([...idsIn(email.references), ...idsIn(email.inReplyTo)])],
    text: withoutControls((email.text ?? textOfHtml(email.html ?? '')).slice(0, mostText)).replaceAll('\r\n', '\n'),
    parts: email.attachments.map(({ mimeType, filename, content }) => ({
      type: mimeType,
      name: filename ?? undefined,
      content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    })),
  }
}

/** One header's values. */
export const headerOf = ({ headers }: Pick<Mail, 'headers'>, name: string): readonly string[] => headers.get(name) ?? []

/** Message-IDs in a header, as far as they are ones. */
export const idsIn = (value: string | undefined): readonly string[] => value?.match(/<[^<>\s]{3,250}>/g) ?? []

function headersOf({ headers }: Email): Mail['headers'] {
  const found = new Map<string, string[]>()
  for (const { key, value } of headers) found.set(key, [...(found.get(key) ?? []), value])
  return found
}

/** A group (`undisclosed-recipients:;`) has no address of its own. */
const addressesOf = (address: Address | undefined): readonly { name: string; address: string }[] =>
  address === undefined
    ? []
    : (address.group ?? [address]).flatMap(one =>
        one.address?.includes('@') ? [{ name: withoutControls(one.name), address: one.address.toLowerCase() }] : [],
      )

function refuseLongLines(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    if ((end < 0 ? bytes.length : end) - at > longestLine) throw new Refused('mailbox.not-a-mail', 'invalid')
    if (end < 0) return
    at = end + 1
  }
}

function refuseManyParts(bytes: Uint8Array): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const declared = [...text.matchAll(/boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi)]
  const boundaries = new Set(declared.slice(0, mostParts).map(([, quoted, bare]) => quoted ?? bare ?? ''))
  if (declared.length > mostParts) throw new Refused('mailbox.not-a-mail', 'invalid')
  let parts = 0
  for (let at = text.indexOf('\n--'); at >= 0; at = text.indexOf('\n--', at + 3)) {
    const line =
      text
        .slice(at + 3, at + 240)
        .split(/[\r\n]/, 1)[0]
        ?.trimEnd() ?? ''
    // The parser takes a line that begins with a boundary for one.
    if ((boundaries.has(line) || boundaries.has(line.replace(/--$/, ''))) && ++parts > mostParts)
      throw new Refused('mailbox.not-a-mail', 'invalid')
  }
}

// ── Bytes without a charset ─────────────────────────────────────────────────────────────────────────────────────────

const strict = new TextDecoder('utf-8', { fatal: true })
/** What writes neither UTF-8 nor its name is Windows' Latin in this part of the world. */
const latin = new TextDecoder('windows-1252')

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The bytes with what names no charset in UTF-8: raw heads, and whole messages that never say one. */
function inUtf8(bytes: Uint8Array): Uint8Array {
  const end = endOfHead(bytes)
  const head = bytes.subarray(0, end)
  const body = bytes.subarray(end)
  if (isUtf8(head) && isUtf8(body)) return bytes
  const namesOne = /charset\s*=/i.test(Buffer.from(bytes).toString('latin1'))
  const written = (part: Uint8Array): Uint8Array => (isUtf8(part) ? part : Buffer.from(latin.decode(part)))
  return Buffer.concat([written(head), namesOne ? body : written(body)])
}

function endOfHead(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ends = ['\r\n\r\n', '\n\n'].map(mark => buffer.indexOf(mark)).filter(at => at >= 0)
  return ends.length === 0 ? bytes.length : Math.min(...ends)
}
