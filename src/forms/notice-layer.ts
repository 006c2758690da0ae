/** The notice at the point of collection is drawn from the published one, for exactly what this form asks: nothing else is said, and nothing of Art. 13 that belongs here is left out. */

import type { Lang, Notice } from '../notice/notice.ts'
import { describeUses, inWords, labelOf } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import type { Offer, Place } from './offer.ts'

/** A point of the short notice: what it is about, and the words. */
export interface LayerPoint {
  readonly term: string
  readonly words: readonly string[]
}

export function layerOf(
  { scope, fields, permits }: Pick<Offer, 'scope' | 'permits'> & { readonly fields: readonly Place[] },
  lang: Lang,
): readonly LayerPoint[] {
  const { notice, purpose } = scope
  const say = (key: Parameters<typeof text>[1], args = {}) => text(lang, key, args)
  const words = (of: Parameters<typeof inWords>[0]) => inWords(of, notice, lang)
  const categories = [...new Set(fields.map(({ scoped }) => scoped))]
  const others = new Set(
    categories.flatMap(({ category }) => category.uses.map(use => use.purpose)).filter(id => id !== purpose.id),
  )
  const alsoFor = notice.purposes.filter(({ id, seesAll }) => others.has(id) && !seesAll)
  const { controller, contact } = notice
  return [
    {
      term: say('forms.layer.controller'),
      words: [[controller.name, controller.businessId, controller.address, contact.email].filter(Boolean).join(', ')],
    },
    {
      term: say('forms.layer.purpose'),
      words: [
        `${words(purpose.name)}. ${words(purpose.explanation)}`.trim(),
        ...categories.map(scoped => {
          const own = fields.filter(field => field.scoped === scoped)
          const use = describeUses(scoped.category, notice, lang).find(one => one.purpose === purpose.id)
          const names = own.map(({ column }) => labelOf(scoped, column.name, notice, lang).split(': ').at(-1) ?? '')
          return say('forms.layer.data', {
            data: `${words(scoped.category.name)} (${[...new Set(names)].join(', ').toLocaleLowerCase(lang)})`,
            basis: use?.text ?? '',
            keep: use?.keep ?? '',
          })
        }),
      ],
    },
    ...(permits.length > 0
      ? [
          {
            term: say('forms.layer.permits'),
            words: [
              say('forms.layer.permits-words', {
                purposes: [...new Set(permits.map(({ purpose: of }) => words(of.name)))].join(', '),
              }),
            ],
          },
        ]
      : []),
    ...(alsoFor.length > 0
      ? [{ term: say('forms.layer.also'), words: [alsoFor.map(({ name }) => words(name)).join(', ')] }]
      : []),
    { term: say('forms.layer.recipients'), words: [recipientsOf(notice, lang)] },
    { term: say('forms.layer.rights'), words: [say('forms.layer.rights-words')] },
  ]
}

function recipientsOf({ recipients }: Notice, lang: Lang): string {
  if (recipients.length === 0) return text(lang, 'notice.recipients.nobody')
  return text(lang, 'forms.layer.recipients-words', { names: recipients.map(({ name }) => name).join(', ') })
}
