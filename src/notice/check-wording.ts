/** How the notice reads (Art. 12(1)): in the language of record, in sentences one can follow, without "may" and "etc." (W01). */

import { doubt, fault, linesOf, textsOf } from './finding.ts'
import type { Finding, Lang, Notice } from './notice.ts'

const longestSentence = 35 // words
const longestText = 1500 // characters, about a screen

/** WP260 rev.01 § 12–13: no "may", "might", "some"; what people themselves may do is another matter, so they are passed over. */
const vague: Readonly<Record<Lang, RegExp>> = {
  fi: /(?<!\p{L})(voidaan|(?<!(asiakkaat|ihmiset|rekisteröidyt|käyttäjät|tilaajat|he) )voivat|saatetaan|saatta(a|vat) (olla|sisältää|käyttää|kerätä|luovuttaa)|mahdollisesti|mm|ym|yms|jne|muun muassa|liiketoimin(ta|nan|taan) (kehittämi|suunnittel)\p{L}*|soveltuvan lainsäädännön)(?!\p{L})/iu,
  sv: /(?<!\p{L})(kan komma att|kan (behandlas|användas|lämnas ut|publiceras|överföras|samlas in)|eventuellt|möjligen|bl\.? ?a|m\.? ?m|o\.? ?s\.? ?v|osv|bland annat|utveckl(a|ing av|andet av) (vår )?(affärs)?verksamhet\p{L}*)(?!\p{L})/iu,
  en: /(?<!\p{L})((?<!\b(you|customers|people|persons|they) )(may|might)|possibly|etc|inter alia|among others?|from time to time|business development|as permitted by law)(?!\p{L})/iu,
}

export function* checkWording(notice: Notice): Iterable<Finding> {
  const [record] = notice.languages
  for (const said of textsOf(notice)) {
    if (record !== undefined && said.text[record] === undefined)
      yield fault(notice, '12-1', said.path, { context: 'record', language: record })
    for (const { lang, line, path } of linesOf(notice, said)) {
      const found = vague[lang].exec(line)?.[0]
      if (found !== undefined) yield doubt(notice, 'W01', path, { found })
      const words = longestSentenceIn(line)
      if (words > longestSentence)
        yield doubt(notice, '12-1', path, { context: 'sentence', words, limit: longestSentence })
      if (line.length > longestText)
        yield doubt(notice, '12-1', path, { context: 'length', characters: line.length, limit: longestText })
    }
  }
}

const longestSentenceIn = (line: string): number =>
  Math.max(...line.split(/[.:;?]\s/).map(sentence => sentence.split(/\s+/).filter(word => word !== '').length))
