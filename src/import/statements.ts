/** A prohibition always lands; a permit only with its date and source, and never one that the file dates "today" by silence. */

import type { WholeFile } from './format.ts'
import type { Standing, StatusChannel } from './meaning.ts'

/** What the cells of a row said about permissions. */
export interface StatedRow {
  readonly standing: Readonly<Partial<Record<StatusChannel, Standing>>>
  readonly moments: Readonly<
    Partial<
      Record<
        `${'permit' | 'objection'} ${StatusChannel}`,
        { readonly at: Date; readonly rank: number; readonly header: string }
      >
    >
  >
}

/** What the importer has said of the whole file. */
export interface StatementRules {
  readonly basis: 'contract' | 'consent' | 'soft-opt-in' | 'interest' | 'none'
  /** When the data was obtained. */
  readonly obtained: Date
  readonly evidence: string | undefined
  /** Purposes for which a permit would be recorded, by channel: at most one, else nobody knows what was agreed to. */
  readonly permits: Readonly<Partial<Record<StatusChannel, string>>>
  /** Purposes that contact people on the channel: an objection stops them all. */
  readonly objections: Readonly<Record<StatusChannel, readonly string[]>>
  /** Channels about which some column or the whole file speaks. */
  readonly spokenOf: readonly StatusChannel[]
  readonly wholeFile: WholeFile | undefined
}

/** One statement to record; `wording` says on what it rests. */
export interface Said {
  readonly kind: 'contract' | 'consent' | 'similar-purchase' | 'objection'
  readonly purpose: string | null
  readonly channel: StatusChannel | null
  readonly givenAt: Date
  readonly wording: string | null
}

/** The statements of one row; `permitUnknown` when the file claims a permit that cannot be recorded. */
export function statementsOf(row: StatedRow, rules: StatementRules) {
  const statements: Said[] = []
  let permitUnknown = false
  if (rules.basis === 'contract') {
    statements.push({ kind: 'contract', purpose: null, channel: null, givenAt: rules.obtained, wording: null })
  }
  for (const channel of ['email', 'sms'] as const) {
    const standing = standingOf(row, rules, channel)
    if (standing === 'objection') {
      statements.push(...objectionsOn(channel, row.moments[`objection ${channel}`]?.at, rules))
    } else if (standing === 'permit') {
      const permit = permitOf(row, rules, channel)
      if (permit === undefined) permitUnknown = true
      else statements.push(permit)
    }
  }
  return { statements, permitUnknown, bounced: standingOf(row, rules, 'email') === 'bounced' }
}

/** An objection to every purpose that contacts people on the channel; without a day of its own, of when the file was obtained. */
export function objectionsOn(channel: StatusChannel, at: Date | undefined, rules: StatementRules): readonly Said[] {
  const purposes = rules.objections[channel]
  const given = { kind: 'objection', channel, givenAt: at ?? rules.obtained, wording: null } as const
  return (purposes.length === 0 ? [null] : purposes).map(purpose => ({ ...given, purpose }))
}

/** What the row says, else the file, else what the importer says of everybody: an agreement to the purpose by e-mail. */
function standingOf(row: StatedRow, rules: StatementRules, channel: StatusChannel): Standing {
  const said = row.standing[channel]
  if (said !== undefined) return said
  if (rules.wholeFile?.channel === channel) return rules.wholeFile.standing
  if (row.moments[`objection ${channel}`] !== undefined) return 'objection'
  if (rules.spokenOf.includes(channel)) return 'none'
  if (row.moments[`permit ${channel}`] !== undefined) return 'permit'
  const agreed = (rules.basis === 'consent' || rules.basis === 'soft-opt-in') && rules.evidence !== undefined
  return agreed && channel === 'email' ? 'permit' : 'none'
}

/** Of persons who are said to have only bought, nothing in the file is a consent: a date is then that of the purchase. */
function permitOf(row: StatedRow, rules: StatementRules, channel: StatusChannel): Said | undefined {
  const purpose = rules.permits[channel]
  if (purpose === undefined) return undefined
  const dated = row.moments[`permit ${channel}`]
  if (rules.basis === 'soft-opt-in') {
    if (rules.evidence === undefined) return undefined
    const givenAt = dated?.at ?? rules.obtained
    return { kind: 'similar-purchase', purpose, channel, givenAt, wording: rules.evidence }
  }
  if (dated !== undefined) {
    return { kind: 'consent', purpose, channel, givenAt: dated.at, wording: rules.evidence ?? dated.header }
  }
  if (rules.basis !== 'consent' || rules.evidence === undefined) return undefined
  return { kind: 'consent', purpose, channel, givenAt: rules.obtained, wording: rules.evidence }
}
