/** Somebody pressed "this is spam" on a message of ours, and their provider says so (RFC 5965): it counts as their word against such messages. */

import { headerOf, idsIn, type Mail } from './mime.ts'

export interface Complaint {
  /** Where the message went, in lower case; many providers leave it out. */
  readonly addresses: readonly string[]
  /** Message-IDs of the message that they complain of. */
  readonly about: readonly string[]
}

const isNoComplaint = /^Feedback-Type:\s*(?:not-spam|auth-failure|dmarc)/im

/** Undefined of what is no complaint, and of a report that says that a message was no spam. */
export function readComplaint(mail: Mail): Complaint | undefined {
  const found = mail.parts.find(({ type }) => type === 'message/feedback-report')
  const returned = mail.parts
    .filter(({ type }) => /^(?:message\/rfc822|text\/rfc822-headers)$/.test(type))
    .map(({ content }) => textOf(content))
    .join('\n')
  // Microsoft's reports have no part of their own.
  const outlook = returned.match(/^X-HmXmrOriginalRecipient:.*$/gim) ?? []
  if (found === undefined && outlook.length === 0) return undefined
  const report = `${found === undefined ? '' : textOf(found.content)}\n${outlook.join('\n')}`
  if (isNoComplaint.test(report)) return undefined
  const reported = report.match(/^(?:Original-Rcpt-To|Removal-Recipient|X-HmXmrOriginalRecipient):.*$/gim) ?? []
  // What was reported may have been redacted; then it is known by what came back.
  const wrote = reported.length > 0 ? reported : (returned.match(/^(?:To|Delivered-To|X-Original-To):.*$/gim) ?? [])
  return {
    addresses: [...new Set(wrote.join('\n').match(/[^\s<>:;,"()[\]]+@[^\s<>:;,"()[\]]+\.[a-z]{2,}/gi) ?? [])].map(one =>
      one.toLowerCase(),
    ),
    about: [
      ...new Set([
        ...idsIn(returned.match(/^Message-ID:.*$/im)?.[0]),
        ...mail.answers,
        ...headerOf(mail, 'x-original-message-id').flatMap(idsIn),
      ]),
    ],
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 100_000))
