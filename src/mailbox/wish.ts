/** What somebody asks for in their own words: a right of the GDPR, or the end of messages. Staff read it and decide; nothing is refused by it. */

import { rightAskedIn } from '../rights/asked-in.ts'
import type { NewRequest } from '../rights/request-answers.ts'
import type { TextLang } from '../texts/texts.ts'
import { ownWords } from './fold.ts'

export interface Wish {
  /** The right that the words name; the clock runs from the arrival of the message (Art. 12(3)). */
  readonly right: NewRequest['kind'] | undefined
  /** `list`: no more e-mails of this kind. `marketing`: no direct marketing by any channel (Art. 21(2)). */
  readonly leaves: 'list' | 'marketing' | undefined
  /** In which language it is said. */
  readonly lang: TextLang
}

const words = (text: string): RegExp => new RegExp(text, 'iu')

const leaving: readonly (readonly [NonNullable<Wish['leaves']>, TextLang, RegExp])[] = [
  [
    'marketing',
    'fi',
    words(
      String.raw`\b(?:kiellän|kielto|vastustan|lopettakaa)\b[^.?!\n]{0,40}(?:suora)?markkinoin|suoramarkkinointikielto|(?:suora)?markkinoin\w*[^.?!\n]{0,20}(?:kiellän|kielto)`,
    ),
  ],
  [
    'marketing',
    'sv',
    words(String.raw`(?:förbjuder|motsätter mig|avböjer|nej till)[^.?!\n]{0,30}(?:direkt)?(?:marknadsföring|reklam)`),
  ],
  ['marketing', 'en', words(String.raw`(?:object to|stop|opt.?out of|no more)[^.?!\n]{0,30}(?:direct )?marketing`)],
  [
    'list',
    'fi',
    words(
      String.raw`\bpoista\w*[^.?!\n]{0,60}(?:listal|uutiskirje|jakelu|tilaaj)|(?:peruut\w+|peru\w*|lopet\w+|irtisano\w*)[^.?!\n]{0,40}(?:uutiskirje|tilaukse\w*[^.?!\n]{0,20}uutis|postituslist)|(?:uutiskirje|postitu)[^.?!\n]{0,40}(?:peruut|perun|poista|lopet)|en halua (?:enää |saada )*[^.?!\n]{0,20}(?:uutiskirje|mainos|markkinointiviest|postitu)|lopettakaa[^.?!\n]{0,20}(?:lähett|mainos)`,
    ),
  ],
  [
    'list',
    'sv',
    words(
      String.raw`avregistrer|avsluta[^.?!\n]{0,20}prenumeration|avprenumerera|ta bort mig från[^.?!\n]{0,30}(?:list|utskick|nyhetsbrev)|vill inte (?:längre )?(?:ha|få)[^.?!\n]{0,30}(?:reklam|nyhetsbrev|utskick)`,
    ),
  ],
  [
    'list',
    'en',
    words(
      String.raw`\bunsubscribe\b|(?:remove|take) me (?:from|off)[^.?!\n]{0,30}(?:list|mailing|newsletter)|stop (?:sending|e-?mailing) me|opt.?out\b|no longer (?:wish|want) to receive`,
    ),
  ],
]

/** Reads the subject and what the sender wrote themselves; what they quote is of somebody else. */
export function wishOf({ subject, text }: { readonly subject: string; readonly text: string }): Wish | undefined {
  const said = `${subject}\n${ownWords(text).slice(0, 5_000)}`.replace(/[ \t]*\n[ \t]*(?=\p{Ll})/gu, ' ')
  const asked = rightAskedIn(said)
  const leave = leaving.find(([, , meant]) => meant.test(said))
  if (asked === undefined && leave === undefined) return undefined
  return { right: asked?.right, leaves: leave?.[0], lang: asked?.lang ?? leave?.[1] ?? 'fi' }
}
