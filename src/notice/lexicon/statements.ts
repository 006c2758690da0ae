/** What sentences of notices say, in the words of one language, as expressions; the words are in statements-*.ts and flows-*.ts. */

import type { Lang, RightId } from '../notice.ts'
import { rights } from '../vocabulary.ts'
import { basisKinds, type Flows, recipientKinds, sourceKinds } from './flows.ts'
import { flowsEn } from './flows-en.ts'
import { flowsFi } from './flows-fi.ts'
import { flowsSv } from './flows-sv.ts'
import { statementsEn } from './statements-en.ts'
import { statementsFi } from './statements-fi.ts'
import { statementsSv } from './statements-sv.ts'
import { compiled, terms } from './term.ts'

type Terms = readonly string[]

export interface Statements {
  /** "not", in every form: the sentence denies what it names. */
  readonly denial: Terms
  /** "except", "other than": what follows is not denied. */
  readonly exception: Terms
  /** "may", "if needed". */
  readonly perhaps: Terms
  readonly keeping: Terms
  /** Open-ended times: "as long as", "necessary". */
  readonly lasting: Terms
  readonly rights: Readonly<Record<RightId, Terms>>
  /** "has the right", "you may": outside the sections on rights. */
  readonly entitled: Terms
  readonly automated: Terms
  readonly minors: Terms
  readonly dutyToGive: Terms
  readonly security: Terms
  readonly changes: Terms
  readonly cookies: Terms
  readonly persons: Terms
  readonly repealedLaw: Terms
  readonly repealing: Terms
  readonly laws: Terms
  readonly made: Terms
  readonly revised: Terms
  readonly months: readonly string[]
  readonly introductions: Terms
  readonly explanations: Terms
  readonly page: Terms
  readonly banner: Terms
  readonly requests: Terms
}

const statements: Readonly<Record<Lang, Statements & Flows>> = {
  fi: { ...statementsFi, ...flowsFi },
  sv: { ...statementsSv, ...flowsSv },
  en: { ...statementsEn, ...flowsEn },
}

/** Lists of terms become one expression each; records of lists become pairs of key and expression. */
function expressionsOf(lang: Lang) {
  const of = statements[lang]
  const one = (all: Terms) => terms(all)
  return {
    denial: one(of.denial),
    exception: one(of.exception),
    perhaps: one(of.perhaps),
    bases: compiled(basisKinds, of.bases),
    grounding: one(of.grounding),
    withdrawing: one(of.withdrawing),
    sources: compiled(sourceKinds, of.sources),
    obtained: one(of.obtained),
    recipients: compiled(recipientKinds, of.recipients),
    disclosing: one(of.disclosing),
    notDisclosing: one(of.notDisclosing),
    disclosingForMarketing: one(of.disclosingForMarketing),
    outsideEea: one(of.outsideEea),
    safeguards: one(of.safeguards),
    transferring: one(of.transferring),
    keeping: one(of.keeping),
    lasting: one(of.lasting),
    rights: compiled(rights, of.rights),
    entitled: one(of.entitled),
    automated: one(of.automated),
    minors: one(of.minors),
    dutyToGive: one(of.dutyToGive),
    security: one(of.security),
    changes: one(of.changes),
    cookies: one(of.cookies),
    persons: one(of.persons),
    repealedLaw: one(of.repealedLaw),
    repealing: one(of.repealing),
    laws: one(of.laws),
    made: one(of.made),
    revised: one(of.revised),
    months: of.months,
    introductions: one(of.introductions),
    explanations: one(of.explanations),
    page: one(of.page),
    banner: one(of.banner),
    requests: one(of.requests),
  }
}

export type Expressions = ReturnType<typeof expressionsOf>
export const expressions: Readonly<Record<Lang, Expressions>> = {
  fi: expressionsOf('fi'),
  sv: expressionsOf('sv'),
  en: expressionsOf('en'),
}
