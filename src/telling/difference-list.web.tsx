/** Differences by weight, worst first: each with what went and came, whom it concerns, what must happen first, and why. */

import { Badge } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { DifferenceAnswer } from './compare-answers.ts'

const weights = ['new-purpose-or-basis', 'material', 'editorial'] as const

export function DifferenceList({ differences }: { differences: readonly DifferenceAnswer[] }) {
  const say = useText()
  return (
    <div className="differences">
      {weights.map(weight => {
        const found = differences.filter(one => one.weight === weight)
        if (found.length === 0) return null
        return (
          <details key={weight} open={weight !== 'editorial'}>
            <summary>
              <h2>
                {say(`ui.compare.weight.${weight}`)} <span className="figures quiet">{count(found.length)}</span>
              </h2>
            </summary>
            <ul>
              {found.map(one => (
                <DifferenceItem key={`${one.path} ${one.change} ${one.rule}`} one={one} />
              ))}
            </ul>
          </details>
        )
      })}
    </div>
  )
}

const colours = { 'ask-consent': 'amber', tell: 'pine', nothing: 'gray' } as const

function DifferenceItem({ one }: { one: DifferenceAnswer }) {
  const say = useText()
  return (
    <li className="difference" data-must={one.must} data-change="">
      <h3 tabIndex={-1}>{one.what}</h3>
      <Sides gone={one.gone} come={one.come} />
      {one.must === 'nothing' ? (
        <p className="quiet">{one.first}</p>
      ) : (
        <p>
          <Badge component="span" variant="light" color={colours[one.must]} tt="none" className="difference-must">
            {one.first}
          </Badge>
        </p>
      )}
      <p>
        {one.whom}
        {one.persons !== null && one.concerns.kind !== 'nobody' && (
          <>
            {' '}
            <strong className="figures">
              {say('ui.compare.persons', { count: one.persons, number: count(one.persons) })}
            </strong>
          </>
        )}
      </p>
      <p className="quiet">
        {one.why} {one.cited}
      </p>
    </li>
  )
}

/** What stood there and what stands there now, each told by its word too. */
function Sides({ gone, come }: { gone: string | undefined; come: string | undefined }) {
  const say = useText()
  if (gone === undefined && come === undefined) return null
  return (
    <dl className="difference-sides">
      {gone !== undefined && (
        <div>
          <dt>{say('ui.compare.gone')}</dt>
          <dd>
            <del>{gone}</del>
          </dd>
        </div>
      )}
      {come !== undefined && (
        <div>
          <dt>{say('ui.compare.come')}</dt>
          <dd>
            <ins>{come}</ins>
          </dd>
        </div>
      )}
    </dl>
  )
}
