/** What a letter says, as small plain JSON: no markup is ever kept, and a link leads to https or to an address of e-mail. */

import { z } from 'zod'
import { isLink } from './link.ts'

/** No control characters; `\n` where a line may break. */
const written = (longest: number, breaks: boolean) =>
  z
    .string()
    .max(longest)
    .regex(
      breaks ? /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*(?:\n[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*)*$/u : /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
    )

const link = z
  .string()
  .max(1000)
  .refine(isLink, { error: 'https:// or mailto:' })
  .describe('https:// or mailto:, in ASCII as browsers write it')
const linkOrNone = z.union([z.literal(''), link])

/** A value of the person who is written to, and what stands in its place when there is none. */
const field = {
  field: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$/)
    .describe('category.column, of those that the letter’s purpose may see'),
  fallback: written(200, false)
    .refine(words => words.trim() !== '', { error: 'a personal field needs words for whoever has none' })
    .describe('What is written to whoever has none; may be words, never empty'),
}
const marks = { bold: z.literal(true).optional(), italic: z.literal(true).optional(), href: link.optional() }

const piece = z.union([
  z.strictObject({ text: written(10_000, true), ...marks }),
  z.strictObject({ ...field, ...marks }),
])
const plainPiece = z.union([z.strictObject({ text: written(1000, false) }), z.strictObject(field)])
const plainLine = z.array(plainPiece).max(50).describe('One line of text and personal fields')
/** A part of what is said: words, or a personal field. */
export type Piece = z.infer<typeof piece>

const pieces = z.array(piece).max(500)
const paragraph = z.union([
  z.strictObject({ kind: z.literal('paragraph'), content: pieces }),
  z.strictObject({ kind: z.literal('list'), numbered: z.boolean(), items: z.array(pieces).min(1).max(100) }),
])
export type Paragraph = z.infer<typeof paragraph>

const heading = z.strictObject({ kind: z.literal('heading'), content: plainLine })
const text = z.strictObject({ kind: z.literal('text'), paragraphs: z.array(paragraph).max(200) })
const button = z.strictObject({ kind: z.literal('button'), label: written(100, false), href: linkOrNone })
const image = z.strictObject({
  kind: z.literal('image'),
  image: z.uuid().describe('POST /letters/images'),
  width: z.int().min(1).max(4000).describe('In pixels, as the image came'),
  alt: written(300, false).describe('What the picture tells, for whoever does not see it'),
  href: linkOrNone,
})
const divider = z.strictObject({ kind: z.literal('divider') })

const simple = z.discriminatedUnion('kind', [heading, text, button, image])
export type SimpleBlock = z.infer<typeof simple>
const columns = z.strictObject({
  kind: z.literal('columns'),
  columns: z
    .tuple([z.array(simple).max(10), z.array(simple).max(10)])
    .describe('One below the other where it is narrow'),
})
const block = z.discriminatedUnion('kind', [heading, text, button, image, divider, columns])
export type Block = z.infer<typeof block>

export const emailText = z.strictObject({
  subject: plainLine,
  preheader: plainLine.describe('What mailboxes show beside the subject'),
  blocks: z.array(block).max(100),
})
export type EmailText = z.infer<typeof emailText>

export const smsText = z.strictObject({
  body: z
    .array(z.union([z.strictObject({ text: written(1530, true) }), z.strictObject(field)]))
    .max(50)
    .describe('Words and personal fields'),
})
export type SmsText = z.infer<typeof smsText>

const inLangs = <Text extends z.ZodType>(of: Text) =>
  z.strictObject({ fi: of.optional(), sv: of.optional(), en: of.optional() })

/** What a revision says, in each language that it has. */
export const content = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('email'), texts: inLangs(emailText) }),
  z.strictObject({ channel: z.literal('sms'), texts: inLangs(smsText) }),
])
export type Content = z.infer<typeof content>
