/** A letter as it travels (RFC 5322, 2045–2047), put together at once: for a campaign, what a composer of streams does to each message costs more than sending it. */

import { encodeWords, foldLines, isPlainText, quoteString } from 'nodemailer/lib/mime-funcs'
import { encode, wrap } from 'nodemailer/lib/qp'

export interface Composed {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly date: Date
  /** With its angle brackets. */
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

const crlf = '\r\n'

/** Addresses that stand in a header as they are; others have rules of their own. */
const isPlainAddress = (address: string): boolean => /^[\w.!#$%&'*+/=?^{|}~-]+@[a-z0-9.-]+$/i.test(address)

/** Undefined of one whose addresses are not plain ASCII. */
export function compose(of: Composed): Buffer | undefined {
  const { from, to, subject, html, text, date, messageId, headers } = of
  if (!isPlainAddress(to) || !isPlainAddress(from.address)) return undefined
  // Quoted-printable writes every = as =3D, so no line of a part is this one.
  const boundary = `=_${messageId.slice(1, messageId.indexOf('@'))}`
  const head = {
    ...headers,
    From: `${named(from.name)} <${from.address}>`,
    To: to,
    Subject: words(subject),
    'Message-ID': messageId,
    Date: date.toUTCString().replace('GMT', '+0000'),
    'MIME-Version': '1.0',
    'Content-Type': `multipart/alternative; boundary="${boundary}"`,
  }
  return Buffer.from(
    [
      ...Object.entries(head).map(([name, value]) => foldLines(`${name}: ${oneLine(value)}`, 76)),
      '',
      `--${boundary}`,
      part('text/plain', text),
      `--${boundary}`,
      part('text/html', html),
      `--${boundary}--`,
      '',
    ].join(crlf),
  )
}

const part = (type: string, content: string): string =>
  [
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    wrap(encode(content.replace(/\r\n?|\n/g, crlf))),
  ].join(crlf)

/** Without control characters: they would end a header and begin another. */
const oneLine = (value: string): string => value.replace(/\p{Cc}+/gu, ' ')

const words = (value: string): string => (isPlainText(value) ? value : encodeWords(oneLine(value), 'Q', 52, true))

const named = (name: string): string => (isPlainText(name) ? quoteString(oneLine(name)) : words(name))
