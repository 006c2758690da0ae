/** Which of the three languages a text is mostly in, by its commonest small words and its letters. */

import { type Lang, langs } from './notice.ts'

const common: Readonly<Record<Lang, RegExp>> = {
  fi: /(?<!\p{L})(ja|on|ei|tai|sekä|että|ovat|jos|kun|tiedot|tietoja|tietojen|henkilötietojen|henkilötietoja|rekisterin|rekisteri|oikeus|käsittelyn|mukaan|myös|asiakkaan|voidaan|emme|sinulla|voit|tietosuojaseloste|rekisteriseloste|rekisterinpitäjä|puh|osoite|sähköposti|nimi)(?!\p{L})/giu,
  sv: /(?<!\p{L})(och|att|för|som|är|av|till|med|den|det|inte|eller|på|om|uppgifter|uppgifterna|personuppgifter|rätt|registret|behandling|samt|kan|vi|från|genom|dataskyddsbeskrivning|registerbeskrivning|personuppgiftsansvarig|registeransvarig)(?!\p{L})/giu,
  en: /(?<!\p{L})(the|and|of|to|is|are|we|for|or|your|you|data|with|that|personal|not|be|by|our|this|information|processing|controller|right|register|privacy)(?!\p{L})/giu,
}

const sampled = 60_000

/** Finnish when nothing tells: most notices are. */
export function languageOf(text: string): Lang {
  const sample = text.slice(0, sampled)
  const counts = langs.map(lang => [lang, sample.match(common[lang])?.length ?? 0] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best), ['fi', 0] as readonly [Lang, number])[0]
}
