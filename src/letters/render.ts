/** A letter as one person gets it: what the register holds of them never becomes markup, a link, a header or a second line. */

import { Refused } from '../base/errors.ts'
import { escaped, type Block as FooterBlock, htmlBlock, textBlock } from '../mail/letter.ts'
import type { Lang } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import type { Content } from './content.ts'
import type { Laid, Slot } from './parts.ts'
import { langIn } from './said.ts'
import { type SmsLength, smsLength } from './sms-parts.ts'
import { plain, type Template, templateOf } from './template.ts'

/** In words of the person's language, by category.column; what is not there is written with its fallback. */
export type PersonalValues = Readonly<Record<string, string | undefined>>

export interface RenderedEmail {
  readonly channel: 'email'
  readonly lang: Lang
  readonly subject: string
  readonly html: string
  readonly text: string
}
export interface RenderedSms {
  readonly channel: 'sms'
  readonly lang: Lang
  readonly text: string
  readonly length: SmsLength
}
export type Rendered = RenderedEmail | RenderedSms

type EmailContent = Extract<Content, { channel: 'email' }>
type SmsContent = Extract<Content, { channel: 'sms' }>

export interface ForWhom {
  /** The person's language; a letter that has it not is written in the first that it has. */
  readonly lang: Lang
  readonly values: PersonalValues
  /** Who sends it and why, and where it ends: of an SMS the paragraphs (`stopLine`). */
  readonly footer: readonly FooterBlock[]
  /** The public address of this server, from which pictures are shown. */
  readonly url: string
  /** Where each of its links is written to lead, of one that may be noted; without it to where it says. */
  readonly link?: ((href: string) => string) | undefined
}

/** Laid out once for all to whom it goes. */
const templates = new WeakMap<EmailContent, Map<string, Template>>()

/**
 * What is sent: for e-mail subject, HTML and plain text, for SMS the words and in how many parts they go. Refuses a letter without any
 * language (`letters.no-language`); whether it is whole, `isReady` tells.
 */
export const renderLetter = ({ content }: { readonly content: Content }, whom: ForWhom): Rendered =>
  content.channel === 'sms' ? renderSms(content, whom) : renderEmail(content, whom)

/** The same of one that goes by e-mail. */
export function renderEmail(
  content: EmailContent,
  { lang: wanted, values, footer, url, link }: ForWhom,
): RenderedEmail {
  const lang = langOrRefuse(content, wanted)
  const { subject, html, text } = templateFor(content, lang, url)
  const [before, after] = html
  const fill = filling(values, link)
  return {
    channel: 'email',
    lang,
    subject: fill(subject).trim(),
    html: `${fill(before)}${footer.map(htmlBlock).join('')}${fill(after)}`,
    text: `${[fill(text), '—', ...footer.map(textBlock)].join('\n\n')}\n`,
  }
}

function renderSms(content: SmsContent, { lang: wanted, values, footer }: ForWhom): RenderedSms {
  const lang = langOrRefuse(content, wanted)
  const body = [filling(values)(plain(content.texts[lang]?.body ?? [])), ...footer.map(textBlock)].join('\n').trim()
  return { channel: 'sms', lang, text: body, length: smsLength(body) }
}

function langOrRefuse(content: Content, wanted: Lang): Lang {
  const lang = langIn(content, wanted)
  if (lang === undefined) throw new Refused('letters.no-language', 'conflict')
  return lang
}

const filling =
  (values: PersonalValues, link: ForWhom['link'] = href => href) =>
  (of: Laid): string =>
    of
      .map(piece => {
        if (typeof piece === 'string') return piece
        if ('field' in piece) return filled(piece, values)
        return piece.escaped ? escaped(link(piece.href)) : link(piece.href)
      })
      .join('')

function templateFor(content: EmailContent, lang: Lang, url: string): Template {
  const known = templates.get(content) ?? new Map<string, Template>()
  templates.set(content, known)
  const key = `${lang} ${url}`
  const one = content.texts[lang]
  const template = known.get(key) ?? templateOf(one ?? nothing, lang, image => `${url}${imagePath(image)}`)
  known.set(key, template)
  return template
}
const nothing = { subject: [], preheader: [], blocks: [] }

/** Where a picture is shown to anybody, on this server. */
export const imagePath = (image: string): string => `/letters/images/${image}`

function filled({ field, fallback, escaped: isMarkup }: Slot, values: PersonalValues): string {
  const words = Object.hasOwn(values, field) ? oneLine(values[field] ?? '') : ''
  const said = words === '' || misleads(words) ? fallback : words
  return isMarkup ? escaped(said) : said
}

/** Without what breaks a line, hides, or turns the direction of what follows. */
const oneLine = (value: string): string =>
  [
    ...value
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .replace(/[\p{Cf}\p{Cs}]/gu, '')
      .trim(),
  ]
    .slice(0, longest)
    .join('')
const longest = 200

/** Mailboxes make a link of an address, and a name is a way to have a stranger's sent in ours. */
const misleads = (words: string): boolean => /:\/\/|www\./i.test(words)

/** What a text message of direct marketing ends with (917/2014 § 203): a word is enough (docs/messages.md). */
export const stopLine = (lang: Lang): FooterBlock => ({ kind: 'paragraph', text: text(lang, 'letters.stop') })
