/** `seloste promises`: every promise of the notice is checked now, and told, the worst first. */

import { parseArgs } from 'node:util'
import { type Command, Failed, type Io } from '../base/command.ts'
import { text } from '../texts/texts.ts'
import { dayIn, type Kept, overview, statementFinder, tellFinding, wordsOf } from './overview.ts'
import type { PromiseCheck } from './promise.ts'
import { type Checking, runChecks } from './run.ts'

/** Exit 1 when one is broken; what cannot be known is told and breaks nothing. */
export const promises = (checks: readonly PromiseCheck[]): Command<Checking> => ({
  name: 'promises',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args] })
    const program = await open()
    await runChecks(program, checks)
    const { notice, version } = await program.published()
    const all = notice === undefined ? [] : await overview(program.database.app, notice, checks)
    const count = (state: Kept['state']): number => all.filter(one => one.state === state).length
    const counts = { broken: count('broken'), unknown: count('unknown'), holds: count('holds') }
    const statementsOf = notice === undefined ? () => [] : statementFinder(notice, io.lang)
    io.answer({
      version,
      ...counts,
      promises: all.map(kept => ({
        id: kept.check.id,
        severity: kept.check.severity,
        state: kept.state,
        told: tellFinding(io.lang, kept),
        statements: statementsOf(kept).map(({ path, words, isBroken }) => ({ path, words, isBroken })),
        figures: kept.finding?.figures ?? {},
        found: kept.finding?.found ?? [],
        lastTrue: kept.finding?.lastTrue ?? null,
        brokenSince: kept.finding?.brokenSince ?? null,
        mend: wordsOf(io.lang, kept.check, 'mend'),
      })),
    })
    for (const kept of all) say(io, kept)
    io.say(`\n${text(io.lang, 'promises.cli.summary', counts)}`)
    if (counts.broken > 0) throw new Failed()
  },
})

const signs = { holds: '✓', broken: '✗', unknown: '?' } as const

function say({ say, lang }: Io, kept: Kept): void {
  const { check, state, finding } = kept
  say(`${signs[state]} ${wordsOf(lang, check, 'title')}  (${check.id})`)
  if (state === 'holds') return
  const severity = state === 'broken' ? `${text(lang, `promises.severity.${check.severity}`)}: ` : ''
  const since = finding?.brokenSince
    ? ` (${text(lang, 'promises.cli.since', { date: dayIn(lang, finding.brokenSince) })})`
    : ''
  say(`    ${severity}${tellFinding(lang, kept)}${since}`)
  if (finding?.lastTrue) say(`    ${text(lang, 'promises.cli.last-true', { date: dayIn(lang, finding.lastTrue) })}`)
  for (const one of finding?.found ?? []) say(`      ${one}`)
  if (state === 'broken') say(`    → ${wordsOf(lang, check, 'mend')}`)
}
