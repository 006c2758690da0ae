/** The largest of each kind, by name and number; a name that can be chosen shows the rest for it alone. */

import { Table, UnstyledButton } from '@mantine/core'
import { count, wholeMoney } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { sources } from './came-from.ts'
import type { VisitReport } from './report-answers.ts'
import type { FilterName } from './visit-asks.web.ts'

const devices = ['phone', 'tablet', 'desktop'] as const

/** As it is told: words for groups and devices, everything else as it is. */
export function nameOf(say: Say, name: FilterName, value: string): string {
  const source = sources.find(one => name === 'source' && one === value)
  const device = devices.find(one => name === 'device' && one === value)
  return source ? say(`ui.visits.source.${source}`) : device ? say(`ui.visits.device.${device}`) : value
}

const kinds = [
  ['pages', 'path'],
  ['sources', 'source'],
  ['referrers', 'referrer'],
  ['campaigns', 'campaign'],
  ['devices', 'device'],
  ['sites', 'site'],
] as const

export function VisitShares({
  report,
  filter,
}: {
  report: VisitReport
  filter: (name: FilterName, value: string) => void
}) {
  const say = useText()
  const hasMoney = report.totals.cents > 0
  return (
    <div className="visit-shares">
      {kinds
        .filter(([part]) => report[part].length > (part === 'sites' ? 1 : 0))
        .map(([part, name]) => (
          <Table key={part} verticalSpacing={4} aria-label={say(`ui.visits.${part}`)}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say(`ui.visits.${part}`)}</Table.Th>
                <Table.Th ta="right">{say(part === 'pages' ? 'ui.visits.views' : 'ui.visits.visits')}</Table.Th>
                {hasMoney && part !== 'pages' && <Table.Th ta="right">{say('ui.visits.brought')}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report[part].map(one => (
                <Table.Tr key={one.name}>
                  <Table.Td className="any-name">
                    <UnstyledButton className="row-link" onClick={() => filter(name, one.name)}>
                      {nameOf(say, name, one.name)}
                    </UnstyledButton>
                  </Table.Td>
                  <Table.Td ta="right" className="figures">
                    {count(part === 'pages' ? one.views : one.visits)}
                  </Table.Td>
                  {hasMoney && part !== 'pages' && (
                    <Table.Td ta="right" className="figures">
                      {wholeMoney(one.cents)}
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
      {report.events.length > 0 && (
        <Table verticalSpacing={4} aria-label={say('ui.visits.events')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.visits.events')}</Table.Th>
              <Table.Th ta="right">{say('ui.visits.times')}</Table.Th>
              {hasMoney && <Table.Th ta="right">{say('ui.visits.brought')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.events.map(one => (
              <Table.Tr key={one.name}>
                <Table.Td className="any-name">{one.name}</Table.Td>
                <Table.Td ta="right" className="figures">
                  {count(one.count)}
                </Table.Td>
                {hasMoney && (
                  <Table.Td ta="right" className="figures">
                    {wholeMoney(one.cents)}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
