/** What an offer says is the same words in the letter, on the page and on paper, in the language of the offer. */

import { type Exported, lines as factsOf, paperOf, paragraphs } from '../accountability/export-file.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import type { OfferAnswer } from './sales-answers.ts'

const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' } as const

export const euros = (lang: Lang, cents: number): string =>
  new Intl.NumberFormat(locales[lang], { style: 'currency', currency: 'EUR' }).format(cents / 100)

/** 255 → 25,5 % */
export const percent = (lang: Lang, permille: number): string =>
  new Intl.NumberFormat(locales[lang], { style: 'percent', maximumFractionDigits: 1 }).format(permille / 1000)

export interface OfferWords {
  readonly title: string
  readonly by: string
  readonly rows: readonly {
    readonly what: string
    readonly quantity: string
    readonly unit: string
    readonly vat: string
    readonly sum: string
  }[]
  readonly totals: readonly (readonly [label: string, value: string])[]
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** Each a paragraph. */
  readonly terms: readonly string[]
  /** What the law gives a consumer; none for a business. */
  readonly rights: readonly string[]
}

/** `url`: of this server, for the page on which a contract is withdrawn from. */
export function wordsOf(offer: OfferAnswer, notice: Notice, url: string): OfferWords {
  const { lang, lines, totals, consumer, values, madeAt, sentAt } = offer
  const { name, businessId, address } = notice.controller
  return {
    title: text(lang, 'sales.offer.title', { subject: String(values.subject ?? '') }),
    by: [name, businessId, address, notice.contact.email].filter(Boolean).join(', '),
    rows: lines.map(({ what, quantity, unitCents, vatPermille }) => ({
      what,
      quantity: String(quantity),
      unit: euros(lang, unitCents),
      vat: percent(lang, vatPermille),
      sum: euros(lang, quantity * unitCents),
    })),
    totals: [
      [text(lang, 'sales.offer.net'), euros(lang, totals.netCents)],
      ...totals.vat.map(
        ({ permille, vatCents }) =>
          [text(lang, 'sales.offer.vat-of', { rate: percent(lang, permille) }), euros(lang, vatCents)] as const,
      ),
      [text(lang, 'sales.offer.gross'), euros(lang, totals.grossCents)],
    ],
    facts: [
      [text(lang, 'sales.offer.seller'), [name, businessId].filter(Boolean).join(', ')],
      [text(lang, 'sales.offer.made'), dateIn(lang, dateInHelsinki(new Date(sentAt ?? madeAt)))],
      [text(lang, 'sales.offer.valid'), typeof values.valid_until === 'string' ? dateIn(lang, values.valid_until) : ''],
    ],
    terms: (offer.terms ?? '')
      .split(/\n\s*\n/)
      .map(part => part.trim())
      .filter(part => part !== ''),
    rights: consumer
      ? [
          text(lang, 'sales.offer.binds'),
          text(lang, 'sales.offer.withdrawal', { page: `${url}/withdraw`, email: notice.contact.email ?? '' }),
        ]
      : [],
  }
}

/** «2 × Kurssi, 490,00 € (ALV 25,5 %): 980,00 €» */
export const rowInWords = (lang: Lang, { what, quantity, unit, vat, sum }: OfferWords['rows'][number]): string =>
  text(lang, 'sales.offer.row', { what, quantity, unit, vat, sum })

/** On paper; its name says nothing of whose it is. */
export function offerPaper(offer: OfferAnswer, notice: Notice, url: string): Exported {
  const { lang } = offer
  const words = wordsOf(offer, notice, url)
  const day = dateInHelsinki(new Date(offer.sentAt ?? offer.madeAt))
  const say = (key: 'what' | 'quantity' | 'vat' | 'sum' | 'terms' | 'lines' | 'rights' | 'accepted') =>
    text(lang, `sales.offer.${key}`)
  const unit = text(lang, offer.consumer ? 'sales.offer.unit-gross' : 'sales.offer.unit-net')
  return {
    name: `${text(lang, 'sales.offer.file')}-${day}`,
    data: () => offer,
    table: () => [
      [say('what'), say('quantity'), unit, say('vat'), say('sum')],
      ...words.rows.map(row => [row.what, row.quantity, row.unit, row.vat, row.sum]),
    ],
    document: () =>
      paperOf(notice, {
        lang,
        title: words.title,
        date: day,
        opening: [words.by],
        summary: { heading: text(lang, 'sales.offer.one'), blocks: factsOf(words.facts) },
        parts: [
          {
            heading: say('lines'),
            blocks: [
              {
                kind: 'table',
                path: '',
                caption: say('lines'),
                columns: [say('what'), say('quantity'), unit, say('vat'), say('sum')],
                rows: words.rows.map(row => ({
                  path: '',
                  cells: [[row.what], [row.quantity], [row.unit], [row.vat], [row.sum]],
                })),
              },
              ...factsOf(words.totals),
            ],
          },
          ...(words.terms.length > 0
            ? [{ heading: say('terms'), blocks: paragraphs(...words.terms.map(one => [one])) }]
            : []),
          ...(words.rights.length > 0
            ? [{ heading: say('rights'), blocks: paragraphs(...words.rights.map(one => [one])) }]
            : []),
          ...(offer.accepted ? [{ heading: say('accepted'), blocks: paragraphs([acceptedInWords(offer)]) }] : []),
        ],
        closing: [],
      }),
  }
}

/** When, how and by whom, with the hash of what was accepted. */
export const acceptedInWords = ({ lang, accepted }: OfferAnswer): string =>
  accepted === null
    ? ''
    : text(lang, `sales.offer.accepted-how.${accepted.how}`, {
        at: momentIn(lang, new Date(accepted.at)),
        name: accepted.name ?? '–',
        hash: accepted.hash.slice(0, 16),
      })
