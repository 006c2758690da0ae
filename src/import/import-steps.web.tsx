/** Where in the import one is; steps that can still be changed are ways back. */

import { IconCheck } from '@tabler/icons-react'
import { useText } from '../../web/language.ts'

export const importSteps = ['file', 'origin', 'columns', 'preview', 'report'] as const
export type ImportStep = (typeof importSteps)[number]

interface ImportStepsProps {
  readonly now: ImportStep
  /** Steps that may be returned to. */
  readonly open?: readonly ImportStep[]
  readonly go?: (step: ImportStep) => void
}

export function ImportSteps({ now, open = [], go }: ImportStepsProps) {
  const say = useText()
  const at = importSteps.indexOf(now)
  return (
    <ol className="import-steps" aria-label={say('ui.import.steps')}>
      {importSteps.map((step, index) => {
        const name = say(`ui.import.step.${step}`)
        const mark = index < at ? <IconCheck size={14} stroke={2.4} aria-hidden /> : index + 1
        return (
          <li key={step} aria-current={step === now ? 'step' : undefined} data-past={index < at || undefined}>
            <span className="import-step-mark">{mark}</span>
            {open.includes(step) && step !== now ? (
              <button type="button" onClick={() => go?.(step)}>
                {name}
              </button>
            ) : (
              <span>{name}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
