/** A letter that is in the register has its thread, and what came with it is kept within limits: each once, however often it is done. */

import { createHash } from 'node:crypto'
import type { Id } from '../base/ids.ts'
import { writeWhole } from '../files/sealed-folder.ts'
import { attachmentAt } from './attachment-file.ts'
import { asConnection, type Following, type Settled } from './following.ts'
import { masked, ourMessages } from './letter-adapter.ts'
import type { Mail, Part } from './mime.ts'

/** What a letter may bring along. */
export const attachmentLimits = { count: 20, bytes: 10_000_000 } as const

/** Message-IDs by which an answer names its thread. */
const mostInChain = 20

/** What belongs to the writing of a mail rather than to what is said: signatures of programs, Outlook's wrapping. */
const noAttachment = /^(?:application\/(?:pgp-signature|pkcs7-signature|x-pkcs7-signature)|text\/rfc822-headers)$/

export async function keepLetter(program: Following, settled: Settled, mail: Mail): Promise<void> {
  const { reader, token } = asConnection(program, settled)
  const kept = mail.parts.filter(({ type }) => !noAttachment.test(type))
  const parts = kept.slice(0, 100).map((part, place) => ({
    id: idOf(`attachment ${settled.id} ${place}`),
    place,
    name: nameOf(part),
    type: part.type.slice(0, 120),
    bytes: part.content.byteLength,
    why:
      place >= attachmentLimits.count
        ? 'too-many'
        : part.content.byteLength > attachmentLimits.bytes
          ? 'too-large'
          : null,
  }))
  const root = mail.answers[0] ?? mail.messageId ?? settled.id
  const { rows } = await reader.query<{ person: Id; attachment: Id }>(
    'select * from mailbox.file($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      token,
      settled.id,
      hashOf(mail.messageId ?? settled.id),
      mail.answers.map(hashOf),
      idOf(`thread ${root}`),
      ourMessages(mail.answers),
      JSON.stringify(parts),
      mail.messageId === undefined ? [] : [...mail.answers, mail.messageId].slice(-mostInChain),
      mail.from ? program.mail.hash(mail.from.address) : null,
    ],
  )
  for (const { person, attachment } of rows) {
    const part = kept[parts.findIndex(({ id }) => id === attachment)]
    if (part === undefined) continue
    await writeWhole(attachmentAt(program.home, attachment), part.content)
    await reader.query('select mailbox.note_kept($1, $2, $3)', [token, person, attachment])
  }
}

/** Of a Message-ID. */
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A name to be shown and saved under: no path, no control characters, no identity code. */
function nameOf({ name }: Part): string | null {
  const bare = (name ?? '').split(/[\\/]/).at(-1) ?? ''
  return masked(bare.replace(/[\p{Cc}\p{Cf}]/gu, '').trim(), 200) || null
}

/** The same id for the same thing: RFC 9562, version 8. */
function idOf(of: string): Id {
  const hash = createHash('sha256').update(of).digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
