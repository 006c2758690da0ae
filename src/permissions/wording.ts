/** The words beside each choice on the person's page: what is shown is what is recorded. */

import type { Lang, Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import type { Permitted } from './choice.ts'

export const nameOf = (notice: Notice, lang: Lang, { purpose }: Pick<Permitted, 'purpose'>): string =>
  inWords(purpose.name, notice, lang)

export const explanationOf = (notice: Notice, lang: Lang, { purpose }: Pick<Permitted, 'purpose'>): string =>
  inWords(purpose.explanation, notice, lang)

/** «Esimerkkikurssit Oy saa lähettää minulle sähköpostia tarkoituksessa Markkinointi. …» */
export const yesWording = (notice: Notice, lang: Lang, to: Permitted): string =>
  text(lang, `preferences.yes.${to.channel ?? 'use'}`, {
    controller: notice.controller.name,
    purpose: nameOf(notice, lang, to),
  })

export const noWording = (lang: Lang): string => text(lang, 'preferences.no')
export const nothingWording = (lang: Lang): string => text(lang, 'preferences.nothing.button')
