/** How many of the file's rows are new, changed, the same, joined or refused; each number opens its rows. */

import { useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { Counts, ImportRow } from './answers.ts'
import { ImportRows } from './import-rows.web.tsx'

const outcomes: readonly ImportRow['outcome'][] = ['new', 'changed', 'same', 'joined', 'refused']

interface OutcomeCountsProps {
  readonly id: string
  readonly counts: Counts
}

export function OutcomeCounts({ id, counts }: OutcomeCountsProps) {
  const say = useText()
  const [open, setOpen] = useState<ImportRow['outcome'] | undefined>(undefined)
  return (
    <>
      <div className="import-counts">
        {outcomes.map(outcome => (
          <button
            key={outcome}
            type="button"
            data-outcome={outcome}
            aria-expanded={open === outcome}
            aria-controls="import-rows"
            disabled={counts[outcome] === 0}
            onClick={() => setOpen(open === outcome ? undefined : outcome)}
          >
            <span className="import-number figures">{count(counts[outcome])}</span>
            <span>{say(`ui.import.outcome.${outcome}`, { count: counts[outcome] })}</span>
          </button>
        ))}
      </div>
      <div id="import-rows">{open && <ImportRows key={open} id={id} outcome={open} />}</div>
    </>
  )
}
