/** What a builder of conditions offers: only what the purpose sees, by the names of the notice. */

import type { PurposeAsk } from '../http/ask.ts'
import type { NamedColumn } from '../register/condition-lexicon.ts'
import { namesFor } from '../register/condition-names.ts'
import { comparisonsFor, targetOf } from '../register/condition-plan.ts'
import { categoryIfAny, columnIfAny, scopeFor } from '../register/scope.ts'
import type { SegmentWords } from './segment-answers.ts'

const ofLedgers: Readonly<Record<string, readonly string[]>> = {
  'has-email': ['equals'],
  source: ['equals'],
  changed: ['from', 'before', 'within'],
}

export async function wordsOf(ask: PurposeAsk): Promise<SegmentWords> {
  const scope = await scopeFor(ask)
  const names = await namesFor(ask, ask.lang)
  const { rows: ways } = await ask.program.database.app.query<{ purpose: string; channel: string }>(
    `select purpose, channel from notice.channel where rule <> 'never' order by purpose, channel`,
  )
  const channelsOf = (purpose: string) => ways.filter(way => way.purpose === purpose).map(({ channel }) => channel)
  const given = (column: NamedColumn, is: readonly string[]) => ({
    id: column.id,
    label: column.label,
    type: column.type,
    is: [...is],
    ...(column.codes && { codes: column.codes.map(({ code, name }) => ({ code, name })) }),
  })
  return {
    fields: names.fields.map(field => {
      const target = targetOf(scope, field.id)
      return given(field, target ? comparisonsFor(target.column) : (ofLedgers[field.id] ?? []))
    }),
    categories: names.categories.map(({ id, label, columns }) => ({
      id,
      label,
      columns: columns.flatMap(column => {
        const known = columnIfAny(categoryIfAny(scope, id), column.id)
        return known ? [given(column, comparisonsFor(known))] : []
      }),
    })),
    purposes: scope.statements
      ? names.purposes
          .map(({ id, label }) => ({ id, label, channels: channelsOf(id) }))
          .filter(({ channels }) => channels.length > 0)
      : [],
    channels: scope.statements ? channelsOf(ask.purpose) : [],
  }
}
