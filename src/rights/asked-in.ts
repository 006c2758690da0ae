/** A message that asks for a right is a request, wherever it was sent and whatever it is called (EDPB 01/2022): these are the words by which one is seen. */

import type { NewRequest } from './request-answers.ts'

type Right = NewRequest['kind']

/** What is meant, by stems in fi, sv and en: all of a line within one sentence, in this order. The first right that fits is taken. */
const words: readonly (readonly [Right, RegExp])[] = [
  ['withdrawal', /(?:peru|perum).*suostumu|suostumu.*(?:peru|perum)|återkalla.*samtycke|withdraw.*consent/u],
  [
    'erasure',
    /(?:poista|poisto|poistu|tuhoa|unohta).*(?:tieto|tiedo|tili)|(?:tieto|tiedo)\p{L}*.*(?:poista|poisto|tuhoa)|(?:radera|ta bort|stryk|glöm).*(?:uppgift|konto|data)|(?:delete|erase|remove|forget).*(?:my|all).*(?:data|information|details|account)|right to be forgotten|rätt(?:en)? att bli (?:bort)?glömd/u,
  ],
  ['restriction', /rajoit.*käsittel|käsittel.*rajoit|begränsa.*behandling|restrict.*processing/u],
  [
    'objection',
    /(?:vastust|kiell|kieltä).*(?:käsittel|profiloin|markkinoin)|(?:invänd|motsätt|förbjud).*(?:behandling|profilering|marknadsföring)|\bobject\b.*(?:processing|profiling|marketing)/u,
  ],
  [
    'rectification',
    /(?:korja|oikais|oikaise).*(?:tieto|tiedo|osoitteeni|nimeni|numeroni)|(?:tieto|tiedo)\p{L}*.*(?:väär|virheel)|(?:rätta|korrigera).*(?:uppgift|adress|namn)|(?:correct|rectify).*\bmy\b/u,
  ],
  [
    'portability',
    /siir(?:tä|rä).*(?:tietoni|tietojani).*(?:toise|järjestelm)|dataportabilitet|överföra mina uppgifter|data portability|transfer my data/u,
  ],
  [
    'access',
    /tarkastuspyyn|tietopyyn|(?:mitä|mitkä|kaikki)\s.*tie(?:to|do)\p{L}*.*(?:minusta|itsestäni)|(?:kopio|jäljennö|nähdä|tarkast|pyydän|haluan).*(?:tietoni|omat tie|henkilötie)|registerutdrag|(?:vilka|vad|alla).*(?:uppgift|sparat).*om mig|kopia.*mina uppgifter|(?:what|which|all).*(?:data|information|details).*(?:about|on) me|copy of my (?:personal )?(?:data|information)|subject access/u,
  ],
]

/** The right that a text asks for, as far as its words tell; undefined when they do not. Somebody reads the request in any case. */
export function rightAskedIn(text: string): Right | undefined {
  const sentences = text
    .slice(0, 20_000)
    .normalize('NFC')
    .toLowerCase()
    .split(/[.!?\n]+/u)
    .map(sentence => sentence.slice(0, 400)) // who asks for a right needs no longer sentence, and no pattern runs long
  return words.find(([, meant]) => sentences.some(sentence => meant.test(sentence)))?.[0]
}
