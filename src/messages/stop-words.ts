/** One word is enough to end text messages, in three languages and as people write it; the list is told in docs/messages.md. */

import type { TextLang } from '../texts/texts.ts'

/** Whole messages; `stop` is of every language, and answered in Finnish. `no` is left out: in Finnish it is a word to begin with. */
const words: Readonly<Record<TextLang, readonly string[]>> = {
  fi: [
    ...['stop', 'ei', 'lopeta', 'lopettakaa', 'peruuta', 'peruuttakaa', 'peru', 'perukaa', 'poista', 'poistakaa'],
    ...['kielto', 'kiellän', 'ei kiitos', 'ei enää', 'ei viestejä', 'ei mainoksia', 'ei markkinointia', 'seis'],
    ...['lopeta viestit', 'lopettakaa viestit', 'poista listalta', 'peru tilaus', 'peruuta tilaus'],
  ],
  sv: [
    'stopp',
    'stoppa',
    'avbryt',
    'avsluta',
    'sluta',
    'nej',
    'nej tack',
    'avregistrera',
    'inga sms',
    'inga meddelanden',
  ],
  en: ['stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'opt out', 'optout', 'opt-out', 'revoke'],
}

const langOf = new Map((['fi', 'sv', 'en'] as const).flatMap(lang => words[lang].map(word => [word, lang] as const)))

/** Invisible characters, and what stands around a word: quotation marks, full stops, emoji. */
const around = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** In which language a message ends text messages; undefined when it says something else, or something more. */
export function stopIn(text: string): TextLang | undefined {
  if (text.length > 100) return undefined
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(around, '')
    .replace(/\s+/gu, ' ')
  return langOf.get(plain)
}
