/** What the importer has said of a file and what the notice says of its values, together: the rules by which its records are shaped. */

import { Refused } from '../base/errors.ts'
import type { ChannelRule, Notice, Source } from '../notice/notice.ts'
import type { PurposeScope } from '../register/scope.ts'
import { type FindPlace, placesOf } from './destination.ts'
import { knownFormats } from './formats/known.ts'
import type { Mapping } from './inspect.ts'
import type { StatusChannel } from './meaning.ts'
import type { KeptOrigin, OriginRequest } from './requests.ts'
import type { ShapeRules } from './shape.ts'
import type { StatementRules } from './statements.ts'

export const statusChannels: readonly StatusChannel[] = ['email', 'sms']

/** Whether a permit of the file means something under the rule of a channel: a purchase is not a consent. */
const permits = (basis: OriginRequest['basis'], rule: ChannelRule | undefined): boolean =>
  rule === 'consent or similar purchase' || (rule === 'consent' && basis !== 'soft-opt-in')

/** Where values may go for this purpose and source. */
export const placesFor = (scope: PurposeScope, origin: Pick<KeptOrigin, 'source' | 'agreed'>): FindPlace =>
  placesOf(
    scope.notice.categories,
    scope.categories
      .filter(({ mayWrite }) => mayWrite)
      .map(({ category, columns }) => ({ category: category.id, columns: columns.map(({ name }) => name) })),
    origin,
  )

export function shapeRulesFor(scope: PurposeScope, origin: KeptOrigin, mapping: Mapping): ShapeRules {
  return {
    header: mapping.header,
    meanings: mapping.meanings,
    place: placesFor(scope, origin),
    joint: knownFormats.find(({ id }) => id === mapping.format)?.joint,
    dateOrder: mapping.dateOrder ?? undefined,
    decimalComma: mapping.dialect.decimalComma,
    statements: statementRulesFor(scope.notice, origin, mapping),
  }
}

function statementRulesFor(notice: Notice, origin: OriginRequest, mapping: Mapping): StatementRules {
  const spokenOf = mapping.meanings.flatMap(meaning => (meaning.is === 'status' ? [meaning.channel] : []))
  const contacting = (channel: StatusChannel) =>
    notice.purposes.filter(({ channels }) => channels[channel] !== undefined && channels[channel] !== 'never')
  return {
    basis: origin.basis,
    obtained: new Date(`${origin.obtained}T00:00:00Z`),
    evidence: origin.evidence,
    permits: Object.fromEntries(statusChannels.map(channel => [channel, permitPurpose(notice, origin, channel)])),
    objections: {
      email: contacting('email').map(({ id }) => id),
      sms: contacting('sms').map(({ id }) => id),
    },
    spokenOf: [...new Set(spokenOf)],
    wholeFile: mapping.wholeFile ?? undefined,
  }
}

/** What a permit on the channel is a permit to: what the importer named, else the only purpose that asks for one. */
function permitPurpose(notice: Notice, origin: OriginRequest, channel: StatusChannel): string | undefined {
  const asking = notice.purposes.filter(({ channels }) => permits(origin.basis, channels[channel])).map(({ id }) => id)
  if (origin.purpose !== undefined) return asking.find(id => id === origin.purpose)
  return asking.length === 1 ? asking[0] : undefined
}

/** Holds what the importer says of the file against the notice; answers the source. `today` is the date in Finland. */
export function checkOrigin(notice: Notice, origin: OriginRequest, today: string): Source {
  const source = notice.sources.find(({ id }) => id === origin.source)
  if (source === undefined) {
    const known = notice.sources.map(({ id }) => id).join(', ')
    throw new Refused('import.source-not-declared', 'invalid', { source: origin.source, known }, { field: 'source' })
  }
  if (origin.obtained > today) throw new Refused('import.obtained-later', 'invalid', {}, { field: 'obtained' })
  if (origin.basis !== 'consent' && origin.basis !== 'soft-opt-in') return source
  const purposeFor = (basis: OriginRequest['basis']) =>
    statusChannels.map(channel => permitPurpose(notice, { ...origin, basis }, channel)).find(id => id !== undefined)
  if (purposeFor(origin.basis) === undefined) {
    const purpose = purposeFor('consent')
    if (purpose !== undefined) throw new Refused('import.no-soft-opt-in', 'invalid', { purpose }, { field: 'basis' })
    throw new Refused('import.permit-purpose', 'invalid', { purpose: origin.purpose ?? '' }, { field: 'purpose' })
  }
  if (origin.basis === 'soft-opt-in' && !origin.evidence) {
    throw new Refused('import.purchase-untold', 'invalid', {}, { field: 'evidence' }) // 917/2014 § 200(3)
  }
  return source
}

/** Art. 14(3)(a): a month after the data was obtained at the latest, for what did not come from the persons themselves. */
export function informBy(source: Source, obtained: string): string | null {
  if (source.kind !== 'third-party' && source.kind !== 'public') return null
  const [year = 0, month = 0, day = 0] = obtained.split('-').map(Number)
  // The same day of the next month, or its last day (Regulation 1182/71 Art. 3(2)(c)).
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10)
}
