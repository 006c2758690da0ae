/** Processors and their contracts as one file: what differs from the notice first, then each contract whole. */

import type { Lang, Notice } from '../notice/notice.ts'
import { countryIn, dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import type { Contract } from './contract.ts'
import type { Site } from './contract-terms.ts'
import { bullets, type Exported, lines, type Part, paperOf, paragraphs } from './export-file.ts'
import type { ContractStanding, Processor } from './processors.ts'

/** `date` is YYYY-MM-DD, the day on which they stand so. */
export function processorsExport(
  { notice, version }: { readonly notice: Notice; readonly version: number },
  processors: readonly Processor[],
  lang: Lang,
  date: string,
): Exported {
  const all = processors.flatMap(({ contracts }) => contracts)
  return {
    name: `${text(lang, 'ui.contracts.file')}-${date}`,
    document: () =>
      paperOf(notice, {
        lang,
        date,
        title: text(lang, 'ui.contracts.title'),
        opening: [text(lang, 'ui.contracts.about', { date: dateIn(lang, date) })],
        summary: { heading: text(lang, 'ui.contracts.differences'), blocks: differenceBlocks(lang, processors) },
        parts: all.map(standing => partOf(lang, standing)),
        closing: [text(lang, 'ui.contracts.beside', { version, date: dateIn(lang, notice.effective) })],
      }),
    table: () => [
      columns.map(([label]) => text(lang, label)),
      ...all.map(standing => columns.map(([, value]) => value(lang, standing))),
    ],
    data: () => ({
      date,
      notice: { version, hash: notice.hash },
      processors: processors.map(({ name, declared, difference, contracts }) => ({
        name,
        declared: declared === undefined ? null : { country: declared.country, contract: declared.contract ?? null },
        difference: difference ?? null,
        contracts: contracts.map(({ contract, ...standing }) => ({ ...contract, ...standing })),
      })),
    }),
  }
}

function differenceBlocks(lang: Lang, processors: readonly Processor[]) {
  const told = processors.flatMap(one => tellDifferences(lang, one))
  return told.length === 0 ? paragraphs([text(lang, 'ui.contracts.no-differences')]) : bullets(told)
}

/** Where the contracts and the notice say different things of a processor, as sentences. */
export function tellDifferences(lang: Lang, { name, difference, contracts }: Processor): readonly string[] {
  return [
    ...(difference === undefined ? [] : [text(lang, `ui.contracts.difference.${difference}`, { name })]),
    ...contracts.flatMap(({ disagreements }) =>
      disagreements.map(one => text(lang, `ui.contracts.disagreement.${one}`, { name })),
    ),
  ]
}

/** What staff must mend in a contract, as sentences. */
export function tellGaps(lang: Lang, { contract, missing, unheld, reviewDue }: ContractStanding): readonly string[] {
  return [
    ...(missing.length === 0
      ? []
      : [text(lang, 'ui.contracts.gap.clauses', { clauses: missing.map(letter(lang)).join(', ') })]),
    ...unheld.map(({ name, country }) =>
      text(lang, 'ui.contracts.gap.transfer', { name, country: countryIn(lang, country) }),
    ),
    ...(reviewDue ? [text(lang, 'ui.contracts.gap.review', { date: dateIn(lang, contract.review) })] : []),
  ]
}

/** "a)", or the words for what stands before the letters. */
const letter = (lang: Lang) => (clause: string) => (clause === 'scope' ? text(lang, 'ui.contracts.scope') : clause)

const partOf = (lang: Lang, standing: ContractStanding): Part => ({
  heading: standing.contract.processor,
  blocks: [
    ...lines(columns.slice(1).map(([label, value]) => [text(lang, label), value(lang, standing)])),
    ...bullets(tellGaps(lang, standing)),
  ],
})

type Column = readonly [
  label: Extract<Parameters<typeof text>[1], `ui.contracts.${string}`>,
  value: (lang: Lang, standing: ContractStanding) => string,
]

const ofContract =
  (value: (contract: Contract, lang: Lang) => string): Column[1] =>
  (lang, { contract }) =>
    value(contract, lang)

const dateOrNone = (lang: Lang, date: string | null): string => (date === null ? '' : dateIn(lang, date))

/** "Yhdysvallat, vakiosopimuslausekkeet". */
const siteIn = (lang: Lang, { country, mechanism }: Omit<Site, 'name'>): string =>
  [
    countryIn(lang, country),
    ...(mechanism === null ? [] : [text(lang, `ui.contracts.mechanism-name.${mechanism}`)]),
  ].join(', ')

const columns: readonly Column[] = [
  ['ui.contracts.processor', ofContract(({ processor }) => processor)],
  ['ui.contracts.state-of', (lang, { state }) => text(lang, `ui.contracts.state.${state}`)],
  ['ui.contracts.service', ofContract(({ service }) => service)],
  ['ui.contracts.parties', ofContract(({ parties }) => parties)],
  ['ui.contracts.reference', ofContract(({ reference }) => reference)],
  ['ui.contracts.signed', ofContract(({ signed }, lang) => dateIn(lang, signed))],
  ['ui.contracts.until', ofContract(({ until }, lang) => dateOrNone(lang, until))],
  ['ui.contracts.ended', ofContract(({ ended }, lang) => dateOrNone(lang, ended))],
  ['ui.contracts.clauses', ofContract(({ clauses }, lang) => clauses.map(letter(lang)).join(', '))],
  ['ui.contracts.place', ofContract((contract, lang) => siteIn(lang, contract))],
  ['ui.contracts.mechanism-reference', ofContract(({ mechanismReference }) => mechanismReference)],
  [
    'ui.contracts.sub-processors',
    ofContract(({ subProcessors }, lang) =>
      subProcessors.map(one => `${one.name} (${one.service}; ${siteIn(lang, one)})`).join('; '),
    ),
  ],
  ['ui.contracts.review', ofContract(({ review }, lang) => dateIn(lang, review))],
  ['ui.contracts.saved-by', ofContract(({ by }) => by.name ?? by.actor)],
  ['ui.contracts.why', ofContract(({ why }) => why)],
]
